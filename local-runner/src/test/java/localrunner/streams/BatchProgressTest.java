package localrunner.streams;

import static localrunner.streams.StreamFixtures.WRITTEN_AT;
import static localrunner.streams.StreamFixtures.answer;
import static localrunner.streams.StreamFixtures.error;
import static localrunner.streams.StreamFixtures.failedFrom;
import static localrunner.streams.StreamFixtures.records;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import localrunner.application.Application.StreamMapping;
import localrunner.invoke.InvocationResult;
import localrunner.streams.StreamFixtures.Mapping;
import org.junit.jupiter.api.Test;

class BatchProgressTest {

    private Instant now = WRITTEN_AT;
    private final List<String> invoked = new ArrayList<>();
    private final List<Duration> delays = new ArrayList<>();
    private final List<BatchProgress.Discard> discards = new ArrayList<>();

    @Test
    void usage() {
        List<String> steps = new ArrayList<>();
        StreamMapping mappingThatBisectsAndDoesNotRetry =
                Mapping.DEFAULT.withBisect().withRetries(0).build();

        var progress = new BatchProgress(mappingThatBisectsAndDoesNotRetry, records(1, 3));
        steps.add(text(progress.next(this::age)));
        progress.answered(new BatchAnswer.Failure(error()));
        steps.add(text(progress.next(this::age)));
        progress.answered(new BatchAnswer.Success());
        steps.add(text(progress.next(this::age)));
        progress.answered(new BatchAnswer.Failure(error()));
        steps.add(text(progress.next(this::age)));
        progress.discarded((BatchProgress.Discard) progress.next(this::age));
        steps.add(text(progress.next(this::age)));

        assertThat(steps).containsExactly("invoke 1-3", "invoke 1-2", "invoke 3-3", "discard 3-3", "done");
    }

    private static String text(BatchProgress.Step step) {
        return switch (step) {
            case BatchProgress.Invoke invoke -> "invoke " + range(invoke.records());
            case BatchProgress.Discard discard -> "discard " + range(discard.records());
            case BatchProgress.Done _ -> "done";
        };
    }

    @Test
    void next_shouldInvokeOnceAndBeDone_whenAllIsWell() {
        process(Mapping.DEFAULT, 3, _ -> answer("null"));

        assertThat(invoked).containsExactly("1-3");
        assertThat(discards).isEmpty();
    }

    @Test
    void answered_shouldRetryTheWholeBatchWithGrowingDelays_whenTheFunctionFails() {
        process(Mapping.DEFAULT, 3, _ -> invoked.size() <= 9 ? error() : answer("null"));

        assertThat(invoked).hasSize(10).containsOnly("1-3");
        assertThat(delays.stream().map(Duration::toSeconds))
                .containsExactly(0L, 1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L, 60L);
        assertThat(discards).isEmpty();
    }

    @Test
    void answered_shouldGiveTheBatchUp_whenRetriesAreExhausted() {
        process(Mapping.DEFAULT.withRetries(2), 3, _ -> error());

        assertThat(invoked).containsExactly("1-3", "1-3", "1-3");
        assertThat(discards).singleElement().satisfies(discard -> {
            assertThat(range(discard.records())).isEqualTo("1-3");
            assertThat(discard.condition()).isEqualTo(BatchProgress.Condition.RETRY_ATTEMPTS_EXHAUSTED);
            assertThat(discard.invocations()).isEqualTo(3);
            assertThat(discard.lastResult().orElseThrow().requestId()).isEqualTo("req-error");
        });
    }

    @Test
    void answered_shouldNotRetry_whenNoRetryIsAllowed() {
        process(Mapping.DEFAULT.withRetries(0), 3, _ -> error());

        assertThat(invoked).containsExactly("1-3");
        assertThat(discards).hasSize(1);
    }

    @Test
    void next_shouldGiveUpTheRecordsThatAreTooOld_andGoOnWithTheOthers() {
        var old = StreamRecord.of(StreamFixtures.json(1, 0, "a"));
        var young = StreamRecord.of(StreamFixtures.json(2, 100, "b"));
        StreamMapping mapping =
                Mapping.DEFAULT.withMaximumAge(Duration.ofSeconds(60)).build();
        now = WRITTEN_AT.plusSeconds(61);

        process(mapping, List.of(old, young), _ -> answer("null"));

        assertThat(invoked).containsExactly("2-2");
        assertThat(discards).singleElement().satisfies(discard -> {
            assertThat(range(discard.records())).isEqualTo("1-1");
            assertThat(discard.condition()).isEqualTo(BatchProgress.Condition.RECORD_AGE_EXCEEDED);
            assertThat(discard.invocations()).isZero();
            assertThat(discard.lastResult()).isEmpty();
        });
    }

