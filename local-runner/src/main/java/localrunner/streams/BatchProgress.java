package localrunner.streams;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import localrunner.application.Application.RetryPolicy;
import localrunner.application.Application.StreamMapping;
import localrunner.invoke.InvocationResult;

/**
 * Decides what happens to a batch of stream records, from its first invocation until its last record is done or given
 * up.
 *
 * {@snippet :
 * BatchProgress progress = new BatchProgress(mappingThatBisectsAndDoesNotRetry, List.of(first, second, third));
 * progress.next(age);                        // Invoke with all three
 * progress.answered(new Failure(result));
 * progress.next(age);                        // Invoke with the first half: first and second
 * progress.answered(new Success());
 * progress.next(age);                        // Invoke with third
 * progress.answered(new Failure(result));
 * progress.next(age);                        // Discard third, and when told that it is discarded, Done
 * }
 *
 * <p>AWS documents "Retain discarded records for a DynamoDB event source in Lambda" and "Configuring partial batch
 * response with DynamoDB and Lambda":
 *
 * <ul>
 *   <li>A failed batch is retried as a whole until {@code MaximumRetryAttempts} is used up or its records are older
 *       than {@code MaximumRecordAgeInSeconds}; at the latest until they leave the stream, after 24 hours. An
 *       invocation that did not take place (throttled) is repeated and uses up no retry.
 *   <li>With {@code BisectBatchOnFunctionError} a failed batch of several records is split in two halves instead, which
 *       uses up no retry. Each half goes on by itself, the first one first.
 *   <li>With a partial response the lowest reported record is the checkpoint: those before it are done, and the others
 *       are invoked again. What is left counts its invocations and retries afresh, as was recorded on AWS (11/2025). If
 *       the very first record is reported, nothing is done, and the batch counts as failed.
 * </ul>
 *
 * <p>AWS does not document the rest, so it is chosen here: retries wait 1, 2, 4, ... up to 60 seconds, what a partial
 * response left waits 1 second, and the halves of a split batch do not wait.
 *
 * <p>Deterministic: it has no thread and no clock of its own. Not thread-safe.
 */
final class BatchProgress {

    /** How long DynamoDB Streams keeps records. */
    static final Duration RETENTION = Duration.ofHours(24);

    private static final Duration FIRST_DELAY = Duration.ofSeconds(1);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(60);
    private static final int DOUBLINGS_TO_LONGEST = 6;

    private final StreamMapping mapping;
    private final Deque<Part> parts = new ArrayDeque<>();

    /** What the caller has to do next. */
    sealed interface Step {}

    /** Wait, then invoke the function with these records. Ask again after a wait, as records may have grown too old. */
    record Invoke(List<StreamRecord> records, Duration delay) implements Step {}

    /** Tell the on-failure destination that these records are given up, if there is one. */
    record Discard(
            List<StreamRecord> records,
            Condition condition,
            int invocations,
            Optional<InvocationResult> lastResult,
            Optional<String> lastReason)
            implements Step {}

    /** Nothing is left: every record is done or given up. */
    record Done() implements Step {}

    /** Why records are given up, as the record for the destination says it. */
    enum Condition {
        RETRY_ATTEMPTS_EXHAUSTED("RetryAttemptsExhausted"),
        RECORD_AGE_EXCEEDED("RecordAgeExceeded");

        private final String text;

