package localrunner.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import localrunner.application.Application;
import localrunner.application.Application.Api;
import localrunner.application.Application.Route;
import localrunner.console.Console;
import localrunner.http.LocalNames;
import localrunner.http.RawHttp;
import localrunner.invoke.FunctionInvoker;
import localrunner.invoke.InvocationResult;
import localrunner.service.ServiceContext;
import localrunner.time.ManualTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Tests what only shows over HTTP. {@link RestApiTest} tests the rules. */
class ApiGatewayIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ManualTime time = new ManualTime(Instant.parse("2026-11-03T10:15:30Z"));
    private final EventEcho function = new EventEcho();
    private final ApiGateway gateway = gateway(0);
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        client.shutdownNow();
        client.close();
        gateway.close();
        time.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%E6%97%A5",
                "%23",
                "a%2Fb",
                "a%5Cb",
                "..%2F",
                "%2e%2e",
                "a%25b",
                "a+b",
                "a;b=c",
                "C%2B%2B",
                "a%C3x"
            })
    void handle_shouldPassPathsOnAsTheyWereSent(String word) throws Exception {
        JsonNode event = JsonMapper.shared().readTree(raw("GET /words/" + word + " HTTP/1.1\r\n", ""));

        assertThat(event.at("/pathParameters/word").stringValue()).isEqualTo(word);
        assertThat(event.get("path").stringValue()).isEqualTo("/words/" + word);
    }

    @Test
    void handle_shouldUnderstandUnencodedUnicode_asCurlSendsIt() throws Exception {
        JsonNode event = JsonMapper.shared().readTree(raw("GET /words/日本?q=naïve HTTP/1.1\r\n", ""));

        assertThat(event.at("/pathParameters/word").stringValue()).isEqualTo("日本");
        assertThat(event.at("/queryStringParameters/q").stringValue()).isEqualTo("naïve");
    }

    @ParameterizedTest
    @CsvSource({
        "/words/%, 400",
        "/words/%ZZ, 400",
        "/words/%00, 400",
        "/words?q=%E6%, 400",
        "/nothing, 403",
        "/words/a/b, 403"
    })
    void handle_shouldRefuseInTheFormOfApiGateway(String path, int status) throws Exception {
        String response = rawResponse("GET " + path + " HTTP/1.1\r\n", "");

        assertThat(response)
                .startsWith("HTTP/1.1 " + status)
                .containsIgnoringCase("content-type: application/json")
                .contains("{\"message\":\"");
    }

    @Test
    void handle_shouldRefuse_whenTheRequestIsNoHttp() throws Exception {
        assertThat(rawResponse("G=T / HTTP/1.1\r\n", ""))
                .startsWith("HTTP/1.1 400")
                .contains("{\"message\":\"Bad Request\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /words HTTP/1.1|Host: evil.example",
                "GET /words HTTP/1.1|Host: 127.0.0.1.evil.example:3000|x-api-key: local",
                "GET http://evil.example/words HTTP/1.1|Host: evil.example",
                "GET /words HTTP/1.0"
            })
    void handle_shouldForbid_whenTheHostIsNoneOfThisMachine(String request) throws Exception {
        assertThat(RawHttp.send(gateway.port(), request))
                .startsWith("HTTP/1.1 403 ")
                .contains("ForbiddenException")
                .contains("Send it to localhost, 127.0.0.1, [::1]");
        assertThat(function.started.getCount()).isOne();
    }

    /** As API Gateway: whether a page may read the answer is CORS's business, and no form can send the key. */
    @Test
    void handle_shouldTreatAPageOfAnotherSiteAsApiGatewayDoes() throws Exception {
        String form = "Host: localhost|Origin: https://evil.example|Sec-Fetch-Site: cross-site|User-Agent: Mozilla/5.0";

        assertThat(RawHttp.send(gateway.port(), "GET /words HTTP/1.1|" + form))
                .startsWith("HTTP/1.1 200 ")
                .doesNotContainIgnoringCase("Access-Control-Allow-Origin");
        assertThat(RawHttp.send(gateway.port(), "POST /words HTTP/1.1|" + form))
                .startsWith("HTTP/1.1 403 ")
                .contains("{\"message\":\"Forbidden\"}");
    }

    @Test
    void handle_shouldPassRepeatedHeadersOn() throws Exception {
        JsonNode event = JsonMapper.shared()
                .readTree(raw("GET /words HTTP/1.1\r\n", "tEsT-HEADeR: one\r\ntest-header: two\r\n"));

        assertThat(event.at("/multiValueHeaders/tEsT-HEADeR").values())
                .extracting(JsonNode::stringValue)
                .containsExactly("one", "two");
        assertThat(event.at("/requestContext/identity/sourceIp").stringValue()).isEqualTo("127.0.0.1");
        assertThat(event.at("/headers/X-Forwarded-Port").stringValue()).isEqualTo(Integer.toString(gateway.port()));
        assertThat(event.get("headers").has("Connection")).isFalse();
    }

    @Test
    void handle_shouldTakeChunkedBodiesWithoutAContentType() throws Exception {
        JsonNode event = JsonMapper.shared()
                .readTree(raw(
                        "POST /words HTTP/1.1\r\n",
                        "x-api-key: local\r\nTransfer-Encoding: chunked\r\n",
                        "6\r\nhello \r\n6\r\n日本\r\n0\r\n\r\n"));

        assertThat(event.get("body").stringValue()).isEqualTo("hello 日本");
        assertThat(event.get("headers").has("Transfer-Encoding")).isFalse();
    }

    @Test
    void handle_shouldPassFormsOnAsText_whenCurlSendsItsDefaultContentType() throws Exception {
        HttpResponse<String> response = client.send(
                request("/words")
                        .header("x-api-key", "local")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString("text=a+b%20c"))
                        .build(),
                BodyHandlers.ofString());

        JsonNode event = JsonMapper.shared().readTree(response.body());
        assertThat(event.get("body").stringValue()).isEqualTo("text=a+b%20c");
        assertThat(event.get("isBase64Encoded").booleanValue()).isFalse();
        assertThat(response.headers().firstValue("x-amzn-RequestId"))
                .contains(event.at("/requestContext/requestId").stringValue());
        assertThat(response.headers().firstValue("x-amz-apigw-id")).isPresent();
        assertThat(response.headers().allValues("Set-Cookie")).containsExactly("a=1", "b=2");
    }

    @Test
    void handle_shouldAnswer413_whenTheBodyIsTooLong() throws Exception {
        HttpResponse<String> response = client.send(
                request("/words")
                        .header("x-api-key", "local")
                        .POST(BodyPublishers.ofByteArray(new byte[12 * 1024 * 1024]))
                        .build(),
                BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(response.body()).isEqualTo("HTTP content length exceeded 10485760 bytes.");
    }

    @Test
    void handle_shouldReachTheRoute_whenThePathBeginsWithTwoSlashes() throws Exception {
        JsonNode event = JsonMapper.shared().readTree(raw("GET //dev//words/x HTTP/1.1\r\n", ""));

        assertThat(event.get("path").stringValue()).isEqualTo("/words/x");
        assertThat(event.at("/requestContext/path").stringValue()).isEqualTo("//dev//words/x");
    }

    @Test
    void handle_shouldSendNoBody_whenTheMethodIsHead() throws Exception {
        String response = rawResponse("HEAD /any HTTP/1.1\r\n", "");

        assertThat(response)
                .startsWith("HTTP/1.1 200")
                .containsIgnoringCase("content-length:")
                .endsWith("\r\n\r\n");
        assertThat(rawResponse("OPTIONS /any HTTP/1.1\r\n", "")).startsWith("HTTP/1.1 200");
        assertThat(rawResponse("OPTIONS /words HTTP/1.1\r\n", "")).startsWith("HTTP/1.1 403");
    }

    @Test
    void constructor_shouldNameThePortAndTheOption_whenThePortIsInUse() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> gateway(taken.getLocalPort()))
                    .isInstanceOf(PortInUseException.class)
                    .hasMessageContaining("Port " + taken.getLocalPort() + " is in use")
                    .hasMessageContaining("--port");
        }
    }

    @Test
    void close_shouldEndWhatIsUnderWayAndFreeThePort() throws Exception {
        function.hold = new CountDownLatch(1);
        CompletableFuture<HttpResponse<String>> response =
                client.sendAsync(request("/words").build(), BodyHandlers.ofString());
        assertThat(function.started.await(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        int port = gateway.port();

        gateway.close();

        assertThat(function.interrupted.await(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        assertThat(response.handle((answer, _) -> answer == null || answer.statusCode() == 500)
                        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        try (var free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(free.isBound()).isTrue();
        }
    }

    /** A client that sends its next request on a connection that is just being closed gets no answer. */
    @Test
    void handle_shouldKeepAConnectionOpen_whenItIsIdleForLongerThanABodyMayStall() throws Exception {
        try (ApiGateway impatient = gateway(0, Duration.ofMillis(200));
                Socket idle = RawHttp.connect(impatient.port());
                Socket stalled = RawHttp.connect(impatient.port())) {
            assertThat(statusOnKeptConnection(idle)).isEqualTo("HTTP/1.1 403 Forbidden");
            stalled.getOutputStream()
                    .write("POST /words HTTP/1.1\r\nHost: localhost\r\nx-api-key: local\r\nContent-Length: 50\r\n\r\nab"
                            .getBytes(StandardCharsets.UTF_8));
            assertThat(new String(stalled.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 408");

            assertThat(statusOnKeptConnection(idle)).isEqualTo("HTTP/1.1 403 Forbidden");
        }
    }

    /** Java makes room for 50 connections that wait to be accepted, and Linux drops others. */
    @Test
    void handle_shouldAnswerEachClient_whenAThousandConnectAtOnce() throws Exception {
        List<Future<Integer>> statuses = new ArrayList<>();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 1000; i++) {
                statuses.add(clients.submit(() -> client.send(
                                request("/words")
                                        .version(HttpClient.Version.HTTP_1_1)
                                        .timeout(Duration.ofMinutes(2))
                                        .build(),
                                BodyHandlers.discarding())
                        .statusCode()));
            }
        }

        for (Future<Integer> status : statuses) {
            assertThat(status.get()).isEqualTo(200);
        }
    }

    @Test
    void handle_shouldAnswer408WithoutAWord_whenTheBodyStalls() throws Exception {
        PrintStream standardError = System.err;
        var printed = new ByteArrayOutputStream();
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try (ApiGateway impatient = gateway(0, Duration.ofMillis(200));
                var socket = new Socket(InetAddress.getLoopbackAddress(), impatient.port())) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.getOutputStream()
                    .write("POST /words HTTP/1.1\r\nHost: localhost\r\nx-api-key: local\r\nContent-Length: 50\r\n\r\nab"
                            .getBytes(StandardCharsets.UTF_8));
            String response = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(response).startsWith("HTTP/1.1 408").endsWith("{\"message\":\"Request Timeout\"}");
        } finally {
            System.setErr(standardError);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 50\r\n\r\nab",
                "Transfer-Encoding: chunked\r\n\r\nno chunk\r\n",
                "Content-Length: 50\r\n\r\n"
            })
    void handle_shouldSayNothing_whenTheClientGoesInTheMiddleOfABody(String bodyHeaderAndStart) throws Exception {
        PrintStream standardError = System.err;
        var printed = new ByteArrayOutputStream();
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
                socket.getOutputStream()
                        .write(("POST /words HTTP/1.1\r\nHost: localhost\r\nx-api-key: local\r\n" + bodyHeaderAndStart)
                                .getBytes(StandardCharsets.UTF_8));
            }

            // When this request is answered, the broken one before it is done with
            assertThat(rawResponse("GET /nothing HTTP/1.1\r\n", "")).startsWith("HTTP/1.1 403");
            gateway.close();
        } finally {
            System.setErr(standardError);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    /** Sends a request for a route that is not there, and reads the whole answer. */
    private static String statusOnKeptConnection(Socket socket) throws IOException {
        socket.getOutputStream()
                .write("GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.UTF_8));
        var answer = new StringBuilder();
        while (!answer.toString().endsWith("}")) {
            int next = socket.getInputStream().read();
            assertThat(next).as("the connection was closed after: " + answer).isNotNegative();
            answer.append((char) next);
        }
        return answer.substring(0, answer.indexOf("\r\n"));
    }

    private ApiGateway gateway(int port) {
        return gateway(port, PATIENCE);
    }

    private ApiGateway gateway(int port, Duration longestStall) {
        var api = new Api(
                "Api",
                "abc123",
                "app",
                "dev",
                List.of(),
                List.of(),
                Application.MethodThrottles.NONE,
                List.of(
                        new Route("POST", "/words", "function", true),
                        new Route("GET", "/words", "function", false),
                        new Route("GET", "/words/{word}", "function", false),
                        new Route("ANY", "/any", "function", false)));
        return new ApiGateway(
                api,
                new GatewaySettings("eu-west-1", "local", port, new LocalNames(Optional.empty()), longestStall),
                function,
                new NoSqs(),
                new ServiceContext(
                        time, new SilentConsole(), () -> UUID.randomUUID().toString(), (_, _) -> {}));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + path))
                .timeout(PATIENCE);
    }

    /** Sends a request, and returns the body of the answer, which is the event. */
    private String raw(String requestLine, String headers) throws IOException {
        return raw(requestLine, headers, "");
    }

    private String raw(String requestLine, String headers, String body) throws IOException {
        String response = rawResponse(requestLine, headers, body);
        assertThat(response).startsWith("HTTP/1.1 200");
        return response.substring(response.indexOf("\r\n\r\n") + 4);
    }

    private String rawResponse(String requestLine, String headers) throws IOException {
        return rawResponse(requestLine, headers, "");
    }

    private String rawResponse(String requestLine, String headers, String body) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            String request = requestLine + "Host: localhost\r\nConnection: close\r\n" + headers + "\r\n" + body;
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Answers with the event it got as its body. */
    private static final class EventEcho implements FunctionInvoker {
        private final CountDownLatch started = new CountDownLatch(1);
        private final CountDownLatch interrupted = new CountDownLatch(1);
        private volatile CountDownLatch hold = new CountDownLatch(0);

        @Override
        public InvocationResult invoke(String function, String payload) throws InterruptedException {
            started.countDown();
            try {
                hold.await();
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
            ObjectNode answer = JsonMapper.shared().createObjectNode();
            answer.put("statusCode", 200);
            answer.put("body", payload);
            answer.putObject("multiValueHeaders")
                    .putArray("Set-Cookie")
                    .add("a=1")
                    .add("b=2");
            return new InvocationResult("request", answer.toString(), Optional.empty(), "1");
        }
    }

    private static final class SilentConsole implements Console {
        @Override
        public void line(String source, String text) {}

        @Override
        public void warn(String source, String text) {}
    }
}
