package wordcounter.operator;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import wordcounter.counts.LedgerEntry;
import wordcounter.deadletters.DeadLetterReport;
import wordcounter.json.JsonObject;
import wordcounter.operator.EventTrace.Step;

/** Shows an event's way: to people as text, to programs as JSON. */
final class TraceReport {

    private final EventTrace trace;

    TraceReport(EventTrace trace) {
        this.trace = trace;
    }

    String text() {
        StringBuilder text = new StringBuilder();
        line(text, "event", trace.eventId());
        line(text, "brought by", String.join(", ", trace.correlationIds()));
        line(text, "trace", String.join(", ", trace.traceIds()));
        trace.ledger().ifPresent(entry -> line(text, "ledger", ledger(entry)));
        line(text, "now", trace.state().text());
        for (DeadLetterReport letter : trace.deadLetters()) {
            line(
                    text,
                    "waits",
                    letter.kind() + " " + letter.messageId() + ", replayed " + letter.replays() + " times: "
                            + letter.error());
        }
        return text + "\n" + table();
    }

    private static void line(StringBuilder text, String name, String value) {
        if (!value.isEmpty()) {
            text.append(String.format(Locale.ROOT, "%-11s ", name))
                    .append(Printable.message(value))
                    .append('\n');
        }
    }

    private static String ledger(LedgerEntry entry) {
        return "accepted " + entry.acceptedAt() + "; of " + entry.plan().chunks() + " chunks "
                + entry.counted().size() + " counted, " + entry.multiplied().size() + " multiplied";
    }

    private String table() {
        List<Step> steps = trace.steps();
        if (steps.isEmpty()) {
            return "The log has nothing of it, from when it was accepted on.\n";
        }
        Instant first = steps.getFirst().time();
        Table table = new Table("TIME", "AFTER", "WHERE", "ATTEMPT", "WHAT", "REQUEST", "MORE");
        for (Step step : steps) {
            table.add(
                    step.time().truncatedTo(ChronoUnit.MILLIS).toString(),
                    after(Duration.between(first, step.time())),
                    step.where(),
                    step.attempt() == 0 ? "" : Integer.toString(step.attempt()),
                    step.what(),
                    step.requestId(),
                    step.details().entrySet().stream()
                            .map(detail -> detail.getKey() + " " + shown(detail.getKey(), detail.getValue()))
                            .collect(Collectors.joining(", ")));
        }
        return table.text();
    }

    /** An exception by its class alone. */
    private static String shown(String name, Object value) {
        String text = String.valueOf(value);
        return name.equals("exception") ? text.substring(text.lastIndexOf('.') + 1) : text;
    }

    private static String after(Duration duration) {
        return duration.compareTo(Duration.ofMinutes(2)) < 0
                ? String.format(Locale.ROOT, "%.3f s", duration.toMillis() / 1e3)
                : Durations.text(duration);
    }

    JsonObject json() {
        return JsonObject.builder()
                .put("eventId", trace.eventId())
                .put("state", trace.state().name())
                .put("done", trace.isDone())
                .put("correlationIds", List.copyOf(trace.correlationIds()))
                .put("traceIds", List.copyOf(trace.traceIds()))
                .putIfPresent("ledger", trace.ledger().map(TraceReport::json))
                .put(
                        "deadLetters",
                        trace.deadLetters().stream().map(TraceReport::json).toList())
                .put("steps", trace.steps().stream().map(TraceReport::json).toList())
                .build();
    }

    private static Map<String, Object> json(LedgerEntry entry) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("acceptedAt", entry.acceptedAt().toString());
        json.put("chunks", entry.plan().chunks());
        json.put("counted", entry.counted().size());
        json.put("multiplied", entry.multiplied().size());
        return json;
    }

    private static JsonObject json(DeadLetterReport letter) {
        return JsonObject.builder()
                .put("messageId", letter.messageId())
                .put("kind", letter.kind().name())
                .put("function", letter.function())
                .put("error", letter.error())
                .put("ageSeconds", letter.age().toSeconds())
                .put("replays", letter.replays())
                .build();
    }

    private static JsonObject json(Step step) {
        return JsonObject.builder()
                .put("time", step.time().toString())
                .put("where", step.where())
                .putIfPresent("attempt", Optional.of(step.attempt()).filter(attempt -> attempt > 0))
                .put("what", step.what())
                .putIfPresent("requestId", Optional.of(step.requestId()).filter(id -> !id.isEmpty()))
                .put("details", step.details())
                .build();
    }
}
