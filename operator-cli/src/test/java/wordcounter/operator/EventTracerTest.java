package wordcounter.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import wordcounter.counts.ChunkPlan;
import wordcounter.counts.LedgerEntry;
import wordcounter.deadletters.DeadLetterKind;
import wordcounter.deadletters.DeadLetterReport;
import wordcounter.deadletters.DeadLetterReport.Outcome;
import wordcounter.deadletters.ReplayReport;
import wordcounter.operator.EventTrace.State;
import wordcounter.operator.EventTrace.Step;
import wordcounter.testing.ManualClock;

class EventTracerTest {

    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
    private static final Instant YESTERDAY = NOW.minus(Duration.ofDays(1));
    private static final String EVENT = "event-1";

    private final List<String> log = new ArrayList<>();
    private final Map<String, LedgerEntry> ledger = new HashMap<>();
    private final List<DeadLetterReport> letters = new ArrayList<>();
    private final List<Instant> askedFrom = new ArrayList<>();
    private final EventTracer tracer = new EventTracer(
            id -> Optional.ofNullable(ledger.get(id)),
            (ids, from, to) -> {
                askedFrom.add(from);
                return log.stream()
                        .filter(line -> ids.stream().anyMatch(line::contains))
                        .flatMap(line -> LogLine.parse(line).stream())
                        .filter(line -> !line.time().isBefore(from))
                        .toList();
            },
            _ -> new ReplayReport(letters, 0, List.of(), false),
            new ManualClock(NOW));

    @Test
    void trace_shouldPutTheWayInOrder_withWhatIsOnlyKnownByTheRequest() {
        logged(2, "sns-logger-fn", "published", "l-1", "\"eventId\":\"event-1\",\"correlationId\":\"request-1\"");
        logged(1, "word-counter-fn", "accepted", "a-1", "\"eventId\":\"event-1\",\"correlationId\":\"request-1\"");
        logged(0, "document-words-fn", "marked as changed", "d-1", "\"correlationId\":\"request-1\"");
        logged(1, "word-counter-fn", "accepted", "a-2", "\"eventId\":\"event-2\",\"correlationId\":\"request-1\"");
        log.add("START RequestId: event-1");

        EventTrace trace = tracer.trace(EVENT, YESTERDAY);

        assertThat(trace.steps()).extracting(Step::what).containsExactly("marked as changed", "accepted", "published");
        assertThat(trace.correlationIds()).containsExactly("request-1");
        assertThat(trace.state()).isEqualTo(State.PUBLISHED);
        assertThat(trace.isDone()).isFalse();
    }

    @Test
    void trace_shouldNumberAttempts_byInvocationAndByWhatComesAgainInOne() {
        for (int attempt = 0; attempt < 3; attempt++) {
            logged(attempt, "sns-multiplier-fn", "not multiplied yet", "m-1", "\"eventId\":\"event-1\"");
        }
        logged(9, "sns-multiplier-fn", "multiplied", "m-2", "\"eventId\":\"event-1\"");

        assertThat(tracer.trace(EVENT, YESTERDAY).steps())
                .extracting(Step::what, Step::attempt)
                .containsExactly(
                        tuple("not multiplied yet", 1),
                        tuple("not multiplied yet", 2),
                        tuple("not multiplied yet", 3),
                        tuple("multiplied", 4));
    }

    @Test
    void state_shouldBeInTheSummaries_onceABatchOfThatSecondIsMergedAfterIt() {
        ledger.put(EVENT, entry(Set.of(0), Set.of(0)));
        logged(10, "sns-multiplier-fn", "multiplied", "m-1", "\"eventId\":\"event-1\"");
        logged(9, "event-aggregator-fn", "aggregated", "g-0", "\"upTo\":\"" + NOW.plusSeconds(99) + "\"");
        logged(11, "event-aggregator-fn", "aggregated", "g-1", "\"upTo\":\"" + at(9) + "\"");
        assertThat(tracer.trace(EVENT, YESTERDAY).state()).isEqualTo(State.MULTIPLIED);

        logged(12, "event-aggregator-fn", "aggregated", "g-2", "\"upTo\":\"" + at(10) + "\"");

        EventTrace trace = tracer.trace(EVENT, YESTERDAY);
        assertThat(trace.state()).isEqualTo(State.IN_THE_SUMMARIES);
        assertThat(trace.steps().getLast().requestId()).isEqualTo("g-2");
        assertThat(trace.isDone()).isTrue();
    }

