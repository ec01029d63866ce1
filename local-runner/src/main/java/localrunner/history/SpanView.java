package localrunner.history;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import localrunner.facts.Payload;

/**
 * A step on the way of an event, as it stood at a moment.
 *
 * @param parent the span that caused it; empty for the first one, and when that is not known
 * @param links other spans that are a cause too
 * @param guess whether the parent may be another one
 * @param who the logical id of what did it; empty for somebody outside
 * @param duration empty as long as it has not ended
 * @param attempt 1, or more for a repetition
 * @param request as it was, secrets included
 * @param answer as it was, secrets included
 * @param lines of the function's log, as they were, secrets included
 */
public record SpanView(
        String id,
        Optional<String> parent,
        List<String> links,
        boolean guess,
        Kind kind,
        String who,
        String title,
        Instant start,
        Optional<Duration> duration,
        Status status,
        int attempt,
        String requestId,
        Map<String, String> detail,
        Payload request,
        Payload answer,
        List<LogLine> lines) {

    public SpanView {
        links = List.copyOf(links);
        detail = Map.copyOf(detail);
        lines = List.copyOf(lines);
    }

    /** A line of a function's log. */
    public record LogLine(Instant at, String text) {}
}
