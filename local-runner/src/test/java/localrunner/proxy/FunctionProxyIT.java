package localrunner.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import localrunner.console.RecordingConsole;
import localrunner.edge.EdgeRequest;
import localrunner.edge.EdgeResponse;
import localrunner.edge.EdgeServer;
import localrunner.edge.EdgeService;
import localrunner.http.RawHttp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FunctionProxyIT {

    private static final String SIGNED =
            "AWS4-HMAC-SHA256 Credential=%s/20260101/eu-west-1/%s/aws4_request, Signature=0";

    @TempDir
    Path folder;

    private final RecordingConsole console = new RecordingConsole();
    private final Certificates certificates = new Certificates(Instant.now());
    private final List<AutoCloseable> open = new CopyOnWriteArrayList<>();
    private EdgeServer edge;
    private FunctionProxy proxy;
    private int elsewhere;

    @BeforeEach
    void start() throws IOException {
        edge = EdgeServer.bind(0, Optional.empty(), console, () -> "request-1");
        open.add(edge);
        int awsPort = edge.standInForAws(certificates.serverContext());
        edge.start(List.of(new Echo()));
        proxy = proxy(awsPort, Map.of());
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = ("elsewhere " + exchange.getRequestURI()).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        open.add(() -> server.stop(0));
        elsewhere = server.getAddress().getPort();
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable part : open) {
            part.close();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://echo.eu-west-1.amazonaws.com/path?a=b", "http://echo.eu-west-1.amazonaws.com/path?a=b"})
    void call_shouldReachTheEdge_whenTheHostIsAnApiOfAws(String url) throws Exception {
        HttpURLConnection call = call(proxy, url, "local", "echo");

        assertThat(call.getResponseCode()).isEqualTo(200);
        assertThat(body(call)).isEqualTo("GET /path?a=b");
    }

    @Test
    void call_shouldBeRefused_whenTheClientTrustsOnlyTheJdksAuthorities() throws Exception {
        HttpURLConnection call = open("https://echo.eu-west-1.amazonaws.com/", through(proxy));

        assertThatThrownBy(call::getResponseCode).isInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void call_shouldNameServiceOperationAndFunction_whenTheRunnerLacksTheService() throws Exception {
        HttpURLConnection call =
                call(proxy, "https://inbox.s3.eu-west-1.amazonaws.com/a.txt", "localUploadFunction", "s3");

        assertThat(call.getResponseCode()).isEqualTo(501);
        String told =
                "The local runner has no service 's3'. It has: echo. The function UploadFunction called GET /a.txt.";
        try (InputStream error = call.getErrorStream()) {
            assertThat(new String(error.readAllBytes(), StandardCharsets.UTF_8)).contains(told);
        }
        assertThat(console.warnings()).containsExactly("UploadFunction | WARNING: " + told);
    }

    @Test
    void call_shouldBeTunnelledUntouched_whenTheHostIsAnother() throws Exception {
        try (Socket socket = connect(proxy)) {
            send(socket, "CONNECT 127.0.0.1:" + elsewhere + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
            assertThat(readHead(socket)).startsWith("HTTP/1.1 200 ");
            send(socket, "GET /tunnelled HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
            assertThat(rest(socket)).endsWith("elsewhere /tunnelled");
        }
    }

    @Test
    void call_shouldBePassedOn_whenItIsPlainHttpToAnotherHost() throws Exception {
        HttpURLConnection call = open("http://127.0.0.1:" + elsewhere + "/plain?x=1", through(proxy));

        assertThat(body(call)).isEqualTo("elsewhere /plain?x=1");
    }

    @Test
    void call_shouldGoThroughTheUsersProxy_whenThereIsOne() throws Exception {
        List<String> heads = new CopyOnWriteArrayList<>();
        FunctionProxy behind = behindUsersProxy(heads, "HTTP/1.1 200 OK\r\n\r\nfrom far away");

        try (Socket socket = connect(behind)) {
            send(socket, "CONNECT far.example:443 HTTP/1.1\r\nHost: far.example\r\n\r\n");
            assertThat(readHead(socket)).startsWith("HTTP/1.1 200 ");
            assertThat(rest(socket)).isEqualTo("from far away");
        }
        assertThat(heads)
                .containsExactly(
                        "CONNECT far.example:443 HTTP/1.1\r\nHost: far.example:443\r\nProxy-Authorization: Basic bWU6c2VjcmV0\r\n\r\n");
        // AWS is here, whatever the user's proxy is
        assertThat(call(behind, "https://echo.eu-west-1.amazonaws.com/", "local", "echo")
                        .getResponseCode())
                .isEqualTo(200);
    }

    @Test
    void call_shouldSayWhatTheUsersProxySaid_whenItRefuses() throws Exception {
        FunctionProxy behind = behindUsersProxy(new CopyOnWriteArrayList<>(), "HTTP/1.1 403 Not this one\r\n\r\n");

        try (Socket socket = connect(behind)) {
            send(socket, "CONNECT far.example:443 HTTP/1.1\r\nHost: far.example\r\n\r\n");
            assertThat(rest(socket))
                    .startsWith("HTTP/1.1 502 ")
                    .endsWith("far.example: your proxy 127.0.0.1: it answered HTTP/1.1 403 Not this one\n");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET http://169.254.169.254/latest/meta-data/ HTTP/1.1 | 403",
                "CONNECT 169.254.170.2:80 HTTP/1.1 | 403",
                "GET / HTTP/1.1 | 400",
                "GET /latest HTTP/1.0 | 400",
                "CONNECT :443 HTTP/1.1 | 400",
                "CONNECT nobody.invalid:443 HTTP/1.1 | 502"
            })
    void call_shouldBeRefused_whenItAsksForNoOtherHost(String requestAndStatus) throws Exception {
        String[] parts = requestAndStatus.split(" \\| ", 2);
        try (Socket socket = connect(proxy)) {
            send(socket, parts[0] + "\r\nHost: x\r\n\r\n");
            assertThat(rest(socket)).startsWith("HTTP/1.1 " + parts[1] + " ");
        }
    }

    @Test
    void awsPort_shouldRefuse_whenARequestNamesAnotherHost() throws Exception {
        try (EdgeServer another = EdgeServer.bind(0, Optional.empty(), console, () -> "request-1")) {
            int awsPort = another.standInForAws(certificates.serverContext());
            another.start(List.of(new Echo()));
            HttpURLConnection call = open("http://127.0.0.1:" + awsPort + "/", Proxy.NO_PROXY);
            call.setRequestProperty("Authorization", SIGNED.formatted("local", "echo"));

            assertThat(call.getResponseCode()).isEqualTo(403);
        }
    }

    /** The user's proxy takes one connection, notes its head and answers. */
    private FunctionProxy behindUsersProxy(List<String> heads, String answer) throws IOException {
        var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        open.add(listener);
        Thread.ofVirtual().start(() -> {
            try (Socket client = listener.accept()) {
                heads.add(readHead(client));
                send(client, answer);
            } catch (IOException e) {
                heads.add(e.toString());
            }
        });
        int awsPort = edgeForAws();
        return proxy(awsPort, Map.of("https_proxy", "http://me:secret@127.0.0.1:" + listener.getLocalPort()));
    }

    private int edgeForAws() {
        EdgeServer another = EdgeServer.bind(0, Optional.empty(), console, () -> "request-1");
        open.add(another);
        int awsPort = another.standInForAws(certificates.serverContext());
        another.start(List.of(new Echo()));
        return awsPort;
    }

    private FunctionProxy proxy(int awsPort, Map<String, String> environment) {
        FunctionProxy started = FunctionProxy.start(awsPort, new UsersProxies(environment));
        open.add(started);
        return started;
    }

    private HttpURLConnection call(FunctionProxy by, String url, String accessKey, String service) throws Exception {
        HttpURLConnection call = open(url, through(by));
        if (call instanceof HttpsURLConnection secure) {
            secure.setSSLSocketFactory(trusting().getSocketFactory());
        }
        call.setRequestProperty("Authorization", SIGNED.formatted(accessKey, service));
        return call;
    }

    private SSLContext trusting() throws Exception {
        Path file = folder.resolve("trust.jks");
        if (!Files.exists(file)) {
            certificates.writeTrustStore(file);
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        KeyStore store = KeyStore.getInstance(file.toFile(), "changeit".toCharArray());
        assertThat(store.size()).as("the JDK's authorities are in it, too").isGreaterThan(50);
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private static Proxy through(FunctionProxy proxy) {
        return new Proxy(Proxy.Type.HTTP, new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy.port()));
    }

    private static Socket connect(FunctionProxy proxy) throws IOException {
        return RawHttp.connect(proxy.port());
    }

    private static HttpURLConnection open(String url, Proxy by) throws IOException {
        var call = (HttpURLConnection) URI.create(url).toURL().openConnection(by);
        call.setReadTimeout(20_000);
        return call;
    }

    private static String body(HttpURLConnection call) throws IOException {
        try (InputStream body = call.getInputStream()) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String readHead(Socket socket) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                break;
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static String rest(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    private static final class Echo implements EdgeService {

        @Override
        public String name() {
            return "echo";
        }

        @Override
        public EdgeResponse handle(EdgeRequest request) {
            return EdgeResponse.of(200, "text/plain", request.method() + " " + request.path() + "?" + request.query());
        }
    }
}
