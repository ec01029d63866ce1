package wordcounter.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import wordcounter.runtime.Environment;

/** What the command asks of the runner, and what it tells of the answers. */
class FaultCommandIT {

    private static final String ENTRY = """
            {"target":"SnsMultiplierFunction","type":"function","fault":"%s","percentage":10,%s"calls":70,"struck":7}""";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private HttpServer edge;
    private volatile int status = 200;
    private volatile String answer = "{\"faults\":[],\"cleared\":[]}";

    @BeforeEach
    void start() throws IOException {
        edge = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        edge.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            requests.add((exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body).strip());
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        edge.start();
    }

    @AfterEach
    void stop() {
        edge.stop(0);
    }

    @Test
    void fault_shouldSwitchOnWhatIsWanted_andShowWhatIsOn() {
        answer = "{\"faults\":[%s,%s]}"
                .formatted(
                        ENTRY.formatted("delay", "\"delayMilliseconds\":2000,"),
                        ENTRY.formatted("error", "\"preventExecution\":false,"));

        assertThat(fault("SnsMultiplierFunction --delay 2s --error --after-run --rate 10%"))
                .isEqualTo(WordsCommand.DONE);

        assertThat(requests)
                .containsExactly(
                        "PUT /_faults/SnsMultiplierFunction/delay {\"percentage\":10,\"delayMilliseconds\":2000}",
                        "PUT /_faults/SnsMultiplierFunction/error {\"percentage\":10,\"preventExecution\":false}",
                        "GET /_faults");
        assertThat(out.toString().lines())
                .containsExactly(
                        "target                 fault                    rate  has struck",
                        "SnsMultiplierFunction  delay of 2000 ms         10%   7 of 70 calls",
                        "SnsMultiplierFunction  error after all is done  10%   7 of 70 calls",
                        "./words fault --clear switches all off.");
    }

    @Test
    void fault_shouldStrikeEachCall_whenNoRateIsGiven() {
        fault("WordCounts --throttle --kill --delay 200ms --error");

        assertThat(requests)
                .containsExactly(
                        "PUT /_faults/WordCounts/throttle {\"percentage\":100}",
                        "PUT /_faults/WordCounts/delay {\"percentage\":100,\"delayMilliseconds\":200}",
                        "PUT /_faults/WordCounts/error {\"percentage\":100,\"preventExecution\":true}",
                        "PUT /_faults/WordCounts/kill {\"percentage\":100}",
                        "GET /_faults");
    }

    @Test
    void fault_shouldOnlyShow_whenItIsNotToldMore() {
        assertThat(fault("")).isEqualTo(WordsCommand.DONE);
        assertThat(fault("--list")).isEqualTo(WordsCommand.DONE);

        assertThat(requests).containsExactly("GET /_faults", "GET /_faults");
        assertThat(out.toString().lines()).containsExactly("No fault is on.", "No fault is on.");
    }

    @Test
    void clear_shouldTellWhatWasOn() {
        answer = "{\"cleared\":[%s]}".formatted(ENTRY.formatted("kill", ""));

        assertThat(fault("--clear")).isEqualTo(WordsCommand.DONE);
        assertThat(fault("--clear a/b")).isEqualTo(WordsCommand.DONE);

        assertThat(requests).containsExactly("DELETE /_faults", "DELETE /_faults/a%2Fb");
        assertThat(out.toString()).contains("SnsMultiplierFunction  kill in the middle  10%   7 of 70 calls");
    }

    @Test
    void fault_shouldSayWhatTheRunnerSays_whenItRefuses() {
        status = 404;
        answer = "{\"message\":\"there is no function, table, topic or queue Cuonter; did you mean Counter?\"}";

        assertThat(fault("Cuonter --kill")).isEqualTo(WordsCommand.WRONG);

        assertThat(err.toString())
                .startsWith("there is no function, table, topic or queue Cuonter; did you mean Counter?");
    }

    @Test
    void fault_shouldSayThatItIsForTheRunner_whenSomethingElseAnswers() {
        status = 404;
        answer = "<Error/>";

        assertThat(fault("")).isEqualTo(WordsCommand.IMPOSSIBLE);

        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .endsWith(" has no faults: GET /_faults is answered with 404. They are for ./run-local");
    }

    private int fault(String arguments) {
        Surroundings surroundings = new Surroundings(
                new Environment(Map.of()),
                Clock.systemUTC(),
                Thread::sleep,
                new Random(1),
                () -> "an id",
                Path.of("none"));
        String command =
                "fault --endpoint-url http://127.0.0.1:" + edge.getAddress().getPort() + " " + arguments;
        // with a buffer, as standard output has one: the command ends without emptying it
        PrintWriter buffered = new PrintWriter(new BufferedWriter(out), true);
        return WordsCommand.commandLine(buffered, new PrintWriter(err, true), surroundings)
                .execute(command.strip().split(" "));
    }
}