        Condition(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    /**
     * Records of the batch that go into one invocation.
     *
     * @param invocations how often the function ran with them
     * @param retries how many retries are used up
     * @param refusals how often in a row the function did not run
     * @param exhausted whether no retry is left
     */
    private record Part(
            List<StreamRecord> records,
            int invocations,
            int retries,
            int refusals,
            boolean exhausted,
            Duration delay,
            Optional<InvocationResult> lastResult,
            Optional<String> lastReason) {

        Part of(List<StreamRecord> some) {
            return new Part(some, invocations, retries, refusals, exhausted, delay, lastResult, lastReason);
        }

        /** What is left of a batch, to be invoked as if it had never been. */
        static Part afresh(List<StreamRecord> records, Duration delay) {
            return new Part(records, 0, 0, 0, false, delay, Optional.empty(), Optional.empty());
        }

        /** What is left after the function ran. */
        Part invoked(List<StreamRecord> left, InvocationResult result) {
            return new Part(
                    left, invocations + 1, retries, 0, false, Duration.ZERO, Optional.of(result), Optional.empty());
        }

        Part retried(RetryPolicy policy) {
            boolean usedUp = !policy.allowsRetryAfter(retries);
            return new Part(records, invocations, retries + 1, 0, usedUp, backoff(retries), lastResult, lastReason);
        }

        Part refused(String reason) {
            return new Part(
                    records,
                    invocations,
                    retries,
                    refusals + 1,
                    false,
                    backoff(refusals),
                    lastResult,
                    Optional.of(reason));
        }

        private static Duration backoff(int attemptsBefore) {
            return attemptsBefore >= DOUBLINGS_TO_LONGEST
                    ? LONGEST_DELAY
                    : FIRST_DELAY.multipliedBy(1L << attemptsBefore);
        }
    }

    /** @param records at least one, in the order of the stream */
    BatchProgress(StreamMapping mapping, List<StreamRecord> records) {
        this.mapping = mapping;
        parts.add(Part.afresh(List.copyOf(records), Duration.ZERO));
    }

    /**
     * What to do next. Asking again changes nothing.
     *
     * @param age how long ago a moment is
     */
    Step next(Function<Instant, Duration> age) {
        Part part = parts.peek();
        if (part == null) {
            return new Done();
        }
        if (part.exhausted()) {
            return discard(part, part.records(), Condition.RETRY_ATTEMPTS_EXHAUSTED);
        }
        int tooOld = countTooOld(part.records(), age);
        if (tooOld > 0) {
            return discard(part, part.records().subList(0, tooOld), Condition.RECORD_AGE_EXCEEDED);
        }
        return new Invoke(part.records(), part.delay());
    }

    private static Discard discard(Part part, List<StreamRecord> records, Condition condition) {
        return new Discard(records, condition, part.invocations(), part.lastResult(), part.lastReason());
    }

    private int countTooOld(List<StreamRecord> records, Function<Instant, Duration> age) {
        Duration limit = mapping.retries()
                .maximumAge()
                .filter(maximum -> maximum.compareTo(RETENTION) < 0)
                .orElse(RETENTION);
        int count = 0;
        while (count < records.size() && age.apply(records.get(count).arrival()).compareTo(limit) > 0) {
            count++;
        }
        return count;
    }

    /** To be called when the last {@link Discard} was carried out. */
    void discarded(Discard discard) {
        Part part = parts.remove();
        List<StreamRecord> left =
                part.records().subList(discard.records().size(), part.records().size());
        if (!left.isEmpty()) {
            parts.addFirst(part.of(left));
        }
    }

    /** To be called with the function's answer to the last {@link Invoke}. */
    void answered(BatchAnswer answer) {
        Part part = parts.remove();
        switch (answer) {
            case BatchAnswer.Success _ -> {}
            case BatchAnswer.NotInvoked(String reason) -> parts.addFirst(part.refused(reason));
            case BatchAnswer.Failure(InvocationResult result) -> failed(part.invoked(part.records(), result));
            case BatchAnswer.FailedFrom(int index, InvocationResult result) ->
                failedFrom(index, part.invoked(part.records(), result));
        }
    }

    private void failedFrom(int index, Part part) {
        if (index == 0) {
            failed(part);
            return;
        }
        Duration delay = mapping.bisectBatchOnFunctionError() ? Duration.ZERO : FIRST_DELAY;
        parts.addFirst(Part.afresh(part.records().subList(index, part.records().size()), delay));
    }

    private void failed(Part part) {
        int size = part.records().size();
        if (mapping.bisectBatchOnFunctionError() && size > 1) {
            int half = (size + 1) / 2;
            parts.addFirst(part.of(part.records().subList(half, size)));
            parts.addFirst(part.of(part.records().subList(0, half)));
        } else {
            parts.addFirst(part.retried(mapping.retries()));
        }
    }
}
