package localrunner.s3;

import localrunner.application.Bucket;

/** A bucket with what is in it. */
record OpenBucket(Bucket bucket, VersionStore versions, MultipartUploads uploads) {

    /** Whether answers and events name versions. */
    boolean namesVersions() {
        return versions.versioning() != Bucket.Versioning.NEVER;
    }
}
