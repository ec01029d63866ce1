package localrunner.s3;

/**
 * How large an upload may be.
 *
 * @param least in bytes
 * @param most in bytes
 */
record SizeRange(long least, long most) {

    /** What S3 takes in one request: "Amazon S3 multipart upload limits" in the User Guide. */
    static final SizeRange OF_ONE_REQUEST = new SizeRange(0, 5L * 1024 * 1024 * 1024);

    /** The sizes that are in both. */
    SizeRange and(SizeRange other) {
        return new SizeRange(Math.max(least, other.least), Math.min(most, other.most));
    }

    /** @throws S3Exception when the upload is larger, or smaller */
    void check(long size) {
        if (size > most) {
            throw new S3Exception(400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size")
                    .with("ProposedSize", Long.toString(size))
                    .with("MaxSizeAllowed", Long.toString(most));
        }
        if (size < least) {
            throw new S3Exception(
                            400, "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size")
                    .with("ProposedSize", Long.toString(size))
                    .with("MinSizeAllowed", Long.toString(least));
        }
    }
}
