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
 * <p>Call {@link #next}, do what it says, report back with {@link #answered} or {@link #discarded}, and so on until it
 * says {@link Done}. Deterministic, without threads or a clock of its own; not thread-safe.
 *
 * <p>AWS documents "Retain discarded records for a DynamoDB event source in Lambda" and "Configuring partial batch
 * response with DynamoDB and Lambda":
 *
 * <ul>
 *   <li>A failed batch is retried as a whole until {@code MaximumRetryAttempts} is used up or its records are older
 *       than {@code MaximumRecordAgeInSeconds}; at the latest until they leave the stream, after 24 hours. An
 *       invocation that did not come about (throttled) is repeated without using up a retry.
 *   <li>With {@code BisectBatchOnFunctionError} a failed batch of several records is split in two halves instead, which
 *       does not use up a retry; each half goes on for itself, the first one first.
 *   <li>A partial response makes the lowest reported record the checkpoint: those before it are done, it and those
 *       after it are retried. With bisect as well, the batch is split there, which does not use up a retry either. When
 *       the very first record is reported there is nothing to split off, and the batch counts as failed.
 * </ul>
 *
 * <p>Not documented, chosen here: a batch that shrank by a partial response keeps its count of retries; retries wait 1,
 * 2, 4, ... up to 60 seconds, the halves of a split batch do not wait.
 */
final class BatchProgress {

    /** How long DynamoDB Streams keeps records. */
    static final Duration RETENTION = Duration.ofHours(24);

    private static final Duration FIRST_DELAY = Duration.ofSeconds(1);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(60);
    private static final int DOUBLINGS_TO_LONGEST = 6;

    private final StreamMapping mapping;
    private final Deque<Part> parts = new ArrayDeque<>();

    /** What to do now. */
    sealed interface Step {}

    /**
     * Wait, then invoke the function with these records; ages are to be looked at again after a wait that is not zero.
     */
    record Invoke(List<StreamRecord> records, Duration delay) implements Step {}

    /** Tell the on-failure destination, if there is one, and go on. */
    record Discard(
            List<StreamRecord> records,
            Condition condition,
            int invocations,
            Optional<InvocationResult> lastResult,
            Optional<String> lastReason)
            implements Step {}

    /** Every record is done or discarded. */
    record Done() implements Step {}

    /** Why records are given up, in the words of the invocation record. */
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
     * Records that are invoked together.
     *
     * @param retries retries used up
     * @param refusals how often in a row the function was not invoked
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

        /** After an invocation that took place. */
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
        parts.add(new Part(List.copyOf(records), 0, 0, 0, false, Duration.ZERO, Optional.empty(), Optional.empty()));
    }

    /**
     * What to do now; asking again changes nothing.
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

    /** The records of the last {@link Discard} are dealt with. */
    void discarded(Discard discard) {
        Part part = parts.remove();
        List<StreamRecord> left =
                part.records().subList(discard.records().size(), part.records().size());
        if (!left.isEmpty()) {
            parts.addFirst(part.of(left));
        }
    }

    /** The function's answer to the last {@link Invoke}. */
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
        List<StreamRecord> records = part.records();
        Part left = part.of(records.subList(index, records.size()));
        if (!mapping.bisectBatchOnFunctionError()) {
            parts.addFirst(left.retried(mapping.retries()));
        } else if (index == 0) {
            failed(left);
        } else {
            parts.addFirst(left);
        }
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
