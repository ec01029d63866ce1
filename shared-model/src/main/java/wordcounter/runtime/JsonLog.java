package wordcounter.runtime;

import com.amazonaws.services.lambda.runtime.Context;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import wordcounter.json.JsonObject;

/**
 * Writes one JSON line per decision of a function to standard output, which Lambda sends to CloudWatch Logs.
 *
 * <p>Each line has {@code timestamp}, {@code level}, {@code message}, {@code function} and {@code requestId}, and the fields that the
 * caller adds: as a rule the event's id and the id of the request that brought it, never a text that somebody sent.
 * Thread-safe.
 */
public final class JsonLog {

    private final String function;
    private final PrintStream out;
    private final Clock clock;
    private final InvocationMetrics metrics;

    /** Of the invocation that the process is at: it gets one after the other. */
    private volatile String requestId = "";

    /**
     * A log without metrics.
     *
     * @param function whose decisions these are
     */
    public JsonLog(FunctionModule function, PrintStream out, Clock clock) {
        this(function.module(), out, clock, InvocationMetrics.unwritten(clock));
    }

    /** A log whose metrics are those of the stack of that name. */
    public JsonLog(FunctionModule function, String stack, PrintStream out, Clock clock) {
        this(function.module(), out, clock, new InvocationMetrics(function, stack, out, clock));
    }

    private JsonLog(String function, PrintStream out, Clock clock, InvocationMetrics metrics) {
        this.function = function;
        this.out = out;
        this.clock = clock;
        this.metrics = metrics;
    }

    /** The log of a function on Lambda, with metrics. */
    public static JsonLog forLambda(FunctionModule function, Environment environment) {
        return new JsonLog(function, environment.required("STACK_NAME"), System.out, Clock.systemUTC());
    }

    /** A log that writes nothing, for a handler's twin that is only primed. */
    public static JsonLog silent(Clock clock) {
        return new JsonLog(
                "",
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
                clock,
                InvocationMetrics.unwritten(clock));
    }

    /** What the invocation adds up; the handler writes it as a line of this log when the invocation ends. */
    public InvocationMetrics metrics() {
        return metrics;
    }

    /**
     * Begins an invocation: the lines from now on are its own. They have Lambda's id of it, which stays the same when Lambda tries an
     * asynchronous one again, and which Lambda's own lines about it have too.
     */
    public void begin(Context invocation) {
        requestId = invocation.getAwsRequestId();
    }

    public void info(String message, Map<String, ?> fields) {
        write("INFO", message, fields);
    }

    public void warn(String message, Map<String, ?> fields) {
        write("WARN", message, fields);
    }

    public void warn(String message, Map<String, ?> fields, Throwable cause) {
        write("WARN", message, fields, cause);
    }

    public void error(String message, Map<String, ?> fields, Throwable cause) {
        write("ERROR", message, fields, cause);
    }

    private void write(String level, String message, Map<String, ?> fields, Throwable cause) {
        StringWriter stackTrace = new StringWriter();
        cause.printStackTrace(new PrintWriter(stackTrace));
        Map<String, Object> all = new LinkedHashMap<>(fields);
        all.put("exception", cause.getClass().getName());
        all.put("stackTrace", stackTrace.toString());
        write(level, message, all);
    }

    private void write(String level, String message, Map<String, ?> fields) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("timestamp", clock.instant().toString());
        members.put("level", level);
        members.put("message", message);
        members.put("function", function);
        if (!requestId.isEmpty()) {
            members.put("requestId", requestId);
        }
        members.putAll(fields);
        byte[] line = (new JsonObject(members).toJson() + "\n").getBytes(StandardCharsets.UTF_8);
        out.write(line, 0, line.length); // one write, so that no line is torn
        out.flush();
    }
}
