package localrunner.sns;

/** Says why SNS refuses a request. The caller gets code and message in SNS's XML error. */
final class SnsException extends RuntimeException {

    private final int status;
    private final String code;

    private SnsException(int status, String code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    static SnsException invalidParameter(String what) {
        return new SnsException(400, "InvalidParameter", "Invalid parameter: " + what);
    }

    static SnsException invalidAttribute(String message) {
        return new SnsException(400, "ParameterValueInvalid", message);
    }

    /**
     * A required member that the request does not have.
     *
     * @param path such as {@code messageAttributes.kind.member.dataType}
     */
    static SnsException nullMember(String path) {
        return new SnsException(
                400,
                "ValidationError",
                "1 validation error detected: Value null at '" + path
                        + "' failed to satisfy constraint: Member must not be null");
    }

    static SnsException topicNotFound() {
        return new SnsException(404, "NotFound", "Topic does not exist");
    }

    static SnsException invalidAction(String message) {
        return new SnsException(400, "InvalidAction", message);
    }

    static SnsException invalidBatch(String code, String message) {
        return new SnsException(400, code, message);
    }

    static SnsException malformedQuery(String message) {
        return new SnsException(400, "MalformedQueryString", message);
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
