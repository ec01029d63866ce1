package localrunner.s3;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import localrunner.application.Bucket;
import localrunner.s3.Version.Description;

/**
 * Reads from an upload's headers what it says of the object, and refuses what the runner would not keep.
 *
 * <p>"Working with object metadata" and "Categorizing your objects using tags" in the S3 User Guide. Thread-safe.
 */
final class Descriptions {

    static final String METADATA = "x-amz-meta-";
    static final String ENCRYPTION = "x-amz-server-side-encryption";
    static final String KMS_KEY = ENCRYPTION + "-aws-kms-key-id";
    static final String BUCKET_KEY = ENCRYPTION + "-bucket-key-enabled";

    private static final String DEFAULT_TYPE = "binary/octet-stream";
    private static final List<String> REPEATED =
            List.of("cache-control", "content-disposition", "content-language", "content-type", "expires");
    private static final Set<String> ALGORITHMS = Set.of("AES256", "aws:kms", "aws:kms:dsse");
    private static final Set<String> OWNERS_ACLS = Set.of("private", "bucket-owner-full-control", "bucket-owner-read");
    private static final Set<String> STORAGE_CLASSES =
            Set.of("STANDARD", "REDUCED_REDUNDANCY", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER_IR");
    private static final int LARGEST_METADATA_BYTES = 2 * 1024;
    private static final int MOST_TAGS = 10;
    private static final int LONGEST_TAG_KEY = 128;
    private static final int LONGEST_TAG_VALUE = 256;

    private static final List<String> REFUSED = List.of(
            "x-amz-object-lock-",
            "x-amz-server-side-encryption-context",
            "x-amz-server-side-encryption-customer-",
            "x-amz-website-redirect-location",
            "x-amz-write-offset-bytes");

    private final KmsKeys keys;

    Descriptions(KmsKeys keys) {
        this.keys = keys;
    }

    /** What a request says of the object that it makes in the bucket. */
    Description read(S3Request request, Bucket bucket) {
        request.refuse(REFUSED);
        checkAcl(request);
        return new Description(
                headers(request),
                metadata(request),
                encryption(request, bucket),
                storageClass(request),
                request.header("x-amz-tagging").map(Descriptions::tags).orElse(Map.of()));
    }

    private static void checkAcl(S3Request request) {
        boolean grants = !request.headersWithout("x-amz-grant-").isEmpty();
        if (grants
                || request.header("x-amz-acl")
                        .filter(acl -> !OWNERS_ACLS.contains(acl))
                        .isPresent()) {
            throw new S3Exception(400, "AccessControlListNotSupported", "The bucket does not allow ACLs");
        }
    }

    static Map<String, String> headers(S3Request request) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("content-type", DEFAULT_TYPE);
        REPEATED.forEach(name -> request.header(name).ifPresent(value -> headers.put(name, value)));
        // It says how the body came, not how the content is encoded.
        request.header("content-encoding")
                .map(text -> Arrays.stream(text.split(",", -1))
                        .map(String::strip)
                        .filter(coding -> !coding.isEmpty() && !coding.equals("aws-chunked"))
                        .collect(Collectors.joining(",")))
                .filter(text -> !text.isEmpty())
                .ifPresent(text -> headers.put("content-encoding", text));
        return headers;
    }

    static Map<String, String> metadata(S3Request request) {
        Map<String, String> metadata = request.headersWithout(METADATA);
        int bytes = metadata.entrySet().stream()
                .mapToInt(entry -> entry.getKey().length() + entry.getValue().getBytes(StandardCharsets.UTF_8).length)
                .sum();
        if (bytes > LARGEST_METADATA_BYTES) {
            throw new S3Exception(
                            400, "MetadataTooLarge", "Your metadata headers exceed the maximum allowed metadata size")
                    .with("Size", Integer.toString(bytes))
                    .with("MaxSizeAllowed", Integer.toString(LARGEST_METADATA_BYTES));
        }
        return metadata;
    }

