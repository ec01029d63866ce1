package localrunner.permissions;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import localrunner.application.Application;
import localrunner.application.Bucket;
import localrunner.edge.EdgeRequest;
import localrunner.iam.CallContext;
import localrunner.s3.KmsKeys;
import localrunner.s3.S3Request;

/**
 * What S3's operations need.
 *
 * <p>"Required permissions for Amazon S3 API operations" in the S3 User Guide, and "Specifying server-side encryption
 * with AWS KMS" for objects under a key of one's own, which take the caller's permissions for the key. Immutable.
 */
final class S3Needs {

    private static final String BUCKET_PREFIX = "arn:aws:s3:::";
    private static final String COPY_SOURCE = "x-amz-copy-source";
    private static final String ENCRYPTION_HEADER = "x-amz-server-side-encryption";
    private static final String KEY_HEADER = "x-amz-server-side-encryption-aws-kms-key-id";
    private static final Pattern KEY = Pattern.compile("<Object>.*?<Key>(.*?)</Key>(.*?)</Object>", Pattern.DOTALL);

    private final KmsKeys keys;

    /** The ARN of the key of one's own with which a bucket encrypts. */
    private final Map<String, String> keysByBucket = new HashMap<>();

    S3Needs(Application application) {
        keys = new KmsKeys(application);
        for (Bucket bucket : application.buckets()) {
            bucket.encryption()
                    .kmsKeyId()
                    .flatMap(keys::customersArn)
                    .ifPresent(key -> keysByBucket.put(bucket.name(), key));
        }
    }

    /** Whether what a request needs stands in its body. */
    static boolean areInBody(EdgeRequest head) {
        return head.method().equals("POST") && head.queryParameters().containsKey("delete");
    }

    /**
     * All that the request needs.
     *
     * @param body of a request with {@link #areInBody}; empty for others, which may be too large to be read before
     * @throws RuntimeException when the request can't be read: S3 says what is wrong with it
     */
    List<Need> of(EdgeRequest head, byte[] body) {
        S3Request request = S3Request.of(head);
        if (request.bucket().isEmpty()) {
            return List.of(new Need("s3:ListAllMyBuckets", "*"));
        }
        if (request.key().isEmpty()) {
            return areInBody(head) ? deletions(request.bucket(), body) : ofBucket(request);
        }
        return ofObject(request);
    }

    /** What S3 asks for before it tells that an object is not there. */
    static Optional<Need> toKnowWhatIsMissing(EdgeRequest head) {
        S3Request request = S3Request.of(head);
        boolean reads = List.of("GET", "HEAD").contains(head.method());
        return reads && !request.key().isEmpty()
                ? Optional.of(new Need("s3:ListBucket", BUCKET_PREFIX + request.bucket()))
                : Optional.empty();
    }

    private static List<Need> ofBucket(S3Request request) {
        String action = switch (request.method() + " " + request.subresource()) {
            case "GET ", "HEAD " -> "s3:ListBucket";
            case "GET versions" -> "s3:ListBucketVersions";
            case "GET uploads" -> "s3:ListBucketMultipartUploads";
            case "GET location" -> "s3:GetBucketLocation";
            case "GET versioning" -> "s3:GetBucketVersioning";
            case "GET encryption" -> "s3:GetEncryptionConfiguration";
            default -> "s3:" + request.method() + "Bucket" + request.subresource();
        };
        CallContext context = CallContext.NONE;
        for (Map.Entry<String, String> key : Map.of(
                        "prefix", CallContext.S3_PREFIX,
                        "delimiter", CallContext.S3_DELIMITER,
                        "max-keys", CallContext.S3_MAX_KEYS)
                .entrySet()) {
            Optional<String> value = request.parameter(key.getKey());
            if (value.isPresent()) {
                context = context.with(key.getValue(), value.get());
            }
        }
        return List.of(new Need(action, BUCKET_PREFIX + request.bucket(), context));
    }

