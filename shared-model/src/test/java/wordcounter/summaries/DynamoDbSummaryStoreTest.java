package wordcounter.summaries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import wordcounter.summaries.SummaryStore.WriteResult;

/** How the reasons of a cancelled transaction are read; the word's action is the first. */
class DynamoDbSummaryStoreTest {

    @ParameterizedTest
    @ValueSource(strings = {"None", "TransactionConflict"})
    void result_shouldBeVersionChanged_whenTheWordsConditionDidNotHold(String totals) {
        assertThat(DynamoDbSummaryStore.result(cancelled("ConditionalCheckFailed", totals)))
                .isEqualTo(WriteResult.VERSION_CHANGED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"})
    void result_shouldBeContended_whenTheReasonPasses(String code) {
        assertThat(DynamoDbSummaryStore.result(cancelled("None", code))).isEqualTo(WriteResult.CONTENDED);
        assertThat(DynamoDbSummaryStore.result(cancelled(code, "None"))).isEqualTo(WriteResult.CONTENDED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ValidationError", "ItemCollectionSizeLimitExceeded", "AccessDenied", "SomethingNew"})
    void result_shouldThrow_whenNoRetryCanHelp(String code) {
        TransactionCanceledException cancelled = cancelled("ConditionalCheckFailed", code);

        assertThatThrownBy(() -> DynamoDbSummaryStore.result(cancelled)).isSameAs(cancelled);
    }

    @Test
    void result_shouldThrow_whenThereIsNoReason() {
        TransactionCanceledException cancelled = cancelled();

        assertThatThrownBy(() -> DynamoDbSummaryStore.result(cancelled)).isSameAs(cancelled);
    }

    private static TransactionCanceledException cancelled(String... codes) {
        return TransactionCanceledException.builder()
                .cancellationReasons(Arrays.stream(codes)
                        .map(code -> CancellationReason.builder().code(code).build())
                        .toList())
                .build();
    }
}
