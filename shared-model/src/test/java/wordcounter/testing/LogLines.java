package wordcounter.testing;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
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

    public String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