    @Test
    void next_shouldStillInvoke_whenARecordHasExactlyTheMaximumAge() {
        now = WRITTEN_AT.plusSeconds(60);

        process(Mapping.DEFAULT.withMaximumAge(Duration.ofSeconds(60)), 1, _ -> answer("null"));

        assertThat(invoked).containsExactly("1-1");
    }

    @Test
    void next_shouldGiveUpByAge_whenRetriesGoOnTooLong() {
        process(Mapping.DEFAULT.withMaximumAge(Duration.ofSeconds(60)), 2, _ -> error());

        // The invocations are at 0, 1, 3, 7, 15, 31 seconds; the next would be at 63
        assertThat(invoked).hasSize(6);
        assertThat(discards).singleElement().satisfies(discard -> {
            assertThat(discard.condition()).isEqualTo(BatchProgress.Condition.RECORD_AGE_EXCEEDED);
            assertThat(discard.invocations()).isEqualTo(6);
        });
    }

    @Test
    void next_shouldGiveUpAfterADay_whenNothingLimitsRetries() {
        process(Mapping.DEFAULT, 1, _ -> error());

        assertThat(Duration.between(WRITTEN_AT, now)).isBetween(Duration.ofHours(24), Duration.ofMinutes(24 * 60 + 2));
        assertThat(discards)
                .singleElement()
                .satisfies(discard ->
                        assertThat(discard.condition()).isEqualTo(BatchProgress.Condition.RECORD_AGE_EXCEEDED));
    }

    @Test
    void answered_shouldUseUpNoRetry_whenTheFunctionIsThrottled() {
        var progress = new BatchProgress(Mapping.DEFAULT.withRetries(0).build(), records(1, 2));

        for (int i = 0; i < 20; i++) {
            assertThat(progress.next(this::age)).isInstanceOf(BatchProgress.Invoke.class);
            progress.answered(new BatchAnswer.NotInvoked("throttled"));
        }
        BatchProgress.Step throttled = progress.next(this::age);
        progress.answered(new BatchAnswer.Success());

        assertThat(throttled)
                .isInstanceOfSatisfying(
                        BatchProgress.Invoke.class,
                        invoke -> assertThat(invoke.delay()).isEqualTo(Duration.ofSeconds(60)));
        assertThat(progress.next(this::age)).isInstanceOf(BatchProgress.Done.class);
    }

    @Test
    void answered_shouldBisectDownToTheBadRecordWithoutUsingUpRetries() {
        process(
                Mapping.DEFAULT.withBisect().withRetries(1),
                8,
                records -> contains(records, 6) ? error() : answer("null"));

        assertThat(invoked).containsExactly("1-8", "1-4", "5-8", "5-6", "5-5", "6-6", "6-6", "7-8");
        assertThat(delays.stream().map(Duration::toSeconds)).containsExactly(0L, 0L, 0L, 0L, 0L, 0L, 1L, 0L);
        assertThat(discards).singleElement().satisfies(discard -> {
            assertThat(range(discard.records())).isEqualTo("6-6");
            assertThat(discard.condition()).isEqualTo(BatchProgress.Condition.RETRY_ATTEMPTS_EXHAUSTED);
        });
    }

    @Test
    void answered_shouldInvokeTheFirstHalfFirst_whenAnOddBatchIsBisected() {
        process(Mapping.DEFAULT.withBisect(), 5, _ -> invoked.size() == 1 ? error() : answer("null"));

        assertThat(invoked).containsExactly("1-5", "1-3", "4-5");
    }

    @Test
    void answered_shouldRetryFromTheReportedRecordOn_whenPartialResponsesAreOn() {
        process(Mapping.DEFAULT.withPartialResponses(), 5, _ -> invoked.size() == 1 ? failedFrom(3) : answer("null"));

        assertThat(invoked).containsExactly("1-5", "3-5");
        assertThat(delays.get(1)).isEqualTo(Duration.ofSeconds(1));
    }

