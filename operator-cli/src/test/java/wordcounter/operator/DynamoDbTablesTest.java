package wordcounter.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ThrottlingException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;
import wordcounter.counts.DynamoDbCounterScan;
import wordcounter.operator.Tables.Bucket;
import wordcounter.operator.Tables.RepairResult;
import wordcounter.runtime.Backoff;
import wordcounter.summaries.DynamoDbSummaryStore;
import wordcounter.testing.ManualClock;

class DynamoDbTablesTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final AttributeValue ONE = AttributeValue.fromN("1");

    private final ManualClock clock = new ManualClock(NOW);
    private final ContendedDynamoDb store = new ContendedDynamoDb(Map.of(
            "id", AttributeValue.fromS("word#hello"),
            "word", AttributeValue.fromS("hello"),
            "wordShard", AttributeValue.fromS("hello#1"),
            "shard", ONE,
            "count", AttributeValue.fromN("11"),
            "counted", ONE,
            "multiplied", ONE,
            "seen", AttributeValue.fromM(Map.of()),
            "itemCount", AttributeValue.fromN("11"),
            "version", ONE));
    private final PatientCalls calls = new PatientCalls(new Backoff(clock, new Random(1), clock::advance), clock);
    private final PatientDynamoDb dynamoDb = new PatientDynamoDb(store, calls);
    private final DynamoDbTables tables = new DynamoDbTables(dynamoDb, calls, "counts", "summaries", "ledger");

    @Test
    void reads_shouldWait_whenTheTableIsThrottled() {
        store.refuse(ContendedDynamoDb.passing());
        assertThat(tables.counters()).hasSize(2);
        store.refuse(ContendedDynamoDb.passing());
        assertThat(tables.summaries()).hasSize(1);
        store.refuse(ContendedDynamoDb.passing());
        assertThat(tables.topWords()).containsOnly(Map.entry("hello", 11L));

        assertThat(store.answered()).containsOnly("Scan", "Query");
    }

    @Test
    void readsOfARebuild_shouldWait_whenTheTableIsThrottled() {
        int[] counters = {0};
        store.refuse(ContendedDynamoDb.passing());
        new DynamoDbCounterScan(dynamoDb, "counts").read(page -> counters[0] += page.size());
        store.refuse(ContendedDynamoDb.passing());

        assertThat(counters[0]).isEqualTo(2);
        assertThat(new DynamoDbSummaryStore(dynamoDb, "summaries").read("hello").version())
                .isEqualTo(1);
    }

    @Test
    void reads_shouldFail_whenTheTableStaysThrottled() {
        store.refuse(Collections.nCopies(10_000, ThrottlingException.builder().build()));

        assertThatThrownBy(tables::counters).isInstanceOf(ThrottlingException.class);

        assertThat(Duration.between(NOW, clock.instant())).isBetween(Duration.ofSeconds(50), Duration.ofSeconds(60));
    }

    @Test
    void snapshot_shouldWait_whenOthersWrite() {
        store.refuse(ContendedDynamoDb.passing());

        assertThat(tables.snapshot("totals#1", Set.of("hello"), NOW.plusSeconds(15))
                        .orElseThrow()
                        .summaries())
                .containsOnlyKeys("hello");
    }

    @Test
    void snapshot_shouldBeEmpty_whenOthersWriteUntilTheDeadline() {
        store.refuse(Collections.nCopies(1_000, ContendedDynamoDb.passing().get(4)));

        assertThat(tables.snapshot("totals#1", Set.of("hello"), NOW.plusSeconds(15)))
                .isEmpty();

        assertThat(clock.instant()).isBeforeOrEqualTo(NOW.plusSeconds(15));
    }

    @Test
    void repair_shouldWait_whenOthersWrite() {
        store.refuse(List.of(
                TransactionConflictException.builder().build(),
                ThrottlingException.builder().build()));

        assertThat(tables.repair("totals#1", new Bucket(11, 1, 0), 5, 0, NOW.plusSeconds(15)))
                .isEqualTo(RepairResult.REPAIRED);

        assertThat(store.answered()).containsExactly("UpdateItem");
    }

    @Test
    void repair_shouldBeContended_whenOthersWriteUntilTheDeadline() {
        store.refuse(Collections.nCopies(
                1_000, TransactionConflictException.builder().build()));

        assertThat(tables.repair("totals#1", new Bucket(11, 1, 0), 5, 0, NOW.plusSeconds(15)))
                .isEqualTo(RepairResult.CONTENDED);
    }

    static List<AwsServiceException> lasting() {
        return ContendedDynamoDb.lasting();
    }

    @ParameterizedTest
    @MethodSource("lasting")
    void calls_shouldNotBeRepeated_whenTheRefusalLasts(AwsServiceException refusal) {
        store.refuse(List.of(refusal));

        assertThatThrownBy(tables::counters).isSameAs(refusal);

        assertThat(clock.instant()).isEqualTo(NOW);
    }
}
