package localrunner.s3;

import static localrunner.s3.S3Fixture.INBOX;
import static localrunner.s3.S3Fixture.PLAIN;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import localrunner.application.Bucket.FunctionTarget;
import localrunner.application.Bucket.KeyFilter;
import localrunner.application.Bucket.Notification;
import localrunner.time.ManualTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.Tag;

/** Files that come in HTML forms, as browsers and clients of a presigned POST send them. */
class FormUploadsIT {

    private static final String TOMORROW = "2026-11-28T10:15:30Z";
    private static final String ANY_KEY = "{\"bucket\": \"demo-inbox\"}, [\"starts-with\", \"$key\", \"inbox/\"]";
    private static final Notification TEXTS = new Notification(
            "CounterUploaded", new FunctionTarget("counter"), List.of("s3:ObjectCreated:*"), new KeyFilter("", ""));

    @TempDir
    private Path folder;

    private S3Fixture fixture;
    private S3Client client;
    private HttpClient http;

    @BeforeEach
    void start() {
        fixture = new S3Fixture(folder.resolve("s3"), new ManualTime(Instant.parse("2026-11-27T10:15:30Z")), TEXTS);
        client = fixture.client();
        http = HttpClient.newHttpClient();
    }

    @AfterEach
    void close() {
        http.close();
        client.close();
        fixture.close();
    }