    /**
     * As recorded on AWS: LocalStack's test_dynamodb_report_batch_item_failures, 11-2025. With 3 retries the last record
     * of a batch is seen 5 times, and the record of its failure says 4.
     */
    @Test
    void answered_shouldCountAfresh_whenAPartialResponseLeftAPartOfTheBatch() {
        process(
                Mapping.DEFAULT.withPartialResponses().withRetries(3),
                3,
                records -> contains(records, 3) ? failedFrom(3) : answer("null"));

        assertThat(invoked).containsExactly("1-3", "3-3", "3-3", "3-3", "3-3");
        assertThat(delays.stream().map(Duration::toSeconds)).containsExactly(0L, 1L, 1L, 2L, 4L);
        assertThat(discards).singleElement().satisfies(discard -> {
            assertThat(range(discard.records())).isEqualTo("3-3");
            assertThat(discard.condition()).isEqualTo(BatchProgress.Condition.RETRY_ATTEMPTS_EXHAUSTED);
            assertThat(discard.invocations()).isEqualTo(4);
            assertThat(discard.lastResult().orElseThrow().functionError()).isEmpty();
        });
    }

    @Test
    void answered_shouldUseUpARetry_whenAPartialResponseReportsTheFirstRecord() {
        process(
                Mapping.DEFAULT.withPartialResponses().withRetries(1),
                3,
                records -> contains(records, 1) ? failedFrom(1) : answer("null"));

        assertThat(invoked).containsExactly("1-3", "1-3");
        assertThat(discards).singleElement().satisfies(discard -> {
            assertThat(range(discard.records())).isEqualTo("1-3");
            assertThat(discard.invocations()).isEqualTo(2);
        });
    }

    @Test
    void answered_shouldBisectAtTheReportedRecordWithoutUsingUpARetry_whenBothAreOn() {
        process(Mapping.DEFAULT.withPartialResponses().withBisect().withRetries(0), 6, _ -> switch (invoked.size()) {
            case 1 -> failedFrom(3);
            case 2 -> failedFrom(5);
            default -> answer("null");
        });

        assertThat(invoked).containsExactly("1-6", "3-6", "5-6");
        assertThat(discards).isEmpty();
    }

    @Test
    void answered_shouldIsolateTheReportedRecord_whenItIsTheFirstOfItsBatchAndBothAreOn() {
        process(
                Mapping.DEFAULT.withPartialResponses().withBisect().withRetries(0),
                6,
                records -> contains(records, 3) ? failedFrom(3) : answer("null"));

        assertThat(invoked).containsExactly("1-6", "3-6", "3-4", "3-3", "4-4", "5-6");
        assertThat(discards)
                .singleElement()
                .satisfies(discard -> assertThat(range(discard.records())).isEqualTo("3-3"));
    }

    @Test
    void answered_shouldHalveTheBatch_whenTheFunctionFailsAndBothAreOn() {
        process(
                Mapping.DEFAULT.withPartialResponses().withBisect(),
                4,
                _ -> invoked.size() == 1 ? error() : answer("null"));

        assertThat(invoked).containsExactly("1-4", "1-2", "3-4");
    }

    private void process(Mapping mapping, int count, Function<List<StreamRecord>, InvocationResult> function) {
        process(mapping.build(), records(1, count), function);
    }

    /** Plays the poller's part: waits as told, invokes, reports back. */
    private void process(
            StreamMapping mapping, List<StreamRecord> batch, Function<List<StreamRecord>, InvocationResult> function) {
        var progress = new BatchProgress(mapping, batch);
        while (true) {
            switch (progress.next(this::age)) {
                case BatchProgress.Done _ -> {
                    return;
                }
                case BatchProgress.Discard discard -> {
                    discards.add(discard);
                    progress.discarded(discard);
                }
                case BatchProgress.Invoke invoke -> {
                    now = now.plus(invoke.delay());
                    if (progress.next(this::age) instanceof BatchProgress.Invoke still) {
                        delays.add(invoke.delay());
                        invoked.add(range(still.records()));
                        progress.answered(BatchAnswer.of(
                                function.apply(still.records()), still.records(), mapping.reportBatchItemFailures()));
                    }
                }
            }
        }
    }

    private Duration age(Instant since) {
        return Duration.between(since, now);
    }

    private static boolean contains(List<StreamRecord> records, int number) {
        return IntStream.range(0, records.size())
                .anyMatch(i -> records.get(i).sequenceNumber().equals(StreamFixtures.sequence(number)));
    }

    private static String range(List<StreamRecord> records) {
        return number(records.getFirst()) + "-" + number(records.getLast());
    }

    private static int number(StreamRecord record) {
        return Integer.parseInt(record.sequenceNumber()) - 100;
    }
}
