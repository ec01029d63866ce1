package wordcounter.testing;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import wordcounter.json.JsonObject;
import wordcounter.runtime.FunctionModule;
import wordcounter.runtime.JsonLog;

/** A log whose lines a test can read. */
public final class LogLines {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    public JsonLog log(FunctionModule function, Clock clock) {
        return new JsonLog(function, new PrintStream(bytes, true, StandardCharsets.UTF_8), clock);
    }

    /** A log that has the invocation's metrics too, as of a stack called words. */
    public JsonLog measuredLog(FunctionModule function, Clock clock) {
        return new JsonLog(function, "words", new PrintStream(bytes, true, StandardCharsets.UTF_8), clock);
    }

    public List<JsonObject> lines() {
        return text().lines().map(JsonObject::parse).toList();
    }

    /** What each invocation of a {@link #measuredLog} has measured, by the metrics' names. */
    public List<Map<String, Object>> metrics() {
        return lines().stream()
                .map(JsonObject::members)
                .filter(members -> members.containsKey("_aws"))
                .map(members -> {
                    Map<String, Object> measured = new TreeMap<>(members);
                    measured.keySet().removeAll(Set.of("_aws", "function", "requestId", "Stack"));
                    return measured;
                })
                .toList();
    }

    public String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
