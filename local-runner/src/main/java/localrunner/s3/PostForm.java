package localrunner.s3;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import localrunner.edge.EdgeRequest;

/**
 * An HTML form with which a file is uploaded: its fields, and the file behind them.
 *
 * <p>"POST Object" and "Creating an HTML form" in the S3 API Reference. Fields behind the file are not read.
 */
public final class PostForm {

    /** How much of a body has all the fields for certain: they and their boundaries are limited to 20 KB. */
    public static final int LARGEST_BEGINNING_BYTES = 64 * 1024;

    static final String KEY = "key";
    static final String POLICY = "policy";
    static final String CREDENTIAL = "x-amz-credential";
    static final String ALGORITHM = "x-amz-algorithm";
    static final String DATE = "x-amz-date";
    static final String SIGNATURE = "x-amz-signature";

    private static final String FILE = "file";
    private static final String TAGGING = "tagging";
    private static final int LARGEST_FIELDS_BYTES = 20 * 1024;
    private static final String FILENAME_VARIABLE = "${filename}";

    /** Fields that say of the object what headers of the same names say of it. */
    private static final Set<String> HEADERS = Set.of(
            "cache-control",
            "content-disposition",
            "content-encoding",
            "content-language",
            "content-md5",
            "content-type",
            "expires");

    /** Fields that are about the form. */
    private static final Set<String> SIGNING = Set.of(CREDENTIAL, ALGORITHM, DATE, SIGNATURE, "x-amz-security-token");

    private final S3Request request;
    private final Map<String, String> fields;
    private final InputStream file;

    private PostForm(S3Request request, Map<String, String> fields, InputStream file) {
        this.request = request;
        this.fields = fields;
        this.file = file;
    }

    /** Whether a request that is not signed can only be such a form. */
    public static boolean isSent(EdgeRequest head) {
        return head.method().equals("POST")
                && head.header("Authorization").isEmpty()
                && head.header("Content-Type")
                        .filter(type -> type.toLowerCase(Locale.ROOT).startsWith("multipart/form-data"))
                        .isPresent();
    }

    /** Whether the request asks for what forms ask for, whatever its body is. */
    static boolean isAskedFor(S3Request request) {
        return request.method().equals("POST")
                && !request.bucket().isEmpty()
                && request.key().isEmpty()
                && request.subresource().isEmpty();
    }

    /**
     * Reads a body up to the file.
     *
     * @throws S3Exception when it is no form with a key and a file
     */
    static PostForm read(S3Request request, InputStream body) throws IOException {
        String boundary = request.header("Content-Type")
                .flatMap(MultipartBody::boundary)
                .orElseThrow(() -> new S3Exception(
                                412,
                                "PreconditionFailed",
                                "At least one of the pre-conditions you specified did not hold")
                        .with("Condition", "Bucket POST must be of the enclosure-type multipart/form-data"));
        MultipartBody parts = MultipartBody.of(body, boundary);
        Map<String, String> fields = new LinkedHashMap<>();
        int left = LARGEST_FIELDS_BYTES;
        for (Optional<MultipartBody.Part> part = parts.next(); part.isPresent(); part = parts.next()) {
            String name = part.get().name().toLowerCase(Locale.ROOT);
            if (name.equals(FILE)) {
                Optional<String> filename = part.get().filename().map(PostForm::withoutFolders);
                return new PostForm(
                        request, expanded(fields, filename), part.get().content());
            }
            byte[] value = part.get().content().readNBytes(left + 1);
            left -= name.length() + value.length;
            if (left < 0) {
                throw new S3Exception(
                        400,
                        "MaxPostPreDataLengthExceededError",
                        "Your POST request fields preceding the upload file were too large.");
            }
            // What is there twice counts as one list.
            fields.merge(name, new String(value, StandardCharsets.UTF_8), (first, second) -> first + "," + second);
        }
        throw S3Exception.invalidArgument("POST requires exactly one file upload per request.", FILE, "0");
    }

    private static String withoutFolders(String filename) {
        return filename.substring(Math.max(filename.lastIndexOf('/'), filename.lastIndexOf('\\')) + 1);
    }

    /** A part that has no filename leaves the variable as it is; that was recorded on AWS, whose document says otherwise. */
    private static Map<String, String> expanded(Map<String, String> fields, Optional<String> filename) {
        if (filename.isPresent()) {
            fields.replaceAll((_, value) -> value.replace(FILENAME_VARIABLE, filename.get()));
        }
        return fields;
    }

    /** The fields in front of the file, names in lower case. */
    Map<String, String> fields() {
        return fields;
    }

    Optional<String> field(String name) {
        return Optional.ofNullable(fields.get(name)).filter(value -> !value.isEmpty());
    }

    /** @throws S3Exception when there is no such field in front of the file */
    String required(String name, String nameInMessage) {
        return field(name)
                .orElseThrow(() -> S3Exception.invalidArgument(
                        "Bucket POST must contain a field named '" + nameInMessage
                                + "'.  If it is specified, please check the order of the fields.",
                        nameInMessage,
                        ""));
    }

    InputStream file() {
        return file;
    }

    /**
     * The signed PUT that would do the same, without a body.
     *
     * @throws S3Exception when the tags can't be read
     */
    EdgeRequest asPut() {
        Map<String, String> headers = new LinkedHashMap<>();
        request.header("Host").ifPresent(host -> headers.put("Host", host));
        request.header("x-amz-expected-bucket-owner")
                .ifPresent(owner -> headers.put("x-amz-expected-bucket-owner", owner));
        field(CREDENTIAL)
                .ifPresent(credential -> headers.put("Authorization", "AWS4-HMAC-SHA256 Credential=" + credential));
        fields.forEach((name, value) -> {
            if (HEADERS.contains(name) || (name.startsWith("x-amz-") && !SIGNING.contains(name))) {
                headers.put(name, value);
            }
        });
        field("acl").ifPresent(acl -> headers.put("x-amz-acl", acl));
        field(TAGGING).ifPresent(xml -> headers.put("x-amz-tagging", tags(xml)));
        String key = "/" + percentEncoded(field(KEY).orElse(""));
        boolean inHost = S3Request.bucketOfHost(request.head()).isPresent();
        return new EdgeRequest("PUT", inHost ? key : "/" + request.bucket() + key, "", headers, new byte[0]);
    }

    private static String tags(String xml) {
        return ObjectOperations.tags(xml).entrySet().stream()
                .map(tag -> percentEncoded(tag.getKey()) + "=" + percentEncoded(tag.getValue()))
                .collect(Collectors.joining("&"));
    }

    /** With all but letters, digits and {@code - _ .} escaped, slashes too. */
    static String percentEncoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /**
     * The signed PUT that would do the same as the form whose body begins like this; empty when S3 is going to refuse it.
     *
     * @param beginning the body's first {@link #LARGEST_BEGINNING_BYTES}, or all of it
     */
    public static Optional<EdgeRequest> asPut(EdgeRequest head, byte[] beginning) throws IOException {
        try {
            return Optional.of(read(S3Request.of(head), new ByteArrayInputStream(beginning))
                    .asPut());
        } catch (S3Exception e) {
            return Optional.empty();
        }
    }
}
