package localrunner.s3;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import localrunner.edge.EdgeRequest;

/**
 * What a request to S3 asks for: a bucket and a key, by path or by virtual host, and what of them.
 *
 * <p>"Virtual hosting of general purpose buckets" in the S3 User Guide. Immutable.
 *
 * @param bucket empty when the request is for the list of buckets
 * @param key empty when the request is for the bucket itself
 * @param subresource the query parameter that names a part of bucket or object, such as {@code tagging}; empty when
 *     there is none
 */
public record S3Request(EdgeRequest head, String bucket, String key, String subresource, Map<String, String> query) {

    /** Names that a bucket's own host ends with, at the runner's ports and at AWS's. */
    private static final Pattern BUCKETS_HOST = Pattern.compile("(?<bucket>[a-z0-9][a-z0-9.-]*?[a-z0-9])"
            + "\\.(s3\\.localhost|localhost|s3([.-][a-z0-9-]+)*\\.(amazonaws\\.com(\\.cn)?|amazonaws\\.eu|api\\.aws))");

    /** What {@link #BUCKETS_HOST} takes for a bucket's and is S3's own. */
    private static final Pattern S3S_HOST = Pattern.compile(
            "(s3\\.localhost|s3([.-][a-z0-9-]+)*\\.(amazonaws\\.com(\\.cn)?|amazonaws\\.eu|api\\.aws))");

    /** Query parameters that say how, and not what. */
    private static final Set<String> PLAIN = Set.of(
            "allow-unordered",
            "bucket-region",
            "continuation-token",
            "delimiter",
            "encoding-type",
            "fetch-owner",
            "key-marker",
            "list-type",
            "marker",
            "max-buckets",
            "max-keys",
            "max-parts",
            "max-uploads",
            "part-number-marker",
            "partNumber",
            "prefix",
            "response-cache-control",
            "response-content-disposition",
            "response-content-encoding",
            "response-content-language",
            "response-content-type",
            "response-expires",
            "start-after",
            "upload-id-marker",
            "uploadId",
            "version-id-marker",
            "versionId",
            "x-id");

    public S3Request {
        query = Map.copyOf(query);
    }

    public static S3Request of(EdgeRequest head) {
        Map<String, String> query = head.queryParameters();
        Optional<String> host = bucketOfHost(head);
        String path = head.path().substring(Math.min(1, head.path().length()));
        int slash = path.indexOf('/');
        String bucket = host.orElseGet(() -> decoded(slash < 0 ? path : path.substring(0, slash)));
        String key = host.isPresent() ? path : slash < 0 ? "" : path.substring(slash + 1);
        return new S3Request(head, bucket, decoded(key), subresource(query), query);
    }

    /** The bucket that the request's host names; empty when the bucket is in the path. */
    static Optional<String> bucketOfHost(EdgeRequest head) {
        String host = head.header("Host").orElse("").replaceFirst(":\\d*$", "");
        Matcher bucket = BUCKETS_HOST.matcher(host);
        return bucket.matches() && !S3S_HOST.matcher(host).matches()
                ? Optional.of(bucket.group("bucket"))
                : Optional.empty();
    }

    /** A subresource that two parameters name can't be told; S3 takes the first in the alphabet, too. */
    private static String subresource(Map<String, String> query) {
        return new TreeMap<>(query)
                .keySet().stream()
                        .filter(name -> !PLAIN.contains(name) && !name.startsWith("X-Amz-"))
                        .findFirst()
                        .orElse("");
    }

    /**
     * Undoes percent-encoding; a plus sign in a path is one.
     *
     * @throws S3Exception when an escape is malformed
     */
    static String decoded(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        byte[] decoded = new byte[bytes.length];
        int length = 0;
        for (int index = 0; index < bytes.length; index++) {
            if (bytes[index] == '%') {
                int high = index + 2 < bytes.length ? Character.digit(bytes[index + 1], 16) : -1;
                int low = index + 2 < bytes.length ? Character.digit(bytes[index + 2], 16) : -1;
                if (high < 0 || low < 0) {
                    throw new S3Exception(400, "InvalidURI", "Couldn't parse the specified URI.");
                }
                decoded[length++] = (byte) (high * 16 + low);
                index += 2;
            } else {
                decoded[length++] = bytes[index];
            }
        }
        return new String(decoded, 0, length, StandardCharsets.UTF_8);
    }

    public String method() {
        return head.method();
    }

    public Optional<String> header(String name) {
        return head.header(name).map(String::strip).filter(value -> !value.isEmpty());
    }

    public Optional<String> parameter(String name) {
        return Optional.ofNullable(query.get(name));
    }

    Optional<String> versionId() {
        return parameter("versionId").map(id -> {
            if (id.isEmpty()) {
                throw S3Exception.invalidArgument("Version id cannot be the empty string", "versionId", "");
            }
            return id;
        });
    }

    /** A number in the query, at least 0. */
    int number(String name, int otherwise) {
        String text = query.getOrDefault(name, "");
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(text);
            if (number < 0) {
                throw S3Exception.invalidArgument(
                        "Argument " + name + " must be an integer between 0 and 2147483647", name, text);
            }
            return number;
        } catch (NumberFormatException e) {
            throw S3Exception.invalidArgument(
                    "Provided " + name + " not an integer or within integer range", name, text);
        }
    }

    /** The headers that begin with the text, without it; names in lower case. */
    Map<String, String> headersWithout(String prefix) {
        Map<String, String> found = new LinkedHashMap<>();
        head.headers().forEach((name, value) -> {
            if (name.startsWith(prefix)) {
                found.put(name.substring(prefix.length()), value);
            }
        });
        return found;
    }

    /** Refuses headers of which the runner would not do what they say. */
    void refuse(List<String> prefixes) {
        for (String prefix : prefixes) {
            head.headers().keySet().stream()
                    .filter(name -> name.startsWith(prefix))
                    .findFirst()
                    .ifPresent(name -> {
                        throw S3Exception.notImplemented("A header you provided implies functionality that the local"
                                        + " runner's S3 does not have: " + name)
                                .with("Header", name);
                    });
        }
    }
}
