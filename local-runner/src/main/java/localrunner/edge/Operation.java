package localrunner.edge;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names the operation that a request calls, as far as its protocol tells, for people. */
final class Operation {

    private static final Pattern ACTION = Pattern.compile("(?:^|&)Action=([A-Za-z0-9]+)");

    /** How much of a form is looked at for its action, which SDKs write first. */
    private static final int BEGINNING = 512;

    private Operation() {}

    /** Such as {@code SendMessage}; of a REST protocol method and path, such as {@code PUT /bucket/key}. */
    static String of(EdgeRequest request) {
        return request.header("X-Amz-Target")
                .map(target -> target.substring(target.lastIndexOf('.') + 1))
                .or(() -> action(request))
                .orElseGet(() -> request.method() + " " + request.path());
    }

    /** The same, of Lambda and S3 too. */
    static String nameOf(String service, EdgeRequest request) {
        return switch (service) {
            case "lambda" -> request.path().endsWith("/invocations") ? "Invoke" : of(request);
            case "s3" -> ofS3(request);
            default -> of(request);
        };
    }

    private static Optional<String> action(EdgeRequest request) {
        Matcher inQuery = ACTION.matcher(request.query());
        if (inQuery.find()) {
            return Optional.of(inQuery.group(1));
        }
        Matcher inBody = ACTION.matcher(request.payload().beginning(BEGINNING).asText());
        return inBody.find() ? Optional.of(inBody.group(1)) : Optional.empty();
    }

    /** The calls that applications make most, by the API's reference; others by method and path. */
    private static String ofS3(EdgeRequest request) {
        String query = request.query();
        boolean parts = query.contains("uploadId=");
        boolean plain = query.isEmpty()
                || query.startsWith("x-id=")
                || query.startsWith("versionId=")
                || query.startsWith("X-Amz-");
        boolean object = request.path().indexOf('/', 1) > 0;
        return switch (request.method()) {
            case "GET" ->
                object
                        ? plain ? "GetObject" : of(request)
                        : query.contains("list-type=2") ? "ListObjectsV2" : of(request);
            case "HEAD" -> object ? "HeadObject" : "HeadBucket";
            case "PUT" -> parts ? "UploadPart" : plain ? "PutObject" : of(request);
            case "DELETE" -> parts ? "AbortMultipartUpload" : plain ? "DeleteObject" : of(request);
            case "POST" ->
                parts
                        ? "CompleteMultipartUpload"
                        : query.startsWith("uploads")
                                ? "CreateMultipartUpload"
                                : query.startsWith("delete") ? "DeleteObjects" : of(request);
            default -> of(request);
        };
    }
}