    private List<Need> ofObject(S3Request request) {
        boolean inParts = request.parameter("uploadId").isPresent();
        String version = request.parameter("versionId").isPresent() ? "Version" : "";
        List<Need> needs = new ArrayList<>();
        switch (request.method() + " " + request.subresource()) {
            case "GET ", "HEAD " -> {
                if (inParts) {
                    needs.add(on(request, "ListMultipartUploadParts"));
                } else {
                    needs.add(on(request, "GetObject" + version));
                    key(request).ifPresent(key -> needs.add(new Need("kms:Decrypt", key)));
                }
            }
            case "GET attributes" -> {
                needs.add(on(request, "GetObject" + version));
                needs.add(on(request, "GetObject" + version + "Attributes"));
            }
            case "PUT ", "POST ", "POST uploads" -> {
                request.header(COPY_SOURCE).ifPresent(source -> needs.add(copied(source)));
                needs.add(put(request));
                if (request.header("x-amz-tagging").isPresent()) {
                    needs.add(on(request, "PutObjectTagging"));
                }
                key(request).ifPresent(key -> {
                    needs.add(new Need("kms:GenerateDataKey", key));
                    if (inParts) {
                        needs.add(new Need("kms:Decrypt", key));
                    }
                });
            }
            case "DELETE " -> needs.add(on(request, inParts ? "AbortMultipartUpload" : "DeleteObject" + version));
            case "GET tagging" -> needs.add(on(request, "GetObject" + version + "Tagging"));
            case "PUT tagging" -> needs.add(on(request, "PutObject" + version + "Tagging"));
            case "DELETE tagging" -> needs.add(on(request, "DeleteObject" + version + "Tagging"));
            default -> needs.add(on(request, request.method() + "Object" + request.subresource()));
        }
        return needs;
    }

    private static Need on(S3Request request, String operation) {
        return new Need("s3:" + operation, BUCKET_PREFIX + request.bucket() + "/" + request.key());
    }

    /** Conditions can ask for what the request says of encryption; one that says nothing has neither key. */
    private static Need put(S3Request request) {
        CallContext context = CallContext.NONE;
        Optional<String> algorithm = request.header(ENCRYPTION_HEADER);
        if (algorithm.isPresent()) {
            context = context.with(CallContext.S3_ENCRYPTION, algorithm.get());
        }
        Optional<String> key = request.header(KEY_HEADER);
        if (key.isPresent()) {
            context = context.with(CallContext.S3_KEY, key.get());
        }
        return new Need("s3:PutObject", BUCKET_PREFIX + request.bucket() + "/" + request.key(), context);
    }

    /**
     * The key of one's own that an object is under: the request's, or else the bucket's. AWS's own key lets in whoever may
     * use the bucket.
     */
    private Optional<String> key(S3Request request) {
        return request.header(KEY_HEADER)
                .flatMap(keys::customersArn)
                .or(() -> Optional.ofNullable(keysByBucket.get(request.bucket())));
    }

    /** The source of a copy is {@code bucket/key}, percent-encoded, perhaps with a version. */
    private static Need copied(String source) {
        EdgeRequest head = new EdgeRequest(
                "GET",
                "/" + source.replaceFirst("^/", "").replaceFirst("\\?.*", ""),
                source.contains("?") ? source.substring(source.indexOf('?') + 1) : "",
                Map.of(),
                new byte[0]);
        S3Request request = S3Request.of(head);
        return on(request, request.parameter("versionId").isPresent() ? "GetObjectVersion" : "GetObject");
    }

    private static List<Need> deletions(String bucket, byte[] body) {
        return KEY.matcher(new String(body, StandardCharsets.UTF_8))
                .results()
                .map(object -> new Need(
                        object.group(2).contains("<VersionId>") ? "s3:DeleteObjectVersion" : "s3:DeleteObject",
                        BUCKET_PREFIX + bucket + "/" + key(object)))
                .toList();
    }

    private static String key(MatchResult object) {
        return object.group(1)
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&apos;", "'")
                .replace("&amp;", "&");
    }
}
