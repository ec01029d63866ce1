package wordcounter.replay;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import wordcounter.counts.CounterValues;
import wordcounter.counts.EventCounter;
import wordcounter.events.WordsEvent;
import wordcounter.json.InvalidJsonException;
import wordcounter.json.JsonObject;
import wordcounter.replay.DeadLetterReport.Outcome;
import wordcounter.replay.Shape.Invocation;
import wordcounter.replay.Shape.Parked;
import wordcounter.replay.Shape.SnsDelivery;
import wordcounter.replay.Shape.StreamBatch;
import wordcounter.replay.Shape.Unknown;
import wordcounter.runtime.JsonLog;

/**
 * Goes through the dead-letter queue once.
 *
 * <p>A message is deleted only after what it was handed to has succeeded. What the function would only park again (unreadable,
 * older than the ledger remembers) is not handed over but left: the same code that reads it there reads it here first. What
 * fails is put back as a copy that counts one more replay, and is not tried again in the same run. Handing over twice is
 * harmless, so a crash, a second run, or two people at once can't do damage. Only who asks for it to be discarded loses one.
 */
final class Replayer {

    private static final int PARALLEL = 10;
    private static final int RECEIVED_AT_ONCE = 10;
    private static final int WORKED_ON_AT_ONCE = 50;

    private final DeadLetters deadLetters;
    private final HandOver handOver;
    private final ReplaySettings settings;
    private final Clock clock;
    private final JsonLog log;
    private final Executor threads;

    Replayer(DeadLetters deadLetters, HandOver handOver, ReplaySettings settings, Clock clock, JsonLog log) {
        this(
                deadLetters,
                handOver,
                settings,
                clock,
                log,
                Executors.newFixedThreadPool(PARALLEL, Thread.ofVirtual().factory()));
    }

    /** @param threads in which messages are worked on */
    Replayer(
            DeadLetters deadLetters,
            HandOver handOver,
            ReplaySettings settings,
            Clock clock,
            JsonLog log,
            Executor threads) {
        this.deadLetters = deadLetters;
        this.handOver = handOver;
        this.settings = settings;
        this.clock = clock;
        this.log = log;
        this.threads = threads;
    }

    /**
     * @param newRun names this run when the request does not
     * @param deadline after which nothing more is begun
     */
    ReplayReport replay(ReplayRequest request, String newRun, Instant deadline) {
        deadLetters.release(request.release());
        String run = request.run().orElse(newRun);
        List<DeadLetterReport> reports = new ArrayList<>();
        List<String> held = new ArrayList<>();
        // one rebuild heals every batch that has left the stream
        Once rebuild = new Once(() -> handOver.rebuildSummaries(deadline));
        int skipped = 0;
        boolean more = true;
        try {
            while (reports.size() < request.maxMessages() && clock.instant().isBefore(deadline)) {
                List<DeadLetter> received = receive(request.maxMessages() - reports.size());
                if (received.isEmpty()) {
                    more = false;
                    break;
                }
                received.forEach(deadLetter -> held.add(deadLetter.receiptHandle()));
                List<Letter> matching = new ArrayList<>();
                for (DeadLetter deadLetter : received) {
                    Letter letter = read(deadLetter, request.discard());
                    if (request.execute() && letter.run().equals(run)) {
                        continue; // this very run put it back
                    }
                    if (request.filter()
                            .matches(letter.report(), letter.report().age())) {
                        matching.add(letter);
                    } else {
                        skipped++;
                    }
                }
                if (request.execute()) {
                    execute(matching, run, rebuild, reports, held);
                } else {
                    matching.forEach(letter -> reports.add(letter.report()));
                }
            }
        } finally {
            if (request.run().isEmpty() || !request.execute()) {
                deadLetters.release(held);
                held.clear();
            }
        }
        return new ReplayReport(reports, skipped, held, more);
    }

    /** Enough to keep all threads busy; fewer when there are no more. */
    private List<DeadLetter> receive(int max) {
        List<DeadLetter> all = new ArrayList<>();
        List<DeadLetter> some;
        do {
            some = deadLetters.receive(Math.min(RECEIVED_AT_ONCE, max - all.size()));
            all.addAll(some);
        } while (some.size() == RECEIVED_AT_ONCE && all.size() < Math.min(max, WORKED_ON_AT_ONCE));
        return all;
    }

