package wordcounter.operator;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import wordcounter.counts.LedgerEntry;
import wordcounter.deadletters.DeadLetterReport;

/**
 * What is known of an event's way.
 *
 * @param ledger what the ledger knows; empty before the event is counted, and when it is 45 days old
 * @param lines what the functions have logged about it, the earliest first
 * @param merged the first line about a batch of the summaries that the +10 was in; empty when there is none yet
 * @param deadLetters those that wait in the queue now
 * @param readAt when all that was read
 */
record EventTrace(
        String eventId,
        Optional<LedgerEntry> ledger,
        List<LogLine> lines,
        Optional<LogLine> merged,
        List<DeadLetterReport> deadLetters,
        Instant readAt) {

    static final String MULTIPLIED = "multiplied";
    static final String AGGREGATED = "aggregated";

    /** Where an event is. */
    enum State {
        /** It is known, and no function has said yet that it will count; or it was refused. */
        NOT_ACCEPTED("not accepted: the last line says why"),
        /** It will count. */
        ACCEPTED("accepted; nothing of it is counted yet"),
        /** It has come out of the topic. */
        PUBLISHED("published; nothing of it is counted yet"),
        /** Some of its words have their +1. */
        COUNTED_IN_PART("counted in part"),
        COUNTED("counted; its +10 is under way"),
        MULTIPLIED("multiplied; the summaries follow within seconds"),
        IN_THE_SUMMARIES("in the summaries"),
        /** A letter about it waits in the dead-letter queue: its function failed on it. */
        DEAD_LETTERED("a dead letter, which waits for a replay"),
        /** The same, but a function has put it there itself: no retry could help. */
        PARKED("parked in the dead-letter queue, since no retry could help");

        private final String text;

        State(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    /**
     * One thing that happened.
     *
     * @param attempt which of the function's attempts it belongs to, from 1; 0 where there are none
     * @param details by name
     */
    record Step(Instant time, String where, int attempt, String what, String requestId, Map<String, Object> details) {}

    EventTrace {
        lines = List.copyOf(lines);
        deadLetters = List.copyOf(deadLetters);
    }

    /** Whether anybody knows it. */
    boolean isKnown() {
        return ledger.isPresent() || !lines.isEmpty() || !deadLetters.isEmpty();
    }

    State state() {
        if (ledger.filter(LedgerEntry::isMultiplied).isPresent()) {
            return merged.isPresent() ? State.IN_THE_SUMMARIES : State.MULTIPLIED;
        }
        if (!deadLetters.isEmpty()) {
            return deadLetters.stream().anyMatch(letter -> letter.kind().name().startsWith("PARKED_"))
                    ? State.PARKED
                    : State.DEAD_LETTERED;
        }
        if (ledger.isPresent()) {
            return ledger.get().isCounted() ? State.COUNTED : State.COUNTED_IN_PART;
        }
        if (has("published")) {
            return State.PUBLISHED;
        }
        return has("accepted") || has("taken from the queue") ? State.ACCEPTED : State.NOT_ACCEPTED;
    }

    private boolean has(String message) {
        return lines.stream().anyMatch(line -> line.message().equals(message));
    }

    /** Whether all of it counts, and nothing about it waits for an operator. */
    boolean isDone() {
        return ledger.filter(LedgerEntry::isMultiplied).isPresent() && deadLetters.isEmpty();
    }

    Set<String> correlationIds() {
        return lines.stream()
                .flatMap(line -> line.correlationId().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    Set<String> traceIds() {
        return lines.stream().flatMap(line -> line.traceId().stream()).collect(Collectors.toCollection(TreeSet::new));
    }

    /** All that happened, in order. When it became a dead letter is told by the letter, or by the line of its replay. */
    List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        Attempts attempts = new Attempts();
        Set<String> letters = new HashSet<>();
        for (LogLine line : lines) {
            becameDeadLetter(line)
                    .filter(_ -> letters.add(line.detail("messageId").orElse("")))
                    .ifPresent(steps::add);
            steps.add(new Step(
                    line.time(), line.function(), attempts.of(line), line.message(), line.requestId(), line.details()));
        }
        merged.ifPresent(line ->
                steps.add(new Step(line.time(), line.function(), 0, line.message(), line.requestId(), line.details())));
        deadLetters.stream()
                .filter(letter -> letters.add(letter.messageId()))
                .map(this::waits)
                .forEach(steps::add);
        steps.sort(Comparator.comparing(Step::time));
        return steps;
    }

    /** Not later than the line, which may be from another clock. */
    private static Optional<Step> becameDeadLetter(LogLine line) {
        return line.detail("deadSince")
                .flatMap(EventTrace::instant)
                .map(since -> deadLetter(
                        since.isBefore(line.time()) ? since : line.time(),
                        line.detail("kind").orElse(""),
                        line.detail("failedFunction").orElse(""),
                        line.detail("error").orElse(""),
                        line.detail("messageId").orElse("")));
    }

    private Step waits(DeadLetterReport letter) {
        return deadLetter(
                readAt.minus(letter.age()),
                letter.kind().name(),
                letter.function(),
                letter.error(),
                letter.messageId());
    }

    private static Step deadLetter(Instant since, String kind, String function, String error, String messageId) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("messageId", messageId);
        details.put("kind", kind);
        details.put("failedFunction", function);
        details.put("error", error);
        return new Step(since, "dead-letter queue", 0, "became a dead letter", "", details);
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /**
     * Numbers the attempts of each function. Another invocation is another attempt, and so is the same one when it logs again what it has
     * logged: Lambda gives an asynchronous invocation the same id each time it tries.
     */
    private static final class Attempts {

        private final Map<String, Integer> numbers = new HashMap<>();
        private final Map<String, Set<String>> seen = new HashMap<>();

        int of(LogLine line) {
            Set<String> logged = seen.computeIfAbsent(line.function(), _ -> new HashSet<>());
            boolean isSameInvocation = logged.contains(line.requestId());
            boolean isNews = logged.add(line.requestId() + " " + line.message());
            if (isSameInvocation && isNews && !line.requestId().isEmpty()) {
                return numbers.getOrDefault(line.function(), 1);
            }
            logged.clear();
            logged.add(line.requestId());
            logged.add(line.requestId() + " " + line.message());
            return numbers.merge(line.function(), 1, Integer::sum);
        }
    }
}
