package wordcounter.debounce;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import wordcounter.debounce.DocumentServer.Answer;
import wordcounter.debounce.DocumentServer.UnavailableException;
import wordcounter.documents.DocumentId;

/** Documents from a real server of this machine. */
class HttpDocumentServerIT {

    private static final DocumentId ID = new DocumentId("team/read me");
    private static final Duration LONG = Duration.ofSeconds(60);

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> tokens = new CopyOnWriteArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private HttpServer server;
    private Page page = exchange -> send(exchange, 200, "hello".getBytes(UTF_8));

    /** What the server answers. */
    @FunctionalInterface
    private interface Page {
        void answer(HttpExchange exchange) throws IOException;
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            requests.add(exchange.getRequestURI().toString());
            tokens.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            page.answer(exchange);
        });
        server.start();
    }

    @AfterEach
    void stop() {
        end.countDown();
        server.stop(0);
    }

    @Test
    void fetch_shouldAskForTheIdAsOneSegment_withTheToken() {
        page = exchange -> send(exchange, 200, "naïve 日".getBytes(UTF_8));

        Answer answer = fetch(Optional.of("secret"), LONG);

        assertThat(answer).isEqualTo(new Answer.Content("naïve 日"));
        assertThat(requests).containsExactly("/docs/team%2Fread%20me");
        assertThat(tokens).containsExactly("Bearer secret");
    }

    @Test
    void fetch_shouldSendNoToken_whenThereIsNone() {
        fetch(Optional.empty(), LONG);

        assertThat(tokens).containsExactly("null");
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 410})
    void fetch_shouldBeGone_whenThereIsNone(int status) {
        page = exchange -> send(exchange, status, new byte[0]);

        assertThat(fetch()).isEqualTo(new Answer.Gone());
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 425, 429, 500, 502, 503, 504})
    void fetch_shouldBeWorthAnotherTry_whenTheServerIsInTrouble(int status) {
        page = exchange -> send(exchange, status, new byte[0]);

        assertThatThrownBy(this::fetch)
                .isInstanceOf(UnavailableException.class)
                .hasMessage("the documents' server answered " + status);
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 206, 400, 401, 403, 406})
    void fetch_shouldSayWhatWasAnswered_whenItIsNoDocument(int status) {
        page = exchange -> send(exchange, status, new byte[0]);

        assertThat(fetch()).isEqualTo(new Answer.Unreadable("the documents' server answered " + status));
    }

    @Test
    void fetch_shouldTakeAMegabyte_andNotAByteMore() {
        page = exchange ->
                send(exchange, 200, "x".repeat(HttpDocumentServer.MAX_BYTES).getBytes(UTF_8));
        assertThat(fetch()).isInstanceOf(Answer.Content.class);

        page = exchange ->
                send(exchange, 200, "x".repeat(HttpDocumentServer.MAX_BYTES + 1).getBytes(UTF_8));
        assertThat(fetch()).isEqualTo(new Answer.Unreadable("the document has more than 1048576 bytes"));
    }

    /** Without a length, too, no more is read than is taken: this one never ends. */
    @Test
    void fetch_shouldStopReading_whenTheDocumentIsEndless() {
        page = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] block = new byte[64 * 1024];
            try {
                while (end.getCount() > 0) {
                    exchange.getResponseBody().write(block);
                }
            } catch (IOException e) {
                // nobody reads any more
            }
        };

        assertThat(fetch()).isEqualTo(new Answer.Unreadable("the document has more than 1048576 bytes"));
    }

    @Test
    void fetch_shouldRefuse_whenItIsNotUtf8() {
        page = exchange -> send(exchange, 200, new byte[] {(byte) 0xFF});

        assertThat(fetch()).isEqualTo(new Answer.Unreadable("the document is not UTF-8"));
    }

    @Test
    void fetch_shouldFollow_whenItIsRedirectedOnTheSameServer() {
        page = exchange -> {
            if (exchange.getRequestURI().getPath().equals("/elsewhere")) {
                send(exchange, 200, "moved".getBytes(UTF_8));
            } else {
                redirect(exchange, "/elsewhere");
            }
        };

        assertThat(fetch()).isEqualTo(new Answer.Content("moved"));
    }

    @Test
    void fetch_shouldStop_whenItIsRedirectedAgainAndAgain() {
        page = exchange -> redirect(exchange, "/again");

        assertThat(fetch()).isEqualTo(new Answer.Unreadable("the documents' server redirects more than 3 times"));
        assertThat(requests).hasSize(4);
    }

    @ParameterizedTest
    @CsvSource({
        "http://169.254.169.254/latest/meta-data/",
        "http://127.0.0.1:1/",
        "http://localhost:PORT/",
        "https://127.0.0.1:PORT/",
        "//docs.example/",
        "http://user@127.0.0.1:PORT/",
        "file:///etc/passwd",
        "'http://a b/'"
    })
    void fetch_shouldNotFollow_whenItIsRedirectedToAnotherServer(String location) {
        page = exchange -> redirect(
                exchange,
                location.replace("PORT", Integer.toString(server.getAddress().getPort())));

        assertThat(fetch(Optional.of("secret"), LONG))
                .isEqualTo(new Answer.Unreadable("the documents' server redirects to another one, or to nowhere"));
        assertThat(requests).hasSize(1);
    }

    @Test
    void fetch_shouldNotFollow_whenTheRedirectSaysNotWhere() {
        page = exchange -> send(exchange, 302, new byte[0]);

        assertThat(fetch())
                .isEqualTo(new Answer.Unreadable("the documents' server redirects to another one, or to nowhere"));
    }

    @Test
    void fetch_shouldGiveUp_whenTheDeadlineComes() {
        page = exchange -> {
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };

        assertThatThrownBy(() -> fetch(Optional.empty(), Duration.ofMillis(300)))
                .isInstanceOf(UnavailableException.class)
                .hasMessage("the documents' server did not answer in time");
    }

    @Test
    void fetch_shouldBeWorthAnotherTry_whenNothingListens() {
        server.stop(0);

        assertThatThrownBy(this::fetch)
                .isInstanceOf(UnavailableException.class)
                .hasMessage("the documents' server did not answer");
    }

    private Answer fetch() {
        return fetch(Optional.empty(), LONG);
    }

    private Answer fetch(Optional<String> token, Duration time) {
        Clock clock = Clock.systemUTC();
        return new HttpDocumentServer(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/docs"), () -> token, clock)
                .fetch(ID, clock.instant().plus(time));
    }

    private static void redirect(HttpExchange exchange, String location) throws IOException {
        exchange.getResponseHeaders().set("Location", location);
        send(exchange, 302, new byte[0]);
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        try (var output = exchange.getResponseBody()) {
            output.write(body);
        } catch (IOException e) {
            // nobody reads any more
        }
    }
}
