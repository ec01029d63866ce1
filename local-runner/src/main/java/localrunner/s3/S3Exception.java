package localrunner.s3;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An error of S3, as "Error responses" in the S3 API Reference lists it.
 *
 * <p>Beside code and message an error may have elements of its own, such as the key that is not there.
 */
final class S3Exception extends RuntimeException {

    private final int status;
    private final String code;
    private final String text;
    private final Map<String, String> details = new LinkedHashMap<>();
    private final Map<String, String> headers = new LinkedHashMap<>();

    S3Exception(int status, String code, String text) {
        super(code + ": " + text);
        this.status = status;
        this.code = code;
        this.text = text;
    }

    static S3Exception noSuchBucket(String bucket) {
        return new S3Exception(404, "NoSuchBucket", "The specified bucket does not exist").with("BucketName", bucket);
    }

    static S3Exception noSuchKey(String key) {
        return new S3Exception(404, "NoSuchKey", "The specified key does not exist.").with("Key", key);
    }

    static S3Exception noSuchVersion(String key, String versionId) {
        return new S3Exception(404, "NoSuchVersion", "The specified version does not exist.")
                .with("Key", key)
                .with("VersionId", versionId);
    }

    static S3Exception noSuchUpload(String uploadId) {
        return new S3Exception(
                        404,
                        "NoSuchUpload",
                        "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.")
                .with("UploadId", uploadId);
    }

    /** @param condition the header that does not hold */
    static S3Exception preconditionFailed(String condition) {
        return new S3Exception(
                        412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold")
                .with("Condition", condition);
    }

    static S3Exception invalidArgument(String text, String name, String value) {
        return new S3Exception(400, "InvalidArgument", text)
                .with("ArgumentName", name)
                .with("ArgumentValue", value);
    }

    static S3Exception invalidRequest(String text) {
        return new S3Exception(400, "InvalidRequest", text);
    }

    static S3Exception malformedXml() {
        return new S3Exception(
                400,
                "MalformedXML",
                "The XML you provided was not well-formed or did not validate against our published schema");
    }

    /** What S3 has and the runner has not; clients do not repeat it. */
    static S3Exception notImplemented(String text) {
        return new S3Exception(501, "NotImplemented", text);
    }

    /** The same error with one more element. */
    S3Exception with(String element, String value) {
        details.put(element, value);
        return this;
    }

    /** The same error with one more header. */
    S3Exception withHeader(String name, String value) {
        headers.put(name, value);
        return this;
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    String text() {
        return text;
    }

    Map<String, String> details() {
        return details;
    }

    Map<String, String> headers() {
        return headers;
    }
}
