package wordcounter.replay;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import wordcounter.deadletters.DeadLetterReport;
import wordcounter.deadletters.DeadLetterReport.Outcome;
import wordcounter.json.JsonObject;
import wordcounter.replay.LetterBody.GivenUpMessage;
import wordcounter.replay.LetterBody.Invocation;
import wordcounter.replay.LetterBody.Parked;
import wordcounter.replay.LetterBody.ScheduledEvent;
import wordcounter.replay.LetterBody.SnsDelivery;
import wordcounter.replay.LetterBody.StreamBatch;
import wordcounter.replay.LetterBody.Unknown;
import wordcounter.runtime.FunctionModule;
import wordcounter.runtime.JsonLog;

/** Does with each letter of a run what was decided, and logs it. Thread-safe. */
final class LetterReplay {

    /** Functions that do not throw, but say which records they could not apply. */
    private static final Set<FunctionModule> ANSWER_WHAT_FAILED = Set.of(
            FunctionModule.EVENT_AGGREGATOR,
            FunctionModule.QUEUED_WORDS,
            FunctionModule.DOCUMENT_WORDS,
            FunctionModule.SLACK_DIGEST);

    private static final String RECORDS = "Records";

    private final DeadLetters deadLetters;
    private final HandOver handOver;
    private final StreamRecovery recovery;
    private final ReplaySettings settings;
    private final JsonLog log;
    private final String run;
    private final Instant deadline;

    /** One rebuild heals every batch that has left the stream. */
    private final Once rebuild;

    /** @param deadline until which a rebuild of the summaries may take, and until which to wait for functions to be ready */
    LetterReplay(
            DeadLetters deadLetters,
            HandOver handOver,
            StreamRecovery recovery,
            ReplaySettings settings,
            JsonLog log,
            String run,
            Instant deadline) {
        this.deadLetters = deadLetters;
        this.handOver = handOver;
        this.recovery = recovery;
        this.settings = settings;
        this.log = log;
        this.run = run;
        this.deadline = deadline;
        this.rebuild = new Once(() -> recovery.rebuildSummaries(deadline));
    }

    /** @return the letter's report, with what became of it */
    DeadLetterReport execute(Letter letter) {
        return switch (letter.report().outcome()) {
            case WOULD_REPLAY -> replay(letter);
            case WOULD_DISCARD -> discard(letter);
            case LEFT, REPLAYED, DISCARDED, FAILED -> {
                log.info("left", fields(letter, letter.report()));
                yield letter.report();
            }
        };
    }

    private DeadLetterReport replay(Letter letter) {
        try {
            handOver(letter);
        } catch (RuntimeException e) {
            DeadLetterReport report = letter.report().with(Outcome.FAILED, reason(e));
            log.warn("not replayed", fields(letter, report), e);
            putBack(letter);
            return report;
        }
        try {
            deadLetters.delete(letter.deadLetter());
        } catch (RuntimeException e) {
            DeadLetterReport report =
                    letter.report().with(Outcome.FAILED, "handed over, but not deleted: " + reason(e));
            log.warn("not deleted", fields(letter, report), e);
            return report;
        }
        DeadLetterReport report = letter.report().with(Outcome.REPLAYED, "");
        log.info("replayed", fields(letter, report));
        return report;
    }

    private DeadLetterReport discard(Letter letter) {
        try {
            deadLetters.delete(letter.deadLetter());
        } catch (RuntimeException e) {
            DeadLetterReport report = letter.report().with(Outcome.FAILED, "not deleted: " + reason(e));
            log.warn("not discarded", fields(letter, report), e);
            return report;
        }
        DeadLetterReport report = letter.report().with(Outcome.DISCARDED, "");
        log.info("discarded", fields(letter, report));
        return report;
    }

    /**
     * Puts a copy into the queue, and then deletes the original. Dying between the two leaves both, which is harmless, as every
     * replay may come twice. When the copy can't be sent the original is still there, and visible again in time; it only counts
     * one replay less.
     */
    private void putBack(Letter letter) {
        try {
            deadLetters.putCopy(letter.deadLetter(), letter.report().replays() + 1, run);
            deadLetters.delete(letter.deadLetter());
        } catch (RuntimeException e) {
            log.warn("not put back", fields(letter, letter.report()), e);
        }
    }

    private void handOver(Letter letter) {
        switch (letter.body()) {
            case SnsDelivery delivery ->
                handOver.publish(delivery, letter.report().replays() + 1, run);
            case Invocation invocation
            when !LetterBody.s3Records(invocation.requestPayload()).isEmpty() ->
                start(letter, invocation.function(), LetterBody.s3Records(invocation.requestPayload()));
            case Invocation invocation -> invokeOrStart(target(invocation.function()), invocation.requestPayload());
            case Parked parked
            when parked.upload().isPresent() -> start(letter, parked.function(), List.of(parked.payload()));
            case Parked parked -> invoke(target(parked.function()), event(List.of(parked.payload())));
            case GivenUpMessage givenUp ->
                invoke(givenUp.module(), event(List.of(givenUp.message().toSqsRecord())));
            case ScheduledEvent scheduled -> invokeOrStart(target(scheduled.function()), scheduled.event());
            case StreamBatch batch -> handOver(batch, target(batch.function()));
            case Unknown unknown -> throw new HandOverException(unknown.error());
        }
    }

    /** A file may take longer than this run. Should it fail again, it comes back as another letter, with what is put into it here. */
    private void start(Letter letter, String function, List<JsonObject> s3Records) {
        List<JsonObject> replayed = s3Records.stream()
                .map(s3Record -> LetterBody.replayed(s3Record, letter.report().replays() + 1, run))
                .toList();
        handOver.start(target(function), event(replayed), deadline);
    }

    /** A comparison may take longer than this run, too. */
    private void invokeOrStart(FunctionModule function, JsonObject event) {
        if (function == FunctionModule.NIGHTLY_RECONCILE) {
            handOver.start(function, event, deadline);
        } else {
            invoke(function, event);
        }
    }

    private void handOver(StreamBatch batch, FunctionModule target) {
        Optional<List<JsonObject>> records = recovery.records(batch, target);
        if (records.isPresent()) {
            invoke(target, event(records.get()));
        } else if (target == FunctionModule.EVENT_AGGREGATOR) {
            rebuild.ensureDone();
        } else {
            throw new HandOverException("its records have left the stream");
        }
    }

    private void invoke(FunctionModule function, JsonObject event) {
        JsonObject answer = handOver.invoke(function, event, deadline);
        if (ANSWER_WHAT_FAILED.contains(function)
                && event.members().containsKey(RECORDS)
                && !answer.requiredObjects("batchItemFailures").isEmpty()) {
            throw new HandOverException(function.module() + " did not apply all of its records");
        }
    }

    private FunctionModule target(String function) {
        return settings.target(function)
                .orElseThrow(() -> new HandOverException("no function of this stack: " + function));
    }

    private static JsonObject event(List<JsonObject> records) {
        return JsonObject.builder().put(RECORDS, records).build();
    }

    private static String reason(RuntimeException e) {
        return e instanceof HandOverException
                ? String.valueOf(e.getMessage())
                : e.getClass().getSimpleName();
    }

    private static Map<String, Object> fields(Letter letter, DeadLetterReport report) {
        Map<String, Object> fields = new LinkedHashMap<>(letter.logFields());
        fields.put("messageId", report.messageId());
        fields.put("deadSince", letter.deadLetter().sentAt().toString());
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