    /** The request's own, else the bucket's. */
    Bucket.Encryption encryption(S3Request request, Bucket bucket) {
        Optional<String> algorithm = request.header(ENCRYPTION);
        Optional<String> key = request.header(KMS_KEY);
        if (algorithm.isEmpty()) {
            if (key.isPresent()) {
                throw S3Exception.invalidArgument(
                        "Server Side Encryption with AWS KMS managed key requires HTTP header x-amz-server-side-encryption : aws:kms",
                        ENCRYPTION,
                        "");
            }
            return keys.withArn(bucket.encryption());
        }
        if (!ALGORITHMS.contains(algorithm.get())) {
            throw S3Exception.invalidArgument(
                    "The encryption method specified is not supported", ENCRYPTION, algorithm.get());
        }
        if (algorithm.get().equals("AES256") && key.isPresent()) {
            throw S3Exception.invalidArgument(
                    "Server Side Encryption with AWS KMS managed key requires HTTP header x-amz-server-side-encryption : aws:kms",
                    ENCRYPTION,
                    algorithm.get());
        }
        boolean bucketKey = request.header(BUCKET_KEY)
                .map("true"::equals)
                .orElse(bucket.encryption().bucketKey() && !algorithm.get().equals("AES256"));
        return keys.withArn(new Bucket.Encryption(algorithm.get(), key, bucketKey));
    }

    static Optional<String> storageClass(S3Request request) {
        Optional<String> given = request.header("x-amz-storage-class");
        given.filter(name -> !STORAGE_CLASSES.contains(name)).ifPresent(name -> {
            if (List.of("GLACIER", "DEEP_ARCHIVE", "OUTPOSTS", "SNOW", "EXPRESS_ONEZONE")
                    .contains(name)) {
                throw S3Exception.notImplemented("The local runner's S3 has no storage class " + name
                        + "; it has those whose objects can be read at once");
            }
            throw new S3Exception(400, "InvalidStorageClass", "The storage class you specified is not valid")
                    .with("StorageClassRequested", name);
        });
        return given.filter(name -> !name.equals("STANDARD"));
    }

    /** @param encoded as in a query string */
    static Map<String, String> tags(String encoded) {
        Map<String, String> tags = new LinkedHashMap<>();
        try {
            for (String pair : encoded.split("&", -1)) {
                String[] parts = pair.split("=", 2);
                String key = URLDecoder.decode(parts[0], StandardCharsets.UTF_8);
                String value = parts.length < 2 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8);
                if (tags.put(key, value) != null) {
                    throw invalidTagging(encoded);
                }
            }
        } catch (IllegalArgumentException e) {
            throw invalidTagging(encoded);
        }
        return checkedTags(tags);
    }

    private static S3Exception invalidTagging(String encoded) {
        return S3Exception.invalidArgument(
                "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.",
                "x-amz-tagging",
                encoded);
    }

    static Map<String, String> checkedTags(Map<String, String> tags) {
        if (tags.size() > MOST_TAGS) {
            throw new S3Exception(400, "BadRequest", "Object tags cannot be greater than 10");
        }
        tags.forEach((key, value) -> {
            if (key.isEmpty() || key.length() > LONGEST_TAG_KEY) {
                throw new S3Exception(400, "InvalidTag", "The TagKey you have provided is invalid");
            }
            if (value.length() > LONGEST_TAG_VALUE) {
                throw new S3Exception(400, "InvalidTag", "The TagValue you have provided is invalid");
            }
        });
        return tags;
    }

    /** The headers of an answer that say how an object is encrypted. */
    static Map<String, String> encryptionHeaders(Bucket.Encryption encryption) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(ENCRYPTION, encryption.algorithm());
        encryption.kmsKeyId().ifPresent(key -> headers.put(KMS_KEY, key));
        if (encryption.bucketKey()) {
            headers.put(BUCKET_KEY, "true");
        }
        return headers;
    }
}
