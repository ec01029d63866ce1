package wordcounter.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import wordcounter.runtime.SignedCalls.Answer;

/**
 * Signed calls over a socket, to a server that checks the signature itself (AWS document "Create a signed AWS API
 * request").
 */
class SignedCallsIT {

    private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private static final Pattern AUTHORIZATION = Pattern.compile("AWS4-HMAC-SHA256 "
            + "Credential=AKIDEXAMPLE/(?<date>\\d{8})/eu-central-1/(?<service>[a-z]+)/aws4_request, "
            + "SignedHeaders=(?<headers>[a-z0-9;-]+), Signature=(?<signature>[0-9a-f]{64})");

    private final SdkHttpClient http = Apache5HttpClient.create();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private SignedCalls calls;

    /** What the server answers. */
    private volatile Answer answer = new Answer(200, Optional.empty(), "{}");

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
        calls = new SignedCalls(
                http,
                Region.EU_CENTRAL_1,
                StaticCredentialsProvider.create(AwsSessionCredentials.create("AKIDEXAMPLE", SECRET, "a session")),
                Optional.of(URI.create("http://127.0.0.1:" + server.getAddress().getPort())));
    }

    @AfterEach
    void stop() {
        server.stop(0);
        http.close();
    }

    @Test
    void post_shouldSendASignatureThatTheServerFinds_whenPathAndBodyAreNotPlain() {
        String path =
                "/2015-03-31/functions/arn%3Aaws%3Alambda%3Aeu-central-1%3A123456789012%3Afunction%3Af%3Alive/invocations";

        Answer answered = calls.post(
                "lambda", path, Map.of("Content-Type", "application/json"), "{\"text\":\"ü 👍\"}".getBytes(UTF_8));

        assertThat(answered).isEqualTo(answer);
        assertThat(received).hasSize(1);
        Received request = received.getFirst();
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.path()).isEqualTo(path);
        assertThat(request.body()).isEqualTo("{\"text\":\"ü 👍\"}");
        assertThat(request.header("Content-Type")).isEqualTo("application/json");
        assertThat(request.header("X-Amz-Security-Token")).isEqualTo("a session");
        assertThat(request.authorization().group("service")).isEqualTo("lambda");
        assertThat(request.authorization().group("headers").split(";", -1))
                .contains("host", "x-amz-date", "x-amz-security-token", "content-type");
        assertThat(request.authorization().group("signature")).isEqualTo(request.signature(SECRET));
        assertThat(request.signature("another secret"))
                .as("a signature that any secret gives would prove nothing")
                .isNotEqualTo(request.signature(SECRET));
    }

    @Test
    void post_shouldSignForEachService() {
        calls.post(
                "sns",
                "/",
                Map.of("Content-Type", "application/x-www-form-urlencoded; charset=utf-8"),
                "Action=Publish&Message=a%20b".getBytes(UTF_8));

        Received request = received.getFirst();
        assertThat(request.authorization().group("service")).isEqualTo("sns");
        assertThat(request.authorization().group("signature")).isEqualTo(request.signature(SECRET));
    }

    @ParameterizedTest
    @CsvSource({"200, false", "202, false", "403, false", "404, false", "429, true", "500, true", "503, true"})
    void post_shouldTellStatusAndBody_whenTheServiceRefuses(int status, boolean throttledOrBroken) {
        answer = new Answer(status, Optional.empty(), "why: ü");

        Answer answered = calls.post("sns", "/", Map.of(), new byte[0]);

        assertThat(answered).isEqualTo(answer);
        assertThat(answered.isThrottledOrBroken()).isEqualTo(throttledOrBroken);
        assertThat(received).as("no retries of its own").hasSize(1);
    }

    @Test
    void post_shouldTellTheErrorHeader_whenAFunctionFailed() {
        answer = new Answer(200, Optional.of("Unhandled"), "{\"errorType\":\"E\"}");

        assertThat(calls.post("lambda", "/x", Map.of(), new byte[0])).isEqualTo(answer);
    }

    @Test
    void post_shouldThrow_whenThereIsNoAnswer() {
        server.stop(0);

        assertThatThrownBy(() -> calls.post("sns", "/", Map.of(), new byte[0]))
                .isInstanceOf(UncheckedIOException.class);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            received.add(new Received(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getRawPath(),
                    exchange.getRequestHeaders(),
                    new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
            answer.errorHeader()
                    .ifPresent(error -> exchange.getResponseHeaders().add("X-Amz-Function-Error", error));
            byte[] body = answer.body().getBytes(UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private record Received(String method, String path, Headers headers, String body) {

        String header(String name) {
            return headers.getOrDefault(name, List.of()).stream().collect(Collectors.joining(","));
        }

        Matcher authorization() {
            Matcher matcher = AUTHORIZATION.matcher(header("Authorization"));
            assertThat(matcher.matches()).as(header("Authorization")).isTrue();
            return matcher;
        }

        /** What the signature has to be, made from the request alone. */
        String signature(String secret) {
            Matcher authorization = authorization();
            String time = header("X-Amz-Date");
            assertThat(time).startsWith(authorization.group("date"));
            String encodedPath = Stream.of(path.split("/", -1))
                    .map(segment -> URLEncoder.encode(segment, UTF_8))
                    .collect(Collectors.joining("/"));
            List<String> request = new ArrayList<>(List.of(method, encodedPath, ""));
            for (String name : authorization.group("headers").split(";", -1)) {
                request.add(name + ":" + header(name).strip());
            }
            request.addAll(List.of("", authorization.group("headers"), sha256(body)));
            String scope =
                    authorization.group("date") + "/eu-central-1/" + authorization.group("service") + "/aws4_request";
            byte[] key = ("AWS4" + secret).getBytes(UTF_8);
            for (String part : scope.split("/", -1)) {
                key = hmac(key, part);
            }
            return HexFormat.of()
                    .formatHex(hmac(
                            key,
                            String.join("\n", "AWS4-HMAC-SHA256", time, scope, sha256(String.join("\n", request)))));
        }

        private static String sha256(String text) {
            try {
                return HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        private static byte[] hmac(byte[] key, String text) {
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(key, "HmacSHA256"));
                return mac.doFinal(text.getBytes(UTF_8));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