    @Test
    void state_shouldTellOfTheDeadLetter_whichIsTheEventsOrOfWhatBroughtItIn() {
        ledger.put(EVENT, entry(Set.of(0), Set.of()));
        assertThat(tracer.trace(EVENT, YESTERDAY).state()).isEqualTo(State.COUNTED);
        letters.add(letter("other", Optional.of("event-2"), DeadLetterKind.INVOCATION));
        assertThat(tracer.trace(EVENT, YESTERDAY).state()).isEqualTo(State.COUNTED);

        letters.add(letter("m-1", Optional.of(EVENT), DeadLetterKind.INVOCATION));
        EventTrace dead = tracer.trace(EVENT, YESTERDAY);
        letters.add(letter("m-2", Optional.of(EVENT), DeadLetterKind.PARKED_SNS_RECORD));
        EventTrace parked = tracer.trace(EVENT, YESTERDAY);

        assertThat(dead.state()).isEqualTo(State.DEAD_LETTERED);
        assertThat(dead.steps()).singleElement().satisfies(step -> {
            assertThat(step.time()).isEqualTo(NOW.minusSeconds(60));
            assertThat(step.what()).isEqualTo("became a dead letter");
        });
        assertThat(parked.state()).isEqualTo(State.PARKED);
    }

    @Test
    void steps_shouldTellWhenItBecameADeadLetter_whenThatIsReplayedAlready() {
        logged(5, "sns-multiplier-fn", "not multiplied yet", "m-1", "\"eventId\":\"event-1\"");
        logged(
                9,
                "dead-letter-replay-fn",
                "replayed",
                "r-1",
                "\"eventId\":\"event-1\",\"messageId\":\"x\",\"deadSince\":\"" + at(7) + "\",\"kind\":\"INVOCATION\"");

        assertThat(tracer.trace(EVENT, YESTERDAY).steps())
                .extracting(Step::what)
                .containsExactly("not multiplied yet", "became a dead letter", "replayed");
    }

    @Test
    void trace_shouldLookFromBeforeTheAcceptance_whenTheLedgerKnowsIt() {
        ledger.put(EVENT, entry(Set.of(0), Set.of(0)));

        tracer.trace(EVENT, NOW);

        assertThat(askedFrom.getFirst()).isBefore(ledger.get(EVENT).acceptedAt());
    }

    @Test
    void trace_shouldBeUnknown_whenNobodyKnowsIt() {
        assertThat(tracer.trace(EVENT, YESTERDAY).isKnown()).isFalse();
    }

    @Test
    void eventsOf_shouldFindThemByTheTrace() {
        String traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
        logged(1, "word-counter-fn", "accepted", "a", "\"eventId\":\"event-2\",\"trace_id\":\"" + traceId + "\"");
        logged(1, "word-counter-fn", "accepted", "a", "\"eventId\":\"event-3\",\"trace_id\":\"other\"");

        assertThat(tracer.eventsOf(traceId, YESTERDAY)).containsExactly("event-2");
    }

    @Test
    void report_shouldShowExceptionsByTheirClass_andNoStackTrace() {
        logged(
                1,
                "sns-multiplier-fn",
                "not multiplied yet",
                "m-1",
                "\"eventId\":\"event-1\",\"exception\":\"a.b.ContentionException\",\"stackTrace\":\"secret\"");
        TraceReport report = new TraceReport(tracer.trace(EVENT, YESTERDAY));

        assertThat(report.text()).contains("exception ContentionException").doesNotContain("secret");
        assertThat(report.json().toJson())
                .contains("\"state\":\"NOT_ACCEPTED\"")
                .doesNotContain("secret");
    }

    private void logged(int second, String function, String message, String requestId, String more) {
        log.add(
                "{\"timestamp\":\"%s\",\"level\":\"INFO\",\"message\":\"%s\",\"function\":\"%s\",\"requestId\":\"%s\",%s}"
                        .formatted(at(second), message, function, requestId, more));
    }

    private static Instant at(int second) {
        return NOW.minus(Duration.ofMinutes(10)).plusSeconds(second);
    }

    private static LedgerEntry entry(Set<Integer> counted, Set<Integer> multiplied) {
        return new LedgerEntry(EVENT, "f", new ChunkPlan(99, 1, 0), counted, multiplied, at(0));
    }

    private static DeadLetterReport letter(String messageId, Optional<String> eventId, DeadLetterKind kind) {
        return new DeadLetterReport(
                messageId,
                eventId,
                Optional.empty(),
                kind,
                "sns-multiplier-fn",
                "ContentionException",
                Duration.ofMinutes(1),
                0,
                "invoke sns-multiplier-fn",
                Outcome.WOULD_REPLAY,
                "");
    }
}
