package localrunner.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import localrunner.application.Application;
import localrunner.application.Bucket;
import localrunner.edge.EdgeRequest;
import localrunner.edge.StreamedResponse;
import localrunner.edge.StreamingService;
import localrunner.invoke.AsyncInvoker;
import localrunner.service.ServiceContext;
import localrunner.sns.TopicPublisher;

/**
 * S3 with the application's buckets, by path and by virtual host, in S3's REST protocol, version 2006-03-01.
 *
 * <p>Objects are files in the runner's temporary folder, so that they may be larger than its memory; they are as they
 * were sent, and not encrypted. Which versions there are is in memory. Buckets and their settings are the template's.
 * What S3 has and this has not is refused with {@code NotImplemented}. Thread-safe.
 */
public final class LocalS3 implements StreamingService, AutoCloseable {

    static final String HOST_ID = "bG9jYWwtcnVubmVy";

    private static final int LONGEST_KEY_BYTES = 1024;
    private static final int LONGEST_EXPIRY_SECONDS = 604_800;
    private static final DateTimeFormatter SIGNING_DATE =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private static final String SUPPORTED = """
            GetObject, HeadObject, PutObject, PostObject, CopyObject, DeleteObject, DeleteObjects, GetObjectAttributes, \
            GetObjectTagging, PutObjectTagging, DeleteObjectTagging, CreateMultipartUpload, UploadPart, UploadPartCopy, \
            CompleteMultipartUpload, AbortMultipartUpload, ListParts, ListMultipartUploads, ListObjectsV2, ListObjects, \
            ListObjectVersions, ListBuckets, HeadBucket, GetBucketLocation, GetBucketVersioning, GetBucketEncryption""";

    private final ServiceContext context;
    private final Map<String, OpenBucket> buckets = new TreeMap<>();
    private final Notifications notifications;
    private final ObjectOperations objects;
    private final MultipartOperations multipart;
    private final ListOperations lists;
    private final BucketOperations bucketOperations;
    private final FormUploads forms;

