package localrunner.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import localrunner.console.RecordingConsole;
import localrunner.edge.ApplicationFixture;
import localrunner.edge.EdgeRequest;
import localrunner.edge.EdgeResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class FaultsApiTest {

    private final Faults faults = new Faults(ApplicationFixture.application(), new Random(17), new RecordingConsole());
    private final FaultsApi api = new FaultsApi(faults);

    @Test
    void get_shouldShowWhatIsOn_andWhatCanBe() {
        call("PUT", "/_faults/Words/delay", "{\"percentage\":10,\"delayMilliseconds\":2000}");
        call("PUT", "/_faults/demo-Counter/error", "{\"preventExecution\":false}");
        call("PUT", "/_faults/Counter/kill", "");
        var _ = faults.next("Counter");

        JsonNode all = JsonMapper.shared().readTree(call("GET", "/_faults", "").bodyText());

        assertThat(all.path("faults")).isEqualTo(JsonMapper.shared().readTree("""
                [{"target":"Counter","type":"function","fault":"error","percentage":100,"preventExecution":false,"calls":1,"struck":1},
                 {"target":"Counter","type":"function","fault":"kill","percentage":100,"calls":0,"struck":0},
                 {"target":"Words","type":"table","fault":"delay","percentage":10,"delayMilliseconds":2000,"calls":0,"struck":0}]
                """));
        assertThat(all.path("targets")).isEqualTo(JsonMapper.shared().readTree("""
                [{"target":"Counter","type":"function","faults":["delay","error","kill","throttle"]},
                 {"target":"Words","type":"table","faults":["delay","error","throttle"]},
                 {"target":"Ledger","type":"table","faults":["delay","error","throttle"]},
                 {"target":"Dlq","type":"queue","faults":["delay","error","throttle"]}]
                """));
    }

    @Test
    void put_shouldAnswerWithWhatIsOn() {
        EdgeResponse answer = call("PUT", "/_faults/Dlq/throttle", "{\"percentage\":1}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.bodyText())
                .isEqualTo("{\"target\":\"Dlq\",\"type\":\"queue\",\"fault\":\"throttle\",\"percentage\":1,"
                        + "\"calls\":0,\"struck\":0}");
    }

    @Test
    void delete_shouldSwitchOffOne_allOfATarget_orEverything() {
        for (String fault : new String[] {"kill", "error", "throttle"}) {
            call("PUT", "/_faults/Counter/" + fault, "");
        }
        call("PUT", "/_faults/Words/throttle", "");
        call("PUT", "/_faults/Ledger/throttle", "");

        assertThat(cleared("/_faults/Counter/kill")).isEqualTo(1);
        assertThat(cleared("/_faults/Counter/kill")).isZero();
        assertThat(cleared("/_faults/Counter")).isEqualTo(2);
        assertThat(cleared("/_faults/")).isEqualTo(2);
        assertThat(faults.isAnyOn()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PUT /_faults/Cuonter/kill | '' | 404 | there is no function, table, topic or queue Cuonter; did you mean Counter?",
                "PUT /_faults/Words/kill | '' | 400 | a table has no fault kill; it has delay, error, throttle",
                "PUT /_faults/Counter/explode | '' | 400 | a function has no fault explode; it has delay, error, kill, throttle",
                "PUT /_faults/Counter/delay | '' | 400 | a delay needs delayMilliseconds",
                "PUT /_faults/Counter/delay | {\"delayMilliseconds\":0} | 400 | a delay is 1 to 900000 ms, not 0",
                "PUT /_faults/Counter/delay | {\"delayMilliseconds\":\"2s\"} | 400 | delayMilliseconds is a whole number",
                "PUT /_faults/Counter/kill | {\"percentage\":101} | 400 | percentage is 1 to 100, not 101",
                "PUT /_faults/Counter/kill | {\"percentage\":0.5} | 400 | percentage is a whole number, not 0.5",
                "PUT /_faults/Counter/kill | {\"rate\":10} | 400 | the fault kill has no rate; it has percentage",
                "PUT /_faults/Counter/error | {\"preventExecution\":\"no\"} | 400 | preventExecution is true or false",
                "PUT /_faults/Counter/error | {percentage | 400 | the body is no JSON",
                "PUT /_faults/Counter/error | [10] | 400 | the body is a JSON object",
                "PUT /_faults/Counter | '' | 404 | PUT /_faults/<target>/<fault> switches a fault on",
                "PUT /_faults/%zz/kill | '' | 400 | the path is malformed",
                "GET /_faults/Counter | '' | 404 | GET /_faults shows all",
                "DELETE /_faults/Counter/explode | '' | 404 | there is no fault explode",
                "POST /_faults | '' | 405 | GET shows the faults"
            })
    void handle_shouldSayWhatIsWrong(String request, String body, int status, String message) {
        String[] parts = request.split(" ", 2);

        EdgeResponse answer = call(parts[0], parts[1], body);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(JsonMapper.shared()
                        .readTree(answer.bodyText())
                        .path("message")
                        .asString())
                .startsWith(message);
        assertThat(faults.isAnyOn()).isFalse();
    }

    private int cleared(String path) {
        return JsonMapper.shared()
                .readTree(call("DELETE", path, "").bodyText())
                .path("cleared")
                .size();
    }

    private EdgeResponse call(String method, String path, String body) {
        return api.handle(new EdgeRequest(method, path, "", Map.of(), body.getBytes(StandardCharsets.UTF_8)));
    }
}
