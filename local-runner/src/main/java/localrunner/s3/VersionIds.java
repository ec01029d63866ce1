package localrunner.s3;

/** Makes the ids of versions and uploads: letters and digits only, as clients put them into URLs. */
final class VersionIds {

    private VersionIds() {}

    /** @param id such as a UUID */
    static String from(String id) {
        return id.replace("-", "");
    }
}
