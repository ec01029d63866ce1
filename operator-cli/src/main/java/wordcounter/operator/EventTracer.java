package wordcounter.operator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import wordcounter.counts.LedgerEntry;
import wordcounter.deadletters.DeadLetterFilter;
import wordcounter.deadletters.DeadLetterReport;
import wordcounter.deadletters.ReplayRequest;
import wordcounter.deadletters.ReplayRequest.Mode;

/** Puts an event's way together: from the ledger, the log and the dead-letter queue. It only reads. */
final class EventTracer {

    /** A document's change, or a text's place in a queue, comes before the event that it leads to. */
    private static final Duration BEFORE = Duration.ofHours(1);

    /** Within which a batch with a counter's change is merged, or something is wrong. */
    private static final Duration UNTIL_MERGED = Duration.ofMinutes(15);

    private final Function<String, Optional<LedgerEntry>> ledger;
    private final LogSearch logs;
    private final ReplayCalls deadLetters;
    private final Clock clock;

    /** @param ledger finds an event's entry */
    EventTracer(Function<String, Optional<LedgerEntry>> ledger, LogSearch logs, ReplayCalls deadLetters, Clock clock) {
        this.ledger = ledger;
        this.logs = logs;
        this.deadLetters = deadLetters;
        this.clock = clock;
    }

    /** The events that are in a trace. */
    Set<String> eventsOf(String traceId, Instant from) {
        return logs.linesWith(List.of(traceId), from, clock.instant()).stream()
                .filter(line -> line.traceId().equals(Optional.of(traceId)))
                .flatMap(line -> line.eventId().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Traces an event.
     *
     * @param from from when on to look at the log, if the ledger does not know when it was accepted
     */
    EventTrace trace(String eventId, Instant from) {
        Instant now = clock.instant();
        Optional<LedgerEntry> entry = ledger.apply(eventId);
        Instant begin = entry.map(known -> known.acceptedAt().minus(BEFORE))
                .filter(from::isAfter)
                .orElse(from);
        List<LogLine> lines = lines(eventId, begin, now);
        Set<String> correlationIds = lines.stream()
                .flatMap(line -> line.correlationId().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        List<DeadLetterReport> letters = deadLetters
                .call(ReplayRequest.of(Mode.SHOW_REPLAY, DeadLetterFilter.ALL)
                        .withMaxMessages(ReplayRequest.MAX_MESSAGES))
                .letters()
                .stream()
                .filter(letter -> letter.eventId()
                        .map(eventId::equals)
                        .orElseGet(() -> letter.correlationId()
                                .filter(correlationIds::contains)
                                .isPresent()))
                .toList();
        return new EventTrace(eventId, entry, lines, merged(lines, now), letters, clock.instant());
    }

    /** The lines about the event, and those about what brought it in that are of no other event. */
    private List<LogLine> lines(String eventId, Instant from, Instant to) {
        List<LogLine> ofEvent = logs.linesWith(List.of(eventId), from, to).stream()
                .filter(line -> line.eventId().equals(Optional.of(eventId)))
                .toList();
        List<String> correlationIds = ofEvent.stream()
                .flatMap(line -> line.correlationId().stream())
                .distinct()
                .toList();
        if (correlationIds.isEmpty()) {
            return ofEvent;
        }
        Stream<LogLine> others = logs.linesWith(correlationIds, from, to).stream()
                .filter(line -> line.eventId().isEmpty())
                .filter(line ->
                        line.correlationId().filter(correlationIds::contains).isPresent());
        List<LogLine> all =
                new ArrayList<>(Stream.concat(ofEvent.stream(), others).toList());
        all.sort(Comparator.comparing(LogLine::time));
        return all;
    }

    /**
     * The first batch of the summaries that was merged after the +10, with a counter's change of that time or later in it. DynamoDB tells a
     * change's time to the second.
     */
    private Optional<LogLine> merged(List<LogLine> lines, Instant now) {
        Optional<Instant> multiplied = lines.stream()
                .filter(line -> line.message().equals(EventTrace.MULTIPLIED))
                .map(LogLine::time)
                .findFirst();
        if (multiplied.isEmpty()) {
            return Optional.empty();
        }
        Instant since = multiplied.get();
        Instant second = since.truncatedTo(ChronoUnit.SECONDS);
        Instant until = since.plus(UNTIL_MERGED);
        return logs.linesWith(List.of(EventTrace.AGGREGATED), second, until.isBefore(now) ? until : now).stream()
                .filter(line -> line.message().equals(EventTrace.AGGREGATED))
                .filter(line -> !line.time().isBefore(since))
                .filter(line -> line.detail("upTo")
                        .filter(upTo -> !Instant.parse(upTo).isBefore(second))
                        .isPresent())
                .findFirst();
    }
}