    /** A dead letter, what it is, and what is to be done with it. */
    private record Letter(DeadLetter deadLetter, Shape shape, DeadLetterReport report, String run) {}

    private Letter read(DeadLetter deadLetter, boolean discard) {
        Shape shape = Shape.parse(deadLetter.body());
        Verdict verdict = discard ? Verdict.discard() : verdict(shape);
        String run = deadLetter.run().isEmpty() ? shape.run() : deadLetter.run();
        return new Letter(
                deadLetter,
                shape,
                new DeadLetterReport(
                        deadLetter.messageId(),
                        shape.kind(),
                        settings.target(shape.function())
                                .map(ReplayTarget::module)
                                .orElse(shape.function()),
                        shape.error(),
                        deadLetter.age(clock.instant()),
                        Math.max(deadLetter.replays(), shape.replays()),
                        verdict.plan(),
                        verdict.outcome(),
                        verdict.reason()),
                run);
    }

    private void execute(
            List<Letter> letters, String run, Once rebuild, List<DeadLetterReport> reports, List<String> held) {
        List<CompletableFuture<DeadLetterReport>> results = letters.stream()
                .map(letter -> CompletableFuture.supplyAsync(() -> execute(letter, run, rebuild), threads))
                .toList();
        // all have ended before one that failed is told of: what is still worked on is not released
        CompletableFuture.allOf(results.toArray(CompletableFuture[]::new)).join();
        for (int i = 0; i < results.size(); i++) {
            DeadLetterReport report = results.get(i).join();
            reports.add(report);
            if (report.outcome() == Outcome.REPLAYED || report.outcome() == Outcome.DISCARDED) {
                held.remove(letters.get(i).deadLetter().receiptHandle());
            }
        }
    }

    private DeadLetterReport execute(Letter letter, String run, Once rebuild) {
        DeadLetterReport report = letter.report();
        if (report.outcome() == Outcome.LEFT) {
            log.info("left", fields(report));
            return report;
        }
        if (report.outcome() == Outcome.WOULD_DISCARD) {
            return discard(letter);
        }
        try {
            handOver(letter, run, rebuild);
        } catch (RuntimeException e) {
            report = report.with(Outcome.FAILED, reason(e));
            log.warn("not replayed", fields(report), e);
            putBack(letter, run);
            return report;
        }
        try {
            deadLetters.delete(letter.deadLetter());
            report = report.with(Outcome.REPLAYED, "");
            log.info("replayed", fields(report));
        } catch (RuntimeException e) {
            report = report.with(Outcome.FAILED, "handed over, but not deleted: " + reason(e));
            log.warn("not deleted", fields(report), e);
        }
        return report;
    }

    private DeadLetterReport discard(Letter letter) {
        try {
            deadLetters.delete(letter.deadLetter());
        } catch (RuntimeException e) {
            DeadLetterReport report = letter.report().with(Outcome.FAILED, "not deleted: " + reason(e));
            log.warn("not discarded", fields(report), e);
            return report;
        }
        DeadLetterReport report = letter.report().with(Outcome.DISCARDED, "");
        log.info("discarded", fields(report));
        return report;
    }

    /**
     * The copy first: dying between the two leaves both, which is harmless, as every replay may come twice. When it can't be
     * sent the original is still there, and visible again in time; it only counts one replay less.
     */
    private void putBack(Letter letter, String run) {
        try {
            deadLetters.putCopy(letter.deadLetter(), letter.report().replays() + 1, run);
            deadLetters.delete(letter.deadLetter());
        } catch (RuntimeException e) {
            log.warn("not put back", fields(letter.report()), e);
        }
    }

    private static String reason(RuntimeException e) {
        return e instanceof HandOverException
                ? String.valueOf(e.getMessage())
                : e.getClass().getSimpleName();
    }

    private void handOver(Letter letter, String run, Once rebuild) {
        switch (letter.shape()) {
            case SnsDelivery delivery ->
                handOver.publish(delivery, letter.report().replays() + 1, run);
            case Invocation invocation -> invoke(required(invocation.function()), invocation.requestPayload());
            case Parked parked -> invoke(required(parked.function()), event(List.of(parked.payload())));
            case StreamBatch batch ->
                handOver.records(batch)
                        .ifPresentOrElse(
                                records -> invoke(required(batch.function()), event(records)), rebuild::ensureDone);
            case Unknown unknown -> throw new HandOverException(unknown.error());
        }
    }

