package localrunner.streams;

import static localrunner.streams.StreamFixtures.answer;
import static localrunner.streams.StreamFixtures.error;
import static localrunner.streams.StreamFixtures.records;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchAnswerTest {

    private static final List<StreamRecord> BATCH = records(1, 5);

    /** As recorded on AWS: LocalStack's test_dynamodb_report_batch_item_success_scenarios, 11-2025. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "{}",
                "{\"batchItemFailures\":[]}",
                "{\"batchItemFailures\":null}",
                "{\"something\":\"else\"}",
                "[]"
            })
    void of_shouldBeSuccess_whenNothingIsReported(String payload) {
        assertThat(BatchAnswer.of(answer(payload), BATCH, true)).isInstanceOf(BatchAnswer.Success.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"batchItemFailures\":[{\"itemIdentifier\":\"\"}]}",
                "{\"batchItemFailures\":[{\"itemIdentifier\":null}]}",
                "{\"batchItemFailures\":[{\"itemIdentifier\":103}]}",
                "{\"batchItemFailures\":[{\"itemIdentifer\":\"103\"}]}",
                "{\"batchItemFailures\":[{\"itemIdentifier\":\"103\"},{\"itemIdentifier\":\"999\"}]}",
                "{\"batchItemFailures\":[\"103\"]}",
                "{\"batchItemFailures\":{\"itemIdentifier\":\"103\"}}",
                "\"done\"",
                "[{}]",
                "not JSON"
            })
    void of_shouldBeCompleteFailure_whenTheReportIsWrong(String payload) {
        assertThat(BatchAnswer.of(answer(payload), BATCH, true)).isInstanceOf(BatchAnswer.Failure.class);
    }

    @ParameterizedTest
    @CsvSource({"102, 104", "104, 102"})
    void of_shouldTakeTheLowestSequenceNumber_whenSeveralAreReported(String first, String second) {
        String report = "{\"batchItemFailures\":[{\"itemIdentifier\":\"" + first + "\"},{\"itemIdentifier\":\"" + second
                + "\"}]}";

        BatchAnswer answer = BatchAnswer.of(answer(report), BATCH, true);

        assertThat(answer)
                .isInstanceOfSatisfying(
                        BatchAnswer.FailedFrom.class,
                        failed -> assertThat(failed.index()).isEqualTo(1));
    }

    @Test
    void of_shouldIgnoreAReport_whenTheMappingDoesNotAskForOne() {
        var reporting = answer("{\"batchItemFailures\":[{\"itemIdentifier\":\"102\"}]}");

        assertThat(BatchAnswer.of(reporting, BATCH, false)).isInstanceOf(BatchAnswer.Success.class);
    }

    @Test
    void of_shouldBeFailure_whenTheFunctionFailed() {
        assertThat(BatchAnswer.of(error(), BATCH, true)).isInstanceOf(BatchAnswer.Failure.class);
        assertThat(BatchAnswer.of(error(), BATCH, false)).isInstanceOf(BatchAnswer.Failure.class);
    }
}
