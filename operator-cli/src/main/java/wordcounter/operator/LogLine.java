package wordcounter.operator;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import wordcounter.json.InvalidJsonException;
import wordcounter.json.JsonObject;

/**
 * A line that a function has logged, as docs/operate.md describes it under "Logs".
 *
 * @param function its module
 * @param requestId Lambda's id of the invocation; empty where the line was logged by a version that did not tell it
 * @param details what else the line says, in its order, without a stack trace
 */
record LogLine(
        Instant time,
        String function,
        String level,
        String message,
        String requestId,
        Optional<String> eventId,
        Optional<String> correlationId,
        Optional<String> traceId,
        Map<String, Object> details) {

    private static final String EVENT_ID = "eventId";
    private static final String CORRELATION_ID = "correlationId";
    private static final String TRACE_ID = "trace_id";

    /** What is shown apart, or is no detail. */
    private static final Set<String> NO_DETAILS = Set.of(
            "timestamp",
            "level",
            "message",
            "function",
            "requestId",
            EVENT_ID,
            CORRELATION_ID,
            TRACE_ID,
            "span_id",
            "parent_span_id",
            "stackTrace");

    /** Reads a line; empty when it is none of a function's own, as Lambda's about the invocation are not. */
    static Optional<LogLine> parse(String text) {
        try {
            JsonObject line = JsonObject.parse(text);
            Map<String, Object> details = new LinkedHashMap<>(line.members());
            details.keySet().removeAll(NO_DETAILS);
            return Optional.of(new LogLine(
                    Instant.parse(line.requiredString("timestamp")),
                    line.requiredString("function"),
                    line.requiredString("level"),
                    line.requiredString("message"),
                    line.optionalString("requestId").orElse(""),
                    line.optionalString(EVENT_ID),
                    line.optionalString(CORRELATION_ID),
                    line.optionalString(TRACE_ID),
                    details));
        } catch (InvalidJsonException | DateTimeException e) {
            return Optional.empty();
        }
    }

    Optional<String> detail(String name) {
        return Optional.ofNullable(details.get(name)).map(Object::toString);
    }
}
