package wordcounter.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;

/** Priming requests over sockets, to an endpoint that answers and to some that don't. */
class EndpointPrimingIT {

    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final Duration LONG = Duration.ofMinutes(2);

    @TempDir
    private static Path folder;

    private static KeyStore certificate;

    @BeforeAll
    static void makeCertificate() throws Exception {
        Path file = folder.resolve("endpoint.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "endpoint",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        certificate = KeyStore.getInstance(file.toFile(), PASSWORD);
    }

    @Test
    void send_shouldSendUnsignedRequests_overConnectionsWithFullHandshakes() throws Exception {
        List<Received> received = new CopyOnWriteArrayList<>();
        HttpsServer server = HttpsServer.create(loopback(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(serverTls()));
        server.createContext("/", exchange -> refuse(exchange, received));
        server.start();
        try {
            new EndpointPriming(LONG, EndpointPrimingIT::trustingClient)
                    .send(signedRequest(
                            "https://localhost:" + server.getAddress().getPort()));
        } finally {
            server.stop(0);
        }

        assertThat(received)
                .hasSize(EndpointPriming.CONNECTIONS * EndpointPriming.REQUESTS_PER_CONNECTION)
                .allSatisfy(request -> {
                    assertThat(request.headers()).contains("x-amz-target").doesNotContain("authorization");
                    assertThat(request.body()).isEqualTo("{\"priming\":true}");
                });
        assertThat(received.stream().map(Received::client).distinct())
                .as("connections")
                .hasSize(EndpointPriming.CONNECTIONS);
        assertThat(received.stream().map(Received::tlsSession).distinct())
                .as("TLS sessions, of which none is taken up again")
                .hasSize(EndpointPriming.CONNECTIONS);
    }

    @Test
    void send_shouldSaySo_whenNobodyListens() throws Exception {
        int port;
        try (ServerSocket nobody = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            port = nobody.getLocalPort();
        }

        assertThatThrownBy(() -> priming(LONG).send(signedRequest("https://127.0.0.1:" + port)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("refused");
    }

    @Test
    void send_shouldSaySo_whenTheHostIsUnknown() {
        assertThatThrownBy(() -> priming(LONG).send(signedRequest("https://no-network.invalid")))
                .isInstanceOf(UnknownHostException.class)
                .hasMessageContaining("no-network.invalid");
    }

    @Test
    void send_shouldSaySo_whenTheCertificateIsNotTrusted() throws Exception {
        HttpsServer server = HttpsServer.create(loopback(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(serverTls()));
        server.start();
        try {
            String endpoint = "https://localhost:" + server.getAddress().getPort();

            assertThatThrownBy(() -> priming(LONG).send(signedRequest(endpoint)))
                    .isInstanceOf(SSLHandshakeException.class);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void send_shouldSaySo_whenNoAnswerComes() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 100, InetAddress.ofLiteral("127.0.0.1"))) {
            String endpoint = "http://127.0.0.1:" + silent.getLocalPort();

            assertThatThrownBy(() -> priming(LONG).send(signedRequest(endpoint)))
                    .isInstanceOf(SocketTimeoutException.class);
        }
    }

    /** Each read gets something in time, so that nothing but the limit ends it. */
    @Test
    void send_shouldEndAtTheLimit_whenTheAnswerNeverEnds() throws Exception {
        try (ServerSocket slow = new ServerSocket(0, 100, InetAddress.ofLiteral("127.0.0.1"))) {
            Thread server = Thread.ofVirtual().start(() -> trickle(slow));
            String endpoint = "http://127.0.0.1:" + slow.getLocalPort();

            assertThatThrownBy(() -> priming(Duration.ofMillis(700)).send(signedRequest(endpoint)))
                    .isInstanceOf(IOException.class)
                    .hasMessage("it took longer than 700 ms");

            assertThat(server.join(LONG)).as("its connection is closed").isTrue();
        }
    }

    private static EndpointPriming priming(Duration limit) {
        return new EndpointPriming(limit, AwsClients::throwAwayHttp);
    }

    /** Writes until the client has gone. */
    private static void trickle(ServerSocket server) {
        try (Socket connection = server.accept()) {
            connection
                    .getOutputStream()
                    .write("HTTP/1.1 400 Bad Request\r\nContent-Length: 100000000\r\n\r\n".getBytes(UTF_8));
            while (true) {
                connection.getOutputStream().write('.');
            }
        } catch (IOException e) {
            // the client has gone
        }
    }

    private static void refuse(HttpExchange exchange, List<Received> received) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        received.add(new Received(
                exchange.getRemoteAddress(),
                HexFormat.of()
                        .formatHex(((HttpsExchange) exchange).getSSLSession().getId()),
                exchange.getRequestHeaders().keySet().stream()
                        .map(String::toLowerCase)
                        .toList(),
                body));
        exchange.sendResponseHeaders(400, -1);
        exchange.close();
    }

    private record Received(InetSocketAddress client, String tlsSession, List<String> headers, String body) {}

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
    }

    private static HttpExecuteRequest signedRequest(String endpoint) {
        return HttpExecuteRequest.builder()
                .request(SdkHttpRequest.builder()
                        .method(SdkHttpMethod.POST)
                        .uri(URI.create(endpoint + "/"))
                        .putHeader("X-Amz-Target", "DynamoDB_20120810.GetItem")
                        .putHeader("Authorization", "AWS4-HMAC-SHA256 Credential=canned")
                        .putHeader("Content-Length", "16")
                        .build())
                .contentStreamProvider(ContentStreamProvider.fromUtf8String("{\"priming\":true}"))
                .build();
    }

    private static SSLContext serverTls() throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(certificate, PASSWORD);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(keys.getKeyManagers(), null, null);
        return tls;
    }

    private static SdkHttpClient trustingClient() {
        return Apache5HttpClient.builder()
                .tlsTrustManagersProvider(EndpointPrimingIT::trust)
                .build();
    }

    private static TrustManager[] trust() {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("endpoint", certificate.getCertificate("endpoint"));
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(trusted);
            return trust.getTrustManagers();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
