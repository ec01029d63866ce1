package localrunner.s3;

import java.util.Map;
import java.util.Optional;
import localrunner.s3.Version.DeleteMarker;
import localrunner.s3.Version.StoredObject;

/** Finds the objects that requests name in {@code x-amz-copy-source}. Thread-safe. */
final class CopySources {

    static final String HEADER = "x-amz-copy-source";
    private static final String VERSION = "?versionId=";

    private final Map<String, OpenBucket> buckets;

    /** @param buckets by name */
    CopySources(Map<String, OpenBucket> buckets) {
        this.buckets = buckets;
    }

    /** @param versionId as the request names it */
    record Source(OpenBucket bucket, StoredObject object, Optional<String> versionId) {}

    Source of(S3Request request) {
        String header = request.header(HEADER).orElseThrow();
        int at = header.indexOf(VERSION);
        Optional<String> versionId = at < 0 ? Optional.empty() : Optional.of(header.substring(at + VERSION.length()));
        String path = decoded(header, at < 0 ? header : header.substring(0, at));
        String inside = path.startsWith("/") ? path.substring(1) : path;
        int slash = inside.indexOf('/');
        if (inside.startsWith("arn:")) {
            throw S3Exception.notImplemented("The local runner's S3 has no access points to copy from: " + path);
        }
        if (slash <= 0 || slash == inside.length() - 1) {
            throw S3Exception.invalidArgument("Invalid copy source object key", HEADER, header);
        }
        OpenBucket bucket = Optional.ofNullable(buckets.get(inside.substring(0, slash)))
                .orElseThrow(() -> S3Exception.noSuchBucket(inside.substring(0, slash)));
        String key = inside.substring(slash + 1);
        if (versionId.isPresent() && bucket.versions().find(key, versionId).orElse(null) instanceof DeleteMarker) {
            throw S3Exception.invalidRequest(
                    "The source of a copy request may not specifically refer to a delete marker by version id.");
        }
        return new Source(bucket, ObjectOperations.find(bucket, key, versionId), versionId);
    }

    private static String decoded(String header, String path) {
        try {
            return S3Request.decoded(path);
        } catch (S3Exception e) {
            throw S3Exception.invalidArgument("Invalid copy source encoding.", HEADER, header);
        }
    }
}
