package localrunner.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import localrunner.console.Console;
import localrunner.http.RawHttp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Isolated("LeftBehind looks at the JVM's threads")
class EdgeServerIT {

    private final List<String> warnings = new CopyOnWriteArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private final EdgeServer edge = bind(0);

    @AfterEach
    void close() {
        edge.close();
        client.shutdownNow();
        client.close();
    }

    @Test
    void handle_shouldReachService_whenCredentialScopeNamesIt() throws Exception {
        edge.start(List.of(service("sns", "from sns"), service("ssm", "from ssm")));

        HttpResponse<String> answer = post("/", "ssm", "application/x-amz-json-1.1", "{}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("from ssm");
        assertThat(answer.headers().firstValue("x-amzn-RequestId")).contains("request-1");
    }

    @Test
    void handle_shouldReachSqs_whenUnsignedRequestHasQueuePath() throws Exception {
        edge.start(List.of(service("sqs", "from sqs")));

        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(edge.uri().resolve("/000000000000/demo-Dlq?Action=ReceiveMessage"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());

        assertThat(answer.body()).isEqualTo("from sqs");
    }

    /** What M5 of a review could do from any web page, as a browser sends it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /2015-03-31/functions/f/invocations?%s HTTP/1.1|Host: 127.0.0.1|Origin: https://evil.example",
                "POST /000000000000/q HTTP/1.1|Host: 127.0.0.1|Origin: https://evil.example",
                "POST /000000000000/q HTTP/1.1|Host: 127.0.0.1|Origin: null",
                "POST /000000000000/q HTTP/1.1|Host: localhost:80|Origin: http://localhost:3000|Sec-Fetch-Site: same-site",
                "GET /000000000000/q?Action=PurgeQueue HTTP/1.1|Host: 127.0.0.1|Sec-Fetch-Site: cross-site",
                "GET /000000000000/q?Action=PurgeQueue HTTP/1.1|Host: 127.0.0.1|User-Agent: Mozilla/5.0",
                "OPTIONS /000000000000/q HTTP/1.1|Host: 127.0.0.1|Origin: https://evil.example|"
                        + "Access-Control-Request-Method: POST",
                "POST /_schedules/Daily HTTP/1.1|Host: 127.0.0.1|Origin: https://evil.example",
                "POST /_schedules/Daily HTTP/1.1|Host: evil.example",
                "GET /000000000000/q HTTP/1.1|Host: evil.example",
                "GET /000000000000/q HTTP/1.1|Host: 127.0.0.1.evil.example:4566",
                "GET http://evil.example/000000000000/q HTTP/1.1|Host: evil.example",
                "GET /000000000000/q HTTP/1.0"
            })
    void handle_shouldRefuse_whenAPageOfAnotherSiteCouldHaveSentIt(String request) throws Exception {
        List<EdgeRequest> handled = new CopyOnWriteArrayList<>();
        edge.start(List.of(recorder("lambda", handled), recorder("sqs", handled), recorder("_schedules", handled)));

        String answer = raw(request.formatted(Requests.PRESIGNED_FOR_LAMBDA));

        assertThat(answer)
                .startsWith("HTTP/1.1 403 ")
                .contains("AccessDenied")
                .doesNotContainIgnoringCase("Access-Control-");
        assertThat(handled).isEmpty();
    }

    /** A request line and headers that disagree are no valid HTTP (RFC 9112, 3.2). */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /000000000000/q HTTP/1.1",
                "GET /000000000000/q HTTP/1.1|Host: 127.0.0.1|Host: evil.example",
                "GET /000000000000/q HTTP/1.1|Host: 127.0.0.1|Host: 127.0.0.1",
                "GET http://evil.example/000000000000/q HTTP/1.1|Host: 127.0.0.1",
                "GET http://127.0.0.1/000000000000/q HTTP/1.1|Host: evil.example"
            })
    void handle_shouldRefuse_whenTheHostIsAmbiguous(String request) throws Exception {
        List<EdgeRequest> handled = new CopyOnWriteArrayList<>();
        edge.start(List.of(recorder("sqs", handled)));

        assertThat(raw(request)).containsPattern("^HTTP/1\\.1 40[03] ");
        assertThat(handled).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /000000000000/q HTTP/1.1|Host: 127.0.0.1:80|Origin: http://127.0.0.1:80|Sec-Fetch-Site: same-origin",
                "GET /000000000000/q HTTP/1.1|Host: localhost|Sec-Fetch-Site: none|User-Agent: Mozilla/5.0",
                "GET http://[::1]:4566/000000000000/q HTTP/1.1|Host: [::1]:4566",
                "GET /000000000000/q HTTP/1.0|Host: host.docker.internal:4566",
                "POST /2015-03-31/functions/f/invocations?%s HTTP/1.1|Host: 127.0.0.1"
            })
    void handle_shouldLetInWhatIsNoOtherSites(String request) throws Exception {
        List<EdgeRequest> handled = new CopyOnWriteArrayList<>();
        edge.start(List.of(recorder("lambda", handled), recorder("sqs", handled)));

        assertThat(raw(request.formatted(Requests.PRESIGNED_FOR_LAMBDA))).startsWith("HTTP/1.1 200 ");
        assertThat(handled).hasSize(1);
    }

    @Test
    void handle_shouldSayItInTheCallersProtocol_whenItRefusesAHost() throws Exception {
        edge.start(List.of(service("ssm", "")));

        assertThat(raw("POST / HTTP/1.1|Host: box:4566|X-Amz-Target: AmazonSSM.GetParameter"))
                .contains("\"__type\":\"AccessDenied\"")
                .contains("The request was sent to 'box:4566', which is none of this machine's names here.")
                .contains("--edge-host");
    }

    @Test
    void handle_shouldReachTheRunnersOwnService_byItsPathAndUnsigned() throws Exception {
        edge.start(List.of(service("_own", "from our own"), service("sns", "")));

        assertThat(raw("GET /_own/thing HTTP/1.1|Host: localhost")).endsWith("from our own");
        assertThat(raw("GET /_own HTTP/1.1|Host: localhost")).endsWith("from our own");
        assertThat(raw("GET /_other HTTP/1.1|Host: localhost"))
                .startsWith("HTTP/1.1 400 ")
                .contains("It has: sns.");
    }

    @Test
    void handle_shouldNameServicesInCallersProtocol_whenServiceIsUnknown() throws Exception {
        edge.start(List.of(service("sns", ""), service("ssm", "")));

        HttpResponse<String> json = post("/", "events", "application/x-amz-json-1.1", "{}");
        HttpResponse<String> query = post("/", "monitoring", "application/x-www-form-urlencoded", "Action=ListMetrics");
        HttpResponse<String> s3 = post("/bucket", "s3", "application/octet-stream", "");

        assertThat(json.statusCode()).isEqualTo(501);
        assertThat(json.body())
                .contains("\"__type\":\"NotImplemented\"")
                .contains("no service 'events'. It has: sns, ssm.");
        assertThat(query.body()).contains("<Code>NotImplemented</Code>").contains("It has: sns, ssm.");
        assertThat(s3.body()).startsWith("<Error><Code>NotImplemented</Code>");
    }

    @Test
    void handle_shouldSayThatAnyCredentialsDo_whenRequestIsUnsigned() throws Exception {
        edge.start(List.of(service("sns", "")));

        HttpResponse<String> answer =
                client.send(HttpRequest.newBuilder(edge.uri()).build(), HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("x-amzn-ErrorType")).contains("MissingAuthenticationToken");
        assertThat(answer.body()).contains("give any credentials").contains("It has: sns.");
    }

    @Test
    void handle_shouldAnswer500AndWarn_whenServiceFails() throws Exception {
        edge.start(List.of(new FunctionalService("ssm", request -> {
            throw new IllegalStateException("broken");
        })));

        HttpResponse<String> answer = post("/", "ssm", "application/x-amz-json-1.1", "{}");

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).contains("InternalFailure").doesNotContain("broken");
        assertThat(warnings).singleElement().asString().startsWith("ssm: java.lang.IllegalStateException: broken");
    }

    @Test
    void bind_shouldNamePortAndOption_whenPortIsInUse() {
        int port = edge.uri().getPort();

        assertThatThrownBy(() -> bind(port))
                .isInstanceOf(PortUnavailableException.class)
                .hasMessageContaining(Integer.toString(port))
                .hasMessageContaining("Address already in use")
                .hasMessageContaining("--edge-port");
    }

    @Test
    void bind_shouldListenOnASecondAddressToo_whenThereIsOne() throws Exception {
        var console = new RecordedConsole();
        try (EdgeServer open = EdgeServer.bind(0, Optional.of("127.0.0.2"), console, () -> "request-1")) {
            open.start(List.of(new FunctionalService("ssm", request -> EdgeResponse.of(200, "text/plain", "here"))));

            for (String host : List.of("127.0.0.1", "127.0.0.2")) {
                URI address = URI.create("http://" + host + ":" + open.uri().getPort() + "/");
                assertThat(post(address, "ssm", "text/plain", "").body())
                        .as(host)
                        .isEqualTo("here");
            }
        }
    }

    @Test
    void bind_shouldNameTheAddressAndFreeThePort_whenTheSecondAddressIsNoneOfThisMachine() {
        assertThatThrownBy(() -> EdgeServer.bind(0, Optional.of("192.0.2.1"), new RecordedConsole(), () -> "request-1"))
                .isInstanceOf(PortUnavailableException.class)
                .hasMessageContaining("of 192.0.2.1 is not available")
                .hasMessageContaining("no such address")
                .hasMessageContaining("--edge-host");
    }

    @Test
    void close_shouldFreePortAndInterruptServices_whenRequestsAreWaiting() throws Exception {
        var leftBehind = new LeftBehind();
        EdgeServer first = bind(0);
        var handling = new CountDownLatch(1);
        var interrupted = new CountDownLatch(1);
        first.start(List.of(new FunctionalService("sqs", request -> {
            handling.countDown();
            try {
                return new CountDownLatch(1).await(1, TimeUnit.MINUTES)
                        ? EdgeResponse.of(200, "text/plain", "")
                        : EdgeResponse.of(504, "text/plain", "");
            } finally {
                interrupted.countDown();
            }
        })));
        var waiting = client.sendAsync(
                HttpRequest.newBuilder(first.uri().resolve("/000000000000/queue"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(handling.await(10, TimeUnit.SECONDS)).isTrue();

        first.close();

        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(waiting.handle((answer, failure) -> "done").get(10, TimeUnit.SECONDS))
                .isEqualTo("done");
        bind(first.uri().getPort()).close();
        leftBehind.assertNoThread();
    }

    private EdgeServer bind(int port) {
        return EdgeServer.bind(port, Optional.empty(), new RecordedConsole(), () -> "request-1");
    }

    private final class RecordedConsole implements Console {
        @Override
        public void line(String source, String text) {}

        @Override
        public void warn(String source, String text) {
            warnings.add(source + ": " + text);
        }
    }

    private HttpResponse<String> post(String path, String service, String contentType, String body) throws Exception {
        return post(edge.uri().resolve(path), service, contentType, body);
    }

    private HttpResponse<String> post(URI target, String service, String contentType, String body) throws Exception {
        return client.send(
                HttpRequest.newBuilder(target)
                        .header("Authorization", Requests.authorization(service))
                        .header("Content-Type", contentType)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private String raw(String request) throws IOException {
        return RawHttp.send(edge.uri().getPort(), request);
    }

    private static EdgeService recorder(String name, List<EdgeRequest> handled) {
        return new FunctionalService(name, request -> {
            handled.add(request);
            return EdgeResponse.of(200, "text/plain", "");
        });
    }

    private static EdgeService service(String name, String answer) {
        return new FunctionalService(name, request -> EdgeResponse.of(200, "text/plain", answer));
    }

    private record FunctionalService(String name, Handling handling) implements EdgeService {
        @Override
        public EdgeResponse handle(EdgeRequest request) throws InterruptedException {
            return handling.handle(request);
        }
    }

    private interface Handling {
        EdgeResponse handle(EdgeRequest request) throws InterruptedException;
    }
}