    /**
     * @param folder where objects are put; it is made here, and deleted by whoever chose it
     * @param topics take what buckets tell topics
     */
    public LocalS3(
            Application application,
            Path folder,
            AsyncInvoker functions,
            TopicPublisher topics,
            ServiceContext context) {
        this.context = context;
        for (Bucket bucket : application.buckets()) {
            buckets.put(
                    bucket.name(),
                    new OpenBucket(bucket, new VersionStore(bucket.versioning()), new MultipartUploads()));
        }
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("The folder for the buckets' objects can't be made", e);
        }
        ContentReceiver receiver = new ContentReceiver(folder);
        KmsKeys keys = new KmsKeys(application);
        Descriptions descriptions = new Descriptions(keys);
        CopySources sources = new CopySources(buckets);
        notifications = new Notifications(application.region(), functions, topics, context);
        objects = new ObjectOperations(receiver, descriptions, sources, notifications, context.time(), context.ids());
        forms = new FormUploads(objects, context.time());
        multipart =
                new MultipartOperations(receiver, descriptions, sources, notifications, context.time(), context.ids());
        lists = new ListOperations();
        bucketOperations =
                new BucketOperations(application.region(), keys, context.time().now());
    }

    /** Announces the buckets' events to queues and topics, once these can take them. */
    public void start() {
        buckets.values().forEach(open -> notifications.announce(open.bucket()));
    }

    /** What is in the buckets, for people. */
    public BucketContents contents() {
        return new BucketContents(buckets);
    }

    /** Forgets the events that are not handed over yet. */
    @Override
    public void close() {
        notifications.close();
    }

    @Override
    public String name() {
        return "s3";
    }

    @Override
    public boolean isAddressedBy(EdgeRequest head) {
        boolean isTheRunners = head.path().startsWith("/_");
        return S3Request.bucketOfHost(head).isPresent()
                || hasOldSignature(head)
                || (PostForm.isSent(head) && !isTheRunners);
    }

    /** Signature version 2, which only S3 has ever taken in a query, and which it takes for no bucket since 2020. */
    private static boolean hasOldSignature(EdgeRequest head) {
        return head.header("Authorization")
                        .filter(text -> text.startsWith("AWS "))
                        .isPresent()
                || head.queryParameters().keySet().containsAll(List.of("AWSAccessKeyId", "Signature", "Expires"));
    }

    @Override
    public StreamedResponse handle(EdgeRequest head, InputStream body) throws IOException {
        String requestId = context.ids().get();
        try {
            S3Request request = S3Request.of(head);
            if (!PostForm.isAskedFor(request)) {
                requireCredentials(head);
            }
            Call call = new Call(request, body, requestId);
            return identified(answer(call), requestId);
        } catch (S3Exception e) {
            return identified(refusal(e, head, requestId), requestId);
        }
    }

    private static StreamedResponse identified(StreamedResponse answer, String requestId) {
        Map<String, String> headers = new HashMap<>(answer.headers());
        headers.put("x-amz-request-id", requestId);
        headers.put("x-amz-id-2", HOST_ID);
        return new StreamedResponse(answer.status(), headers, answer.body());
    }

    /** The answer to HEAD has no body, so clients go by its status alone. */
    private static StreamedResponse refusal(S3Exception error, EdgeRequest head, String requestId) {
        if (head.method().equals("HEAD") || error.status() == 304) {
            return new StreamedResponse(error.status(), error.headers(), StreamedResponse.Body.NONE);
        }
        String text = Xml.error(xml -> {
            xml.element("Code", error.code()).element("Message", error.text());
            error.details().forEach(xml::element);
            xml.element("RequestId", requestId).element("HostId", HOST_ID);
        });
        return Answers.xml(error.status(), error.headers(), text);
    }

    /**
     * Signatures are not checked; that there is one is, and that a presigned one is still good. A form's is in its fields
     * ({@link PostPolicy}).
     */
    private void requireCredentials(EdgeRequest head) {
        Map<String, String> query = head.queryParameters();
        String date = query.getOrDefault("X-Amz-Date", "");
        String expires = query.getOrDefault("X-Amz-Expires", "");
        if (hasOldSignature(head)) {
            throw S3Exception.invalidRequest(
                    "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.");
        }
        if (head.header("Authorization").isPresent()) {
            return;
        }
        if (!query.containsKey("X-Amz-Signature")) {
            throw new S3Exception(403, "AccessDenied", "Access Denied");
        }
        Instant signedAt;
        long seconds;
        try {
            signedAt = Instant.from(SIGNING_DATE.parse(date));
            seconds = Long.parseLong(expires);
        } catch (DateTimeException | NumberFormatException e) {
            throw malformedQuery("X-Amz-Date must be in the ISO8601 Long Format, and X-Amz-Expires a number");
        }
        if (seconds < 0 || seconds > LONGEST_EXPIRY_SECONDS) {
            throw malformedQuery("X-Amz-Expires must be less than a week (in seconds) that is less than 604800");
        }
        Instant expiresAt = signedAt.plus(Duration.ofSeconds(seconds));
        Instant now = context.time().now();
        if (now.isAfter(expiresAt)) {
            throw new S3Exception(403, "AccessDenied", "Request has expired")
                    .with("X-Amz-Expires", expires)
                    .with("Expires", Answers.xmlDate(expiresAt))
                    .with("ServerTime", Answers.xmlDate(now));
        }
    }

    private static S3Exception malformedQuery(String text) {
        return new S3Exception(400, "AuthorizationQueryParametersError", text);
    }

    private StreamedResponse answer(Call call) throws IOException {
        S3Request request = call.request();
        request.header("x-amz-expected-bucket-owner")
                .filter(owner -> !owner.equals(Application.ACCOUNT_ID))
                .ifPresent(_ -> {
                    throw new S3Exception(403, "AccessDenied", "Access Denied");
                });
        if (request.bucket().isEmpty()) {
            if (request.method().equals("GET") && request.subresource().isEmpty()) {
                return bucketOperations.list(buckets.values());
            }
            throw unknown(request);
        }
        OpenBucket bucket = Optional.ofNullable(buckets.get(request.bucket())).orElseThrow(() -> missing(request));
        requireShortKey(request);
        return request.key().isEmpty() ? answerForBucket(bucket, call) : answerForObject(bucket, call);
    }

    static void requireShortKey(S3Request request) {
        int bytes = request.key().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > LONGEST_KEY_BYTES) {
            throw new S3Exception(400, "KeyTooLongError", "Your key is too long")
                    .with("Size", Integer.toString(bytes))
                    .with("MaxSizeAllowed", Integer.toString(LONGEST_KEY_BYTES));
        }
    }

    private static S3Exception missing(S3Request request) {
        boolean creates = request.method().equals("PUT")
                && request.key().isEmpty()
                && request.subresource().isEmpty();
        return creates ? unknown(request) : S3Exception.noSuchBucket(request.bucket());
    }

    private StreamedResponse answerForBucket(OpenBucket bucket, Call call) throws IOException {
        S3Request request = call.request();
        return switch (request.method() + " " + request.subresource()) {
            case "GET " ->
                request.parameter("list-type").filter("2"::equals).isPresent()
                        ? lists.objectsV2(bucket, request)
                        : lists.objects(bucket, request);
            case "GET versions" -> lists.versions(bucket, request);
            case "GET uploads" -> lists.uploads(bucket, request);
            case "GET location" -> bucketOperations.location();
            case "GET versioning" -> bucketOperations.versioning(bucket);
            case "GET encryption" -> bucketOperations.encryption(bucket);
            case "HEAD " -> bucketOperations.head(bucket);
            case "POST " -> forms.post(bucket, call);
            case "POST delete" -> objects.deleteAll(bucket, call);
            default -> throw unknown(request);
        };
    }

    private StreamedResponse answerForObject(OpenBucket bucket, Call call) throws IOException {
        S3Request request = call.request();
        boolean inParts = request.parameter("uploadId").isPresent();
        boolean copies = request.header(CopySources.HEADER).isPresent();
        return switch (request.method() + " " + request.subresource()) {
            case "GET " -> inParts ? lists.parts(bucket, request) : objects.get(bucket, call);
            case "HEAD " -> objects.get(bucket, call);
            case "PUT " -> {
                if (inParts) {
                    yield copies ? multipart.copyPart(bucket, call) : multipart.putPart(bucket, call);
                }
                yield copies ? objects.copy(bucket, call) : objects.put(bucket, call);
            }
            case "DELETE " -> inParts ? multipart.abort(bucket, call) : objects.delete(bucket, call);
            case "POST uploads" -> multipart.create(bucket, call);
            case "POST " -> {
                if (!inParts) {
                    throw unknown(request);
                }
                yield multipart.complete(bucket, call);
            }
            case "GET attributes" -> objects.attributes(bucket, call);
            case "GET tagging" -> objects.getTags(bucket, call);
            case "PUT tagging" -> objects.putTags(bucket, call);
            case "DELETE tagging" -> objects.deleteTags(bucket, call);
            default -> throw unknown(request);
        };
    }

    private static S3Exception unknown(S3Request request) {
        String what = request.method() + " of "
                + (request.bucket().isEmpty()
                        ? "all buckets"
                        : request.key().isEmpty() ? "the bucket " + request.bucket() : "an object")
                + (request.subresource().isEmpty() ? "" : ", " + request.subresource());
        return S3Exception.notImplemented(
                "The local runner's S3 has no such call: %s. Buckets and their settings are the template's. It has: %s."
                        .formatted(what, SUPPORTED));
    }
}