    private void invoke(ReplayTarget function, JsonObject event) {
        JsonObject answer = handOver.invoke(function, event);
        // the aggregator does not throw: it says what it could not apply
        if (function == ReplayTarget.AGGREGATOR
                && !answer.requiredObjects("batchItemFailures").isEmpty()) {
            throw new HandOverException(function.module() + " did not apply all of its records");
        }
    }

    private ReplayTarget required(String function) {
        return settings.target(function)
                .orElseThrow(() -> new HandOverException("no function of this stack: " + function));
    }

    private static JsonObject event(List<JsonObject> records) {
        return new JsonObject(
                Map.of("Records", records.stream().map(JsonObject::members).toList()));
    }

    private record Verdict(String plan, Outcome outcome, String reason) {
        static Verdict replay(String plan) {
            return new Verdict(plan, Outcome.WOULD_REPLAY, "");
        }

        static Verdict discard() {
            return new Verdict("discard it", Outcome.WOULD_DISCARD, "");
        }

        static Verdict leave(String reason) {
            return new Verdict("leave it", Outcome.LEFT, reason);
        }
    }

    private Verdict verdict(Shape shape) {
        try {
            return switch (shape) {
                case SnsDelivery delivery
                when !delivery.topicArn().equals(settings.topicArn()) ->
                    Verdict.leave("of another topic: " + delivery.topicArn());
                case SnsDelivery delivery -> {
                    requireCountable(delivery.message());
                    yield Verdict.replay("publish to the topic again");
                }
                case Invocation invocation -> {
                    Verdict verdict = invocation(invocation.function());
                    for (JsonObject sns : Shape.snsRecords(invocation.requestPayload())) {
                        requireCountable(invocation.function(), sns);
                    }
                    yield verdict;
                }
                case Parked parked -> {
                    if (parked.kind() == Kind.PARKED_STREAM_RECORD) {
                        CounterValues.parse(parked.payload());
                    } else {
                        requireCountable(parked.function(), parked.payload().requiredObject("Sns"));
                    }
                    yield invocation(parked.function());
                }
                case StreamBatch batch when settings.target(batch.function()).isEmpty() -> invocation(batch.function());
                case StreamBatch batch
                when batch.firstArrival().plus(ReplaySettings.STREAM_RETENTION).isBefore(clock.instant()) ->
                    Verdict.replay("rebuild the summaries: " + records(batch) + " left the stream");
                case StreamBatch batch ->
                    Verdict.replay("hand " + records(batch) + " of the stream to " + ReplayTarget.AGGREGATOR.module());
                case Unknown unknown -> Verdict.leave("unknown: " + unknown.error());
            };
        } catch (InvalidJsonException e) {
            return Verdict.leave("unreadable: " + e.getMessage());
        }
    }

    private static String records(StreamBatch batch) {
        return batch.size() == 1 ? "1 record" : batch.size() + " records";
    }

    private Verdict invocation(String function) {
        return settings.target(function)
                .map(target -> Verdict.replay("invoke " + target.module()))
                .orElseGet(() -> Verdict.leave("no function of this stack: " + function));
    }

    /** The multiplier parks what it can't count; the logger takes everything. */
    private void requireCountable(String function, JsonObject sns) {
        if (settings.target(function).filter(ReplayTarget.MULTIPLIER::equals).isPresent()) {
            requireCountable(sns.requiredString("Message"));
        }
    }

    private void requireCountable(String message) {
        WordsEvent event = WordsEvent.parse(message);
        if (event.acceptedAt().plus(EventCounter.MAX_AGE).isBefore(clock.instant())) {
            throw new InvalidJsonException("older than the ledger remembers");
        }
    }

    private static Map<String, Object> fields(DeadLetterReport report) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("messageId", report.messageId());
        fields.put("kind", report.kind().name());
        fields.put("failedFunction", report.function());
        fields.put("error", report.error());
        fields.put("replays", report.replays());
        if (!report.reason().isEmpty()) {
            fields.put("reason", report.reason());
        }
        return fields;
    }
}
