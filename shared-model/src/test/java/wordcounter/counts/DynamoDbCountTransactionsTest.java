package wordcounter.counts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import wordcounter.counts.ChunkResult.Contended;
import wordcounter.counts.ChunkResult.Refused;

/** How the reasons of a cancelled transaction are read; the ledger's action is the first. */
class DynamoDbCountTransactionsTest {

    @Test
    void result_shouldBeRefused_whenTheLedgersConditionDidNotHold() {
        assertThat(DynamoDbCountTransactions.result(cancelled("ConditionalCheckFailed", "None")))
                .isEqualTo(new Refused(Optional.empty()));
    }

    @Test
    void result_shouldBeRefused_whenAWordWasContendedToo() {
        assertThat(DynamoDbCountTransactions.result(cancelled("ConditionalCheckFailed", "TransactionConflict")))
                .isInstanceOf(Refused.class);
    }

    @Test
    void result_shouldHoldTheEntry_whenDynamoDbReturnedIt() {
        CancellationReason ledger = CancellationReason.builder()
                .code("ConditionalCheckFailed")
                .item(Map.of(
                        "eventId", AttributeValue.fromS("e1"),
                        "fingerprint", AttributeValue.fromS("f"),
                        "chunkSize", AttributeValue.fromN("99"),
                        "chunks", AttributeValue.fromN("2"),
                        "shard", AttributeValue.fromN("7"),
                        "counted", AttributeValue.fromNs(List.of("0", "1")),
                        "acceptedAt", AttributeValue.fromS("2026-11-21T12:00:00Z")))
                .build();

        assertThat(DynamoDbCountTransactions.result(TransactionCanceledException.builder()
                        .cancellationReasons(ledger)
                        .build()))
                .isInstanceOfSatisfying(Refused.class, refused -> {
                    LedgerEntry entry = refused.existing().orElseThrow();
                    assertThat(entry.plan()).isEqualTo(new ChunkPlan(99, 2, 7));
                    assertThat(entry.isCounted()).isTrue();
                    assertThat(entry.multiplied()).isEmpty();
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"})
    void result_shouldBeContended_whenTheReasonPasses(String code) {
        assertThat(DynamoDbCountTransactions.result(cancelled("None", code))).isEqualTo(new Contended());
        assertThat(DynamoDbCountTransactions.result(cancelled(code, "None"))).isEqualTo(new Contended());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ValidationError", "ItemCollectionSizeLimitExceeded", "AccessDenied", "SomethingNew"})
    void result_shouldThrow_whenNoRetryCanHelp(String code) {
        TransactionCanceledException cancelled = cancelled("ConditionalCheckFailed", code);

        assertThatThrownBy(() -> DynamoDbCountTransactions.result(cancelled)).isSameAs(cancelled);
    }

    @Test
    void result_shouldThrow_whenThereIsNoReason() {
        TransactionCanceledException cancelled = cancelled();

        assertThatThrownBy(() -> DynamoDbCountTransactions.result(cancelled)).isSameAs(cancelled);
    }

    private static TransactionCanceledException cancelled(String... codes) {
        return TransactionCanceledException.builder()
                .cancellationReasons(Arrays.stream(codes)
                        .map(code -> CancellationReason.builder().code(code).build())
                        .toList())
                .build();
    }
}