    @Test
    void post_shouldStoreTheFileAndWhatTheFieldsSayOfIt() throws Exception {
        String conditions = ANY_KEY + """
                , ["starts-with", "$Content-Type", "text/"], {"x-amz-meta-origin": "page"}, ["starts-with", "$tagging", ""]
                """;
        HttpResponse<String> answer = post(
                INBOX,
                BrowserForm.signed("local", TOMORROW, conditions)
                        .field("key", "inbox/of ü/${filename}")
                        .field("Content-Type", "text/plain; charset=utf-8")
                        .field("x-amz-meta-Origin", "page")
                        .field(
                                "tagging",
                                "<Tagging><TagSet><Tag><Key>kind</Key><Value>a b</Value></Tag></TagSet></Tagging>")
                        .file("C:\\\\texts\\\\a.txt", "hello\r\n--world")
                        .field("behind", "the file is not looked at"));

        ResponseBytes<GetObjectResponse> stored =
                client.getObjectAsBytes(request -> request.bucket(INBOX).key("inbox/of ü/a.txt"));

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.headers().firstValue("ETag"))
                .contains(stored.response().eTag());
        assertThat(answer.headers().firstValue("x-amz-version-id"))
                .contains(stored.response().versionId());
        assertThat(answer.headers().firstValue("x-amz-checksum-type")).contains("FULL_OBJECT");
        assertThat(answer.headers().firstValue("Location"))
                .contains(fixture.address() + "/demo-inbox/inbox%2Fof%20%C3%BC%2Fa.txt");
        assertThat(stored.asUtf8String()).isEqualTo("hello\r\n--world");
        assertThat(stored.response().contentType()).isEqualTo("text/plain; charset=utf-8");
        assertThat(stored.response().metadata()).containsExactly(Map.entry("origin", "page"));
        assertThat(client.getObjectTagging(request -> request.bucket(INBOX).key("inbox/of ü/a.txt"))
                        .tagSet())
                .containsExactly(Tag.builder().key("kind").value("a b").build());
    }

    @Test
    void post_shouldTellTheBucketsFunction() throws Exception {
        post(
                INBOX,
                BrowserForm.signed("local", TOMORROW, ANY_KEY)
                        .field("key", "inbox/a")
                        .file("a", "hello"));

        fixture.time.advance(Duration.ZERO);

        assertThat(fixture.told)
                .singleElement()
                .satisfies(told -> assertThat(told.message())
                        .contains("\"eventName\":\"ObjectCreated:Post\"")
                        .contains("\"key\":\"inbox/a\""));
    }

    @ParameterizedTest
    @CsvSource({"200, 200", "201, 201", "204, 204", "202, 204", "nonsense, 204"})
    void post_shouldAnswerWithTheStatusThatTheFormNames(String named, int status) throws Exception {
        HttpResponse<String> answer = post(
                INBOX,
                BrowserForm.signed(
                                "local",
                                TOMORROW,
                                ANY_KEY + ", [\"eq\", \"$success_action_status\", \"" + named + "\"]")
                        .field("key", "inbox/a&b")
                        .field("success_action_status", named)
                        .file("a", "hello world"));

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo(status == 201 ? """
                <?xml version="1.0" encoding="UTF-8"?>
                <PostResponse><Location>%s/demo-inbox/inbox%%2Fa%%26b</Location><Bucket>demo-inbox</Bucket><Key>inbox/a&amp;b</Key>\
                <ETag>&quot;5eb63bbbe01eeed093cb22bb8f5acdc3&quot;</ETag></PostResponse>""".formatted(fixture.address()) : "");
    }

    @ParameterizedTest
    @CsvSource({
        "success_action_redirect, https://shop.example/done, 303, https://shop.example/done?bucket=demo-inbox&key=inbox%2Fa&etag=%225eb63bbbe01eeed093cb22bb8f5acdc3%22",
        "redirect, http://shop.example/?a=b, 303, http://shop.example/?a=b&bucket=demo-inbox&key=inbox%2Fa&etag=%225eb63bbbe01eeed093cb22bb8f5acdc3%22",
        "success_action_redirect, /relative, 204, -"
    })
    void post_shouldSendTheBrowserOn_whenTheFormNamesAPage(String field, String page, int status, String location)
            throws Exception {
        HttpResponse<String> answer = post(
                INBOX,
                BrowserForm.signed("local", TOMORROW, ANY_KEY + ", [\"starts-with\", \"$" + field + "\", \"\"]")
                        .field("key", "inbox/a")
                        .field(field, page)
                        .file("a", "hello world"));

        assertThat(answer.statusCode()).isEqualTo(status);
        if (status == 303) {
            assertThat(answer.headers().firstValue("Location")).contains(location);
        }
        assertThat(client.headObject(request -> request.bucket(INBOX).key("inbox/a"))
                        .contentLength())
                .isEqualTo(11);
    }

    @Test
    void post_shouldKeepToTheSizes() throws Exception {
        String range = ANY_KEY + ", [\"content-length-range\", 5, 10]";

        HttpResponse<String> large = post(INBOX, ofSize(range, 12));
        HttpResponse<String> small = post(INBOX, ofSize(range, 4));

        assertThat(large.statusCode()).isEqualTo(400);
        assertThat(large.body())
                .contains("<Code>EntityTooLarge</Code>")
                .contains("<ProposedSize>12</ProposedSize><MaxSizeAllowed>10</MaxSizeAllowed>");
        assertThat(small.statusCode()).isEqualTo(400);
        assertThat(small.body())
                .contains("<Code>EntityTooSmall</Code>")
                .contains("<ProposedSize>4</ProposedSize><MinSizeAllowed>5</MinSizeAllowed>");
        assertThat(client.listObjectsV2(request -> request.bucket(INBOX)).contents())
                .isEmpty();
        assertThat(post(INBOX, ofSize(range, 5)).statusCode()).isEqualTo(204);
        assertThat(post(INBOX, ofSize(range, 10)).statusCode()).isEqualTo(204);
    }

    private static BrowserForm ofSize(String conditions, int size) {
        return BrowserForm.signed("local", TOMORROW, conditions)
                .field("key", "inbox/a")
                .file("a", "x".repeat(size));
    }

    @Test
    void post_shouldTakeAFileThatIsLargerThanAnyBuffer() throws Exception {
        post(INBOX, ofSize(ANY_KEY, 3_000_000));

        assertThat(client.headObject(request -> request.bucket(INBOX).key("inbox/a"))
                        .contentLength())
                .isEqualTo(3_000_000);
    }

    @Test
    void post_shouldRefuse_whenThePolicyDoesNotLetItIn() throws Exception {
        BrowserForm form = BrowserForm.signed("local", TOMORROW, ANY_KEY)
                .field("key", "outbox/a")
                .file("a", "hello");

        HttpResponse<String> other = post(PLAIN, form);
        HttpResponse<String> failed = post(INBOX, form);
        fixture.time.advance(Duration.ofDays(2));
        HttpResponse<String> expired = post(INBOX, form);

        assertThat(other.body())
                .contains("Policy Condition failed: [&quot;eq&quot;, &quot;$bucket&quot;, &quot;demo-inbox&quot;]");
        assertThat(failed.statusCode()).isEqualTo(403);
        assertThat(failed.body())
                .contains("<Code>AccessDenied</Code>")
                .contains("Policy Condition failed: [&quot;starts-with&quot;, &quot;$key&quot;, &quot;inbox/&quot;]");
        assertThat(expired.body()).contains("Invalid according to Policy: Policy expired.");
    }

    @Test
    void post_shouldRefuse_whenItIsNoSignedForm() throws Exception {
        BrowserForm unsigned = new BrowserForm().field("key", "a").file("a", "hello");
        BrowserForm oldSignature = new BrowserForm()
                .field("key", "a")
                .field("AWSAccessKeyId", "local")
                .field("policy", "e30=")
                .field("signature", "x")
                .file("a", "hello");
        BrowserForm halfSigned = new BrowserForm()
                .field("key", "a")
                .field("x-amz-signature", "x")
                .file("a", "hello");

        assertThat(post(INBOX, unsigned).body()).contains("<Code>AccessDenied</Code>");
        assertThat(post(INBOX, oldSignature).body()).contains("Please use AWS4-HMAC-SHA256.");
        assertThat(post(INBOX, halfSigned).body())
                .contains("<Code>InvalidArgument</Code>")
                .contains("Bucket POST must contain a field named 'X-Amz-Algorithm'.  If it is specified,");
    }

    @Test
    void post_shouldRefuse_whenKeyOrFileIsMissing() throws Exception {
        BrowserForm keyBehindTheFile = BrowserForm.signed("local", TOMORROW, ANY_KEY)
                .file("a", "hello")
                .field("key", "inbox/a");
        BrowserForm noFile = BrowserForm.signed("local", TOMORROW, ANY_KEY).field("key", "inbox/a");
        BrowserForm largeField = BrowserForm.signed("local", TOMORROW, ANY_KEY)
                .field("key", "x".repeat(21_000))
                .file("a", "");

        assertThat(post(INBOX, keyBehindTheFile).body())
                .contains("Bucket POST must contain a field named 'key'.  If it is specified,")
                .contains("<ArgumentName>key</ArgumentName><ArgumentValue></ArgumentValue>");
        assertThat(post(INBOX, noFile).body()).contains("POST requires exactly one file upload per request.");
        assertThat(post(INBOX, largeField).body()).contains("<Code>MaxPostPreDataLengthExceededError</Code>");
    }

    @Test
    void post_shouldRefuse_whenTheBodyIsNoForm() throws Exception {
        String request = "POST / HTTP/1.1\r\nHost: demo-inbox.localhost\r\nContent-Type: text/html\r\n"
                + "Content-Length: 5\r\nConnection: close\r\n\r\nhello";
        String answer;
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), fixture.address().getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }

        assertThat(answer)
                .startsWith("HTTP/1.1 412 ")
                .contains("<Code>PreconditionFailed</Code>")
                .contains("<Condition>Bucket POST must be of the enclosure-type multipart/form-data</Condition>");
    }

    private HttpResponse<String> post(String bucket, BrowserForm form) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(fixture.address().resolve("/" + bucket))
                .header("Content-Type", BrowserForm.CONTENT_TYPE)
                .POST(BodyPublishers.ofByteArray(form.body()))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }
}
