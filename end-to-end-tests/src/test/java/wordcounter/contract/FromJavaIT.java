package wordcounter.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wordcounter.json.JsonObject;
import wordcounter.targets.Target;

/** Runs the program of docs/from-java.md as its reader does. */
class FromJavaIT extends Contract {

    private static final Pattern PROGRAM = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path folder;

    FromJavaIT(Target target) {
        super(target);
    }

    @BeforeEach
    void takeProgramFromDocument() throws IOException {
        Matcher program = PROGRAM.matcher(Files.readString(Path.of("..", "docs", "from-java.md")));
        assertThat(program.find()).isTrue();
        Files.writeString(folder.resolve("CountWords.java"), program.group(1));
    }

    @Test
    void program_shouldCountAndFindItsEvent() throws IOException, InterruptedException {
        String word = Fresh.word();

        List<String> printed = run(target.api().toString(), target.apiKey(), word + " " + word);

        assertThat(printed).hasSize(2);
        assertThat(printed.getFirst()).startsWith("202 ").contains("\"" + word + "\":2");
        String eventId =
                JsonObject.parse(printed.getFirst().substring("202 ".length())).requiredString("eventId");
        URI event = URI.create(printed.getLast());
        assertThat(event.getAuthority()).isEqualTo(target.api().getAuthority());
        assertThat(target.follow(event.getPath())).isEqualTo(URI.create(target.api() + "/events/" + eventId));
        awaitCount(word, 22);
    }

    @Test
    void program_shouldSayWhatIsWrong_whenThereIsNoWord() throws IOException, InterruptedException {
        assertThat(run(target.api().toString(), target.apiKey(), "?!").getFirst())
                .startsWith("422 ")
                .contains("detail");
    }

    @Test
    void program_shouldRepeatWithTheSameKey_untilItIsAnswered() throws IOException, InterruptedException {
        Iterator<Integer> statuses = List.of(503, 429, 500, 202).iterator();
        Set<String> keys = new HashSet<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/words", exchange -> {
            keys.add(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
            answer(exchange, statuses.next());
        });
        server.start();
        try {
            List<String> printed = run("http://127.0.0.1:" + server.getAddress().getPort(), "key", "hello");

            assertThat(printed.getFirst()).startsWith("202 ");
            assertThat(statuses).isExhausted();
            assertThat(keys).hasSize(1);
        } finally {
            server.stop(0);
        }
    }

    private static void answer(HttpExchange exchange, int status) throws IOException {
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private List<String> run(String api, String key, String text) throws IOException, InterruptedException {
        ProcessBuilder java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "CountWords.java", text)
                .directory(folder.toFile())
                .redirectErrorStream(true);
        java.environment().put("API", api);
        java.environment().put("KEY", key);
        Process process = java.start();
        String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        return printed.lines().toList();
    }
}
