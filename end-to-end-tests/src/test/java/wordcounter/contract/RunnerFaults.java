package wordcounter.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import wordcounter.json.JsonObject;
import wordcounter.targets.Target;

/** The local runner's faults, by its own endpoint (docs/faults.md). Closing switches all off. */
final class RunnerFaults implements AutoCloseable {

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI faults;

    /** @param target a local runner */
    RunnerFaults(Target target) {
        faults = URI.create(target.operatorOptions().getLast() + "/_faults");
    }

    void switchOn(String logicalId, String fault, String settings) {
        JsonObject _ = call("PUT", "/" + logicalId + "/" + fault, settings);
    }

    /**
     * Every kind of fault for all functions, tables, topics and queues: of ten calls two are slow, one fails and one is refused. Half
     * of what fails is done nevertheless. Of a function's invocations one in ten is killed.
     */
    void switchOnEverything() {
        boolean isDone = false;
        for (JsonObject target : call("GET", "", "").requiredObjects("targets")) {
            String logicalId = target.requiredString("target");
            switchOn(logicalId, "delay", "{\"percentage\":20,\"delayMilliseconds\":50}");
            switchOn(logicalId, "error", "{\"percentage\":10,\"preventExecution\":" + isDone + "}");
            switchOn(logicalId, "throttle", "{\"percentage\":10}");
            if (target.requiredString("type").equals("function")) {
                switchOn(logicalId, "kill", "{\"percentage\":10}");
            }
            isDone = !isDone;
        }
    }

    /** How often each has struck so far: {@code SnsMultiplierFunction error} and the number. */
    Map<String, Long> struck() {
        return struck(call("GET", "", "").requiredObjects("faults"));
    }

    /** Switches all off, and returns how often each has struck. */
    Map<String, Long> clear() {
        return struck(call("DELETE", "", "").requiredObjects("cleared"));
    }

    private static Map<String, Long> struck(List<JsonObject> entries) {
        Map<String, Long> struck = new TreeMap<>();
        entries.forEach(entry -> struck.put(
                entry.requiredString("target") + " " + entry.requiredString("fault"), entry.requiredLong("struck")));
        return struck;
    }

    private JsonObject call(String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(faults + path))
                .method(method, BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            return JsonObject.parse(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        Map<String, Long> _ = clear();
        http.close();
    }
}
