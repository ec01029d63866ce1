package wordcounter.replay;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import wordcounter.deadletters.DeadLetterReport;
import wordcounter.deadletters.ReplayReport;
import wordcounter.deadletters.ReplayRequest;
import wordcounter.intake.EventIds;
import wordcounter.runtime.FunctionModule;
import wordcounter.runtime.JsonLog;

/**
 * Goes through the dead-letter queue once.
 *
 * <p>A letter is deleted only after what it was handed to has succeeded. What the function would only park again (unreadable,
 * older than the ledger remembers) is not handed over but left, see {@link Verdicts}. What fails is put back as a copy that
 * counts one more replay, and is not tried again in the same run. Handing over twice is harmless, so a crash, a second run, or
 * two people at once can't do damage. A letter is lost only when the request says that it is to be discarded.
 */
final class Replayer {

    private static final int PARALLEL = 10;
    private static final int RECEIVED_AT_ONCE = 10;
    private static final int WORKED_ON_AT_ONCE = 50;

    private final DeadLetters deadLetters;
    private final HandOver handOver;
    private final StreamRecovery recovery;
    private final ReplaySettings settings;
    private final LetterSubjects subjects;
    private final Verdicts verdicts;
    private final Clock clock;
    private final JsonLog log;
    private final Executor threads;

    Replayer(
            DeadLetters deadLetters,
            HandOver handOver,
            StreamRecovery recovery,
            ReplaySettings settings,
            EventIds eventIds,
            Clock clock,
            JsonLog log) {
        this(
                deadLetters,
                handOver,
                recovery,
                settings,
                eventIds,
                clock,
                log,
                Executors.newFixedThreadPool(PARALLEL, Thread.ofVirtual().factory()));
    }

    /** @param threads in which letters are worked on */
    Replayer(
            DeadLetters deadLetters,
            HandOver handOver,
            StreamRecovery recovery,
            ReplaySettings settings,
            EventIds eventIds,
            Clock clock,
            JsonLog log,
            Executor threads) {
        this.deadLetters = deadLetters;
        this.handOver = handOver;
        this.recovery = recovery;
        this.settings = settings;
        this.subjects = new LetterSubjects(eventIds);
        this.verdicts = new Verdicts(settings, clock);
        this.clock = clock;
        this.log = log;
        this.threads = threads;
    }

    JsonLog log() {
        return log;
    }

    /**
     * Does what the request asks for.
     *
     * @param newRun names this run when the request does not
     * @param deadline after which nothing more is begun
     */
    ReplayReport replay(ReplayRequest request, String newRun, Instant deadline) {
        deadLetters.release(request.release());
        String run = request.run().orElse(newRun);
        LetterReplay replay = new LetterReplay(deadLetters, handOver, recovery, settings, log, run, deadline);
        List<DeadLetterReport> reports = new ArrayList<>();
        List<String> held = new ArrayList<>();
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
                    Letter letter = read(deadLetter, request.mode().isDiscarding());
                    if (request.mode().isExecuting() && letter.run().equals(run)) {
                        continue; // this very run put it back
                    }
                    if (request.filter().matches(letter.report())) {
                        matching.add(letter);
                    } else {
                        skipped++;
                    }
                }
                if (request.mode().isExecuting()) {
                    execute(matching, replay, reports, held);
                } else {
                    matching.forEach(letter -> reports.add(letter.report()));
                }
            }
        } finally {
            if (request.run().isEmpty() || !request.mode().isExecuting()) {
                deadLetters.release(held);
                held.clear();
            }
        }
        return new ReplayReport(reports, skipped, held, more);
    }

    /** Receives enough letters to keep all threads busy; fewer when there are no more. */
    private List<DeadLetter> receive(int max) {
        List<DeadLetter> all = new ArrayList<>();
        List<DeadLetter> some;
        do {
            some = deadLetters.receive(Math.min(RECEIVED_AT_ONCE, max - all.size()));
            all.addAll(some);
        } while (some.size() == RECEIVED_AT_ONCE && all.size() < Math.min(max, WORKED_ON_AT_ONCE));
        return all;
    }

    private Letter read(DeadLetter deadLetter, boolean isToBeDiscarded) {
        LetterBody body = LetterBody.of(deadLetter);
        Verdict verdict = isToBeDiscarded ? new Verdict.Discard() : verdicts.of(body);
        Map<String, Object> subject = subjects.logFields(body);
        Optional<String> eventId = text(subject, "eventId");
        return new Letter(
                deadLetter,
                body,
                subject,
                new DeadLetterReport(
                        deadLetter.messageId(),
                        eventId,
                        eventId.isPresent() ? Optional.empty() : text(subject, "correlationId"),
                        body.kind(),
                        settings.target(body.function())
                                .map(FunctionModule::module)
                                .orElse(body.function()),
                        body.error(),
                        deadLetter.age(clock.instant()),
                        Math.max(deadLetter.replays(), body.replays()),
                        verdict.plan(),
                        verdict.outcome(),
                        verdict.reason()));
    }

    private static Optional<String> text(Map<String, Object> fields, String name) {
        return Optional.ofNullable(fields.get(name)).map(Object::toString);
    }

    private void execute(List<Letter> letters, LetterReplay replay, List<DeadLetterReport> reports, List<String> held) {
        List<CompletableFuture<DeadLetterReport>> results = letters.stream()
                .map(letter -> CompletableFuture.supplyAsync(() -> replay.execute(letter), threads))
                .toList();
        // all have ended before one that failed is told of: what is still worked on is not released
        CompletableFuture.allOf(results.toArray(CompletableFuture[]::new)).join();
        for (int i = 0; i < results.size(); i++) {
            DeadLetterReport report = results.get(i).join();
            reports.add(report);
            if (report.outcome().isDone()) {
                held.remove(letters.get(i).deadLetter().receiptHandle());
            }
        }
    }
}
