package wordcounter.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import wordcounter.runtime.Environment;
import wordcounter.words.Tokenizer;

/** The command over HTTP, against an API that counts, and that limits, fails, is slow or goes away. */
class LoadCommandIT {

    private static final int POSTS = 20;
    private static final String OF_POSTS = " --words 10 --rate " + POSTS + " --for 1s";
    private static final String KEY = "local";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Api api = new Api();
    private HttpServer server;

    /** Counts what it accepts, when it is asked for the summaries the next time: they are behind. */
    private static final class Api {
        private static final int CUT_OFF = 0;

        private final AtomicInteger posts = new AtomicInteger();
        private final AtomicLong accepted = new AtomicLong(700);
        private final AtomicLong inSummaries = new AtomicLong(700);
        private final Map<Integer, Integer> statuses = new ConcurrentSkipListMap<>();
        private final Map<String, String> routes = new ConcurrentSkipListMap<>();
        private CountDownLatch arrived = new CountDownLatch(0);
        private boolean isStandingStill;

        void answer(HttpExchange exchange) throws IOException {
            if (!KEY.equals(exchange.getRequestHeaders().getFirst("x-api-key"))) {
                send(exchange, 403, "{\"message\":\"Forbidden\"}");
            } else if (exchange.getRequestMethod().equals("POST")) {
                post(exchange);
            } else {
                long shown = isStandingStill ? inSummaries.get() : inSummaries.getAndSet(accepted.get());
                send(exchange, 200, "{\"id\":\"totals\",\"itemCount\":%d,\"distinctWords\":7}".formatted(shown));
            }
        }

        private void post(HttpExchange exchange) throws IOException {
            String text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            routes.put(
                    exchange.getRequestURI().getPath(),
                    exchange.getRequestHeaders().getFirst("Content-Type"));
            int status = statuses.getOrDefault(posts.getAndIncrement(), 202);
            arrived.countDown();
            try {
                assertThat(arrived.await(1, TimeUnit.MINUTES)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            if (status == CUT_OFF) {
                exchange.close();
                return;
            }
            if (status == 202) {
                accepted.addAndGet(11L * Tokenizer.tokenize(text).total());
            }
            send(exchange, status, status == 429 ? "{\"message\":\"Too Many Requests\"}" : "{}");
        }

        private static void send(HttpExchange exchange, int status, String text) throws IOException {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        }
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", api::answer);
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void load_shouldSayThatAllIsAcceptedAndCounted() {
        assertThat(load(OF_POSTS + " --vocabulary 100")).isEqualTo(WordsCommand.DONE);

        assertThat(out.toString())
                .contains("202     20 ")
                .contains(": 20 accepted, 0 over a limit (429), 0 failed, 0 without an answer.")
                .contains("Counted: the summaries have all 2200 (20 texts of 10 words, 11 each)");
        assertThat(api.routes).containsExactly(Map.entry("/words", "text/plain"));
        assertThat(api.accepted).hasValue(700 + 2_200);
    }

    @Test
    void load_shouldPostToTheQueue_whenItIsTold() {
        assertThat(load(OF_POSTS + " --route /queued/words --new-words")).isEqualTo(WordsCommand.DONE);

        assertThat(api.routes).containsOnlyKeys("/queued/words");
    }

    /** Each post is answered when the last one has arrived. Whoever waits for an answer before the next post waits for ever. */
    @Test
    void load_shouldNotWaitForAnAnswerBeforeTheNextPost() {
        api.arrived = new CountDownLatch(POSTS);

        assertThat(load(OF_POSTS)).isEqualTo(WordsCommand.DONE);

        assertThat(api.posts).hasValue(POSTS);
    }

    @Test
    void load_shouldNameEachAnswer_whenSomeAreNotAccepted() {
        api.statuses.putAll(Map.of(1, 429, 2, 429, 3, 503, 4, 502, 5, Api.CUT_OFF));

        assertThat(load(OF_POSTS)).isEqualTo(WordsCommand.NOT_ALL);

        assertThat(out.toString())
                .containsPattern("429 +2 .* more than the key, the route or the account takes in a second")
                .containsPattern("502 +1 .* a function died or took too long; whether it counts is not known")
                .containsPattern("503 +1 .* a service did not answer; whether it counts is not known")
                .containsPattern("none +1 .* cut off \\(.*\\); whether it counts is not known")
                .containsPattern("all +20 ")
                .contains(": 15 accepted, 2 over a limit (429), 2 failed, 1 without an answer.")
                .contains("Counted: the summaries have all 1650 (15 texts of 10 words, 11 each)");
        assertThat(api.posts).as("nothing is sent twice").hasValue(POSTS);
    }

    @Test
    void load_shouldSayWhatIsMissing_whenTheSummariesStandStill() {
        api.isStandingStill = true;

        assertThat(load(OF_POSTS + " --patience 1s")).isEqualTo(WordsCommand.NOT_ALL);

        assertThat(out.toString())
                .contains(": 20 accepted,")
                .contains(" the summaries have 0 of 2200, which 20 texts of 10 words come to");
    }

    @Test
    void load_shouldSayThatTheApiIsGone_whenItGoesInTheMiddle() {
        threads.execute(() -> {
            while (api.posts.get() < 3 && !Thread.currentThread().isInterrupted()) {
                Thread.onSpinWait();
            }
            server.stop(0);
        });

        assertThat(load(OF_POSTS + " --patience 0s")).isEqualTo(WordsCommand.NOT_ALL);

        assertThat(out.toString()).contains("nothing answers there (connection refused)");
    }

    @Test
    void load_shouldPostNothing_whenTheKeyIsNotTaken() {
        assertThat(load(OF_POSTS + " --api-key other")).isEqualTo(WordsCommand.IMPOSSIBLE);

        assertThat(err.toString()).contains("does not take the key: give --api-key");
        assertThat(api.posts).hasValue(0);
    }

    @Test
    void load_shouldSayWhatWasMeasuredSoFar_whenItIsEnded() throws Exception {
        api.arrived = new CountDownLatch(Integer.MAX_VALUE);
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        WordsCommand.class.getName(),
                        "load",
                        "--api-url",
                        url(),
                        "--for",
                        "1h")
                .redirectErrorStream(true)
                .start();
        try {
            while (api.posts.get() < 3) {
                assertThat(process.isAlive()).isTrue();
                Thread.onSpinWait();
            }
            // runs what Ctrl-C runs, which a process whose parent is in the background does not hear
            process.toHandle().destroy();

            assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .containsPattern("[0-9]+ posts in .*: 0 accepted, .*, [0-9]+ still open\\.");
            assertThat(process.waitFor()).isEqualTo(143);
        } finally {
            process.destroyForcibly();
        }
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private int load(String arguments) {
        Surroundings surroundings = new Surroundings(
                new Environment(Map.of()),
                Clock.systemUTC(),
                Thread::sleep,
                new Random(1),
                () -> "3f2a9c1b-0000",
                Path.of("none"));
        return WordsCommand.commandLine(new PrintWriter(out, true), new PrintWriter(err, true), surroundings)
                .execute(("load --api-url " + url() + arguments).split(" "));
    }
}
