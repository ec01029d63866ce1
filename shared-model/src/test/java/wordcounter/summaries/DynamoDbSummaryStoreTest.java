package wordcounter.summaries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import wordcounter.counts.Tally;
import wordcounter.dynamodb.TimedReads;
import wordcounter.runtime.Backoff;
import wordcounter.summaries.SummaryStore.StoredSummaries;
import wordcounter.summaries.SummaryStore.WriteResult.Refused;
import wordcounter.testing.InMemoryTable;
import wordcounter.testing.ManualClock;

/** How the reasons of a cancelled transaction are read, and what was stored by others. */
class DynamoDbSummaryStoreTest {

    /** Words of one bucket. */
    private static final SummaryGroup GROUP = new SummaryGroup(Stream.of("word1", "word17", "word20")
            .map(WordSummary::empty)
            .map(empty -> new SummaryChange(empty, empty.merge(Map.of(0, new Tally(1, 1, 0)))))
            .toList());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ConditionalCheckFailed",
                "TransactionConflict",
                "ThrottlingError",
                "ProvisionedThroughputExceeded"
            })
    void refused_shouldNameTheWord_whenTheReasonIsItsOwnAndPasses(String code) {
        assertThat(refused("None", code, "None", "None")).isEqualTo(new Refused(Set.of("word17"), Map.of()));
        assertThat(refused(code, "None", code, "TransactionConflict"))
                .isEqualTo(new Refused(Set.of("word1", "word20"), Map.of()));
    }

    @Test
    void refused_shouldNameNoWord_whenOthersAreAtTheTotals() {
        assertThat(refused("None", "None", "None", "TransactionConflict")).isEqualTo(new Refused(Set.of(), Map.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ValidationError", "ItemCollectionSizeLimitExceeded", "AccessDenied", "SomethingNew"})
    void refused_shouldNameTheWord_whenItCanNeverBeWritten(String code) {
        Refused refused = refused("TransactionConflict", code, "None", "None");

        assertThat(refused.contended()).containsExactly("word1");
        assertThat(refused.impossible()).containsOnlyKeys("word17");
        assertThat(refused.impossible().get("word17")).isInstanceOf(TransactionCanceledException.class);
    }

    @Test
    void refused_shouldThrow_whenTheTotalsCanNeverBeWritten() {
        TransactionCanceledException cancelled = cancelled("None", "None", "None", "ValidationError");

        assertThatThrownBy(() -> DynamoDbSummaryStore.refused(GROUP, cancelled)).isSameAs(cancelled);
    }

    @Test
    void refused_shouldThrow_whenThereIsNoReasonOrOneIsMissing() {
        TransactionCanceledException none = cancelled();
        TransactionCanceledException tooFew = cancelled("None", "TransactionConflict");

        assertThatThrownBy(() -> DynamoDbSummaryStore.refused(GROUP, none)).isSameAs(none);
        assertThatThrownBy(() -> DynamoDbSummaryStore.refused(GROUP, tooFew)).isSameAs(tooFew);
    }

    @Test
    void read_shouldTellTheWord_whenItsSummaryIsOfAnEarlierVersion() {
        ManualClock clock = new ManualClock(Instant.parse("2026-11-21T12:00:00Z"));
        InMemoryTable table = new InMemoryTable(SummaryItem.ID);
        table.put(Map.of(
                SummaryItem.ID, AttributeValue.fromS("word#hello"),
                SummaryItem.SEEN, AttributeValue.fromM(Map.of()),
                SummaryItem.ITEM_COUNT, AttributeValue.fromN("11"),
                SummaryItem.VERSION, AttributeValue.fromN("1")));
        TimedReads reads = new TimedReads(table, new Backoff(clock, new Random(1), clock::advance), clock);

        StoredSummaries stored = new DynamoDbSummaryStore(table, reads, "summaries")
                .read(List.of("hello", "world"), clock.instant().plusSeconds(1));

        assertThat(stored.readable()).isEqualTo(Map.of("world", WordSummary.empty("world")));
        assertThat(stored.unreadable()).containsOnlyKeys("hello");
        assertThat(stored.unreadable().get("hello")).hasMessageContaining("whose seen is of another type");
    }

    private static Refused refused(String... codes) {
        return DynamoDbSummaryStore.refused(GROUP, cancelled(codes));
    }

    private static TransactionCanceledException cancelled(String... codes) {
        return TransactionCanceledException.builder()
                .cancellationReasons(Arrays.stream(codes)
                        .map(code -> CancellationReason.builder().code(code).build())
                        .toList())
                .build();
    }
}
