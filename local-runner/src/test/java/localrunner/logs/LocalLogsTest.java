package localrunner.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import localrunner.application.Application;
import localrunner.console.Console;
import localrunner.edge.ApplicationFixture;
import localrunner.edge.EdgeResponse;
import localrunner.edge.Requests;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LocalLogsTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00.123Z");
    private static final String QUERY =
            "fields @timestamp, @message | filter @message like \\\"e-1\\\" or @message like \\\"e-2\\\" | sort @timestamp asc | limit 10000";

    private final List<String> printed = new ArrayList<>();
    private final Application.Function function =
            ApplicationFixture.application().functions().getFirst();

    @TempDir
    private Path folder;

    private Instant now = NOW;
    private LocalLogs logs;
    private Console console;

    @BeforeEach
    void keepLines() {
        logs = new LocalLogs(ApplicationFixture.application(), folder, () -> now, () -> "id-" + printed.size());
        console = logs.keeping(new Console() {
            @Override
            public void line(String source, String text) {
                printed.add(source + " " + text);
            }

            @Override
            public void warn(String source, String text) {
                printed.add("warning");
            }

            @Override
            public void expect(Collection<String> sources) {}
        });
    }

    @AfterEach
    void deleteLines() throws Exception {
        logs.close();
        try (var left = Files.list(folder)) {
            assertThat(left).as("of a run that has ended").isEmpty();
        }
    }

    @Test
    void query_shouldFindAFunctionsLinesByEachText_inTheirOrder() {
        console.line(function.logicalId(), "{\"eventId\":\"e-1\"}");
        now = now.plusMillis(1);
        console.line(function.logicalId(), "of e-3\nof e-2\tüb\u00e9r");
        console.line("of no function", "e-1");

        JsonNode answer = ask(QUERY, NOW, NOW);

        assertThat(messages(answer)).containsExactly("{\"eventId\":\"e-1\"}", "of e-2\tüb\u00e9r");
        assertThat(answer.at("/results/0/0/value").asString()).isEqualTo("2026-11-27 12:00:00.123");
        assertThat(answer.path("status").asString()).isEqualTo("Complete");
        assertThat(answer.at("/statistics/recordsScanned").asInt()).isEqualTo(3);
        assertThat(printed).as("passed on").hasSize(3);
    }

    @Test
    void query_shouldFindNothing_beforeAndAfterItsTime() {
        console.line(function.logicalId(), "e-1");

        assertThat(messages(ask(QUERY, NOW.minusSeconds(9), NOW.minusSeconds(1))))
                .isEmpty();
        assertThat(messages(ask(QUERY, NOW.plusSeconds(1), NOW.plusSeconds(9)))).isEmpty();
    }

    @Test
    void query_shouldGiveNoMoreThanItsLimit() {
        console.line(function.logicalId(), "e-1 first");
        console.line(function.logicalId(), "e-1 second");

        JsonNode answer = ask(QUERY.replace("10000", "1"), NOW, NOW);

        assertThat(messages(answer)).containsExactly("e-1 first");
        assertThat(answer.at("/statistics/recordsMatched").asInt()).isEqualTo(2);
    }

    @Test
    void query_shouldFindNothing_whenNobodyHasPrinted() {
        assertThat(messages(ask(QUERY, NOW, NOW))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            stats count(*) | MalformedQueryException | fields @timestamp, @message | filter
            fields @timestamp, @message [ filter @message like /e/ [ sort @timestamp asc | MalformedQueryException | knows queries of this form
            """)
    void startQuery_shouldSayWhatItKnows_whenTheQueryIsAnotherOne(String query, String code, String message) {
        EdgeResponse answer = send("StartQuery", start(query.replace('[', '|'), group(), NOW, NOW));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.bodyText()).contains(code, message);
    }

    @Test
    void startQuery_shouldNameTheGroups_whenThereIsNoSuch() {
        EdgeResponse answer = send("StartQuery", start(QUERY, "nothing", NOW, NOW));

        assertThat(answer.bodyText()).contains("ResourceNotFoundException", "Log group 'nothing'", group());
    }

    @Test
    void handle_shouldSayWhatIsSupported_whenTheOperationIsNot() {
        assertThat(send("FilterLogEvents", "{}").bodyText())
                .contains("UnknownOperationException", "GetQueryResults, StartQuery");
        assertThat(send("GetQueryResults", "{\"queryId\":\"none\"}").bodyText()).contains("ResourceNotFoundException");
        assertThat(send("StartQuery", "{").bodyText()).contains("SerializationException");
    }

    private String group() {
        return function.configuration().logGroup();
    }

    private JsonNode ask(String query, Instant from, Instant to) {
        JsonNode started = JSON.readTree(
                send("StartQuery", start(query, group(), from, to)).bodyText());
        return JSON.readTree(send(
                        "GetQueryResults",
                        "{\"queryId\":\"" + started.path("queryId").asString() + "\"}")
                .bodyText());
    }

    private static String start(String query, String group, Instant from, Instant to) {
        return "{\"logGroupNames\":[\"%s\"],\"startTime\":%d,\"endTime\":%d,\"queryString\":\"%s\"}"
                .formatted(group, from.getEpochSecond(), to.getEpochSecond(), query);
    }

    private static List<String> messages(JsonNode answer) {
        List<String> messages = new ArrayList<>();
        answer.path("results").forEach(row -> messages.add(row.at("/1/value").asString()));
        return messages;
    }

    private EdgeResponse send(String operation, String body) {
        return logs.handle(Requests.json("logs", "Logs_20140328." + operation, body));
    }
}
