package wordcounter.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ThrottlingException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;
import wordcounter.counts.ChunkPlan;
import wordcounter.counts.DynamoDbCounterScan;
import wordcounter.counts.LedgerEntry;
import wordcounter.counts.Tally;
import wordcounter.dynamodb.TimedReads;
import wordcounter.reconciliation.Tables.Bucket;
import wordcounter.reconciliation.Tables.Counter;
import wordcounter.reconciliation.Tables.IndexedWord;
import wordcounter.reconciliation.Tables.RepairResult;
import wordcounter.reconciliation.Tables.Summary;
import wordcounter.runtime.Backoff;
import wordcounter.summaries.DynamoDbSummaryStore;
import wordcounter.summaries.MilestoneItem;
import wordcounter.summaries.WordSummary;
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
            "seen", AttributeValue.fromB(SdkBytes.fromByteArray(new byte[] {1})),
            "itemCount", AttributeValue.fromN("11"),
            "version", ONE));
    private final Backoff backoff = new Backoff(clock, new Random(1), clock::advance);
    private final PatientDynamoDb dynamoDb = new PatientDynamoDb(store, new PatientCalls(backoff, clock));
    private final DynamoDbTables tables = new DynamoDbTables(
            dynamoDb,
            backoff,
            clock,
            "counts",
            "summaries",
            "ledger",
            Optional.of("documents"),
            Optional.of("uploads"),
            Optional.of("milestones"));
    private final List<Object> read = new ArrayList<>();

    @Test
    void reads_shouldWait_whenTheTableIsThrottled() {
        store.refuse(ContendedDynamoDb.passing());
        tables.counters(read::add, read::add);
        store.refuse(ContendedDynamoDb.passing());
        read.addAll(tables.counters(List.of("hello#1")));
        store.refuse(ContendedDynamoDb.passing());
        tables.summaries(read::add, read::add);
        store.refuse(ContendedDynamoDb.passing());
        read.addAll(tables.summaries(List.of("hello")));
        store.refuse(ContendedDynamoDb.passing());
        tables.topWords(read::add);

        Counter counter = new Counter("hello", 1, new Tally(1, 1, 0), 11);
        Summary summary = new Summary("hello", new TreeMap<>(), 11, Optional.empty(), 1);
        assertThat(read)
                .startsWith(counter, counter, counter, summary, summary, summary)
                .containsOnly(counter, summary, new IndexedWord("hello", 11));
        assertThat(store.answered()).containsOnly("Scan", "Query", "BatchGetItem");
    }

    @Test
    void unfinishedEvents_shouldWait_whenTheTableIsThrottled() {
        ContendedDynamoDb ledger = new ContendedDynamoDb(Map.of(
                "eventId", AttributeValue.fromS("an event"),
                "fingerprint", AttributeValue.fromS("fingerprint"),
                "chunkSize", AttributeValue.fromN("99"),
                "chunks", ONE,
                "shard", ONE,
                "counted", AttributeValue.fromNs(List.of("0")),
                "acceptedAt", AttributeValue.fromS("2026-11-21T11:00:00Z")));
        ledger.refuse(ContendedDynamoDb.passing());

        assertThat(tablesOf(ledger).unfinishedEvents(read::add, read::add)).isEqualTo(4);

        LedgerEntry event = new LedgerEntry(
                "an event", "fingerprint", new ChunkPlan(99, 1, 1), Set.of(0), Set.of(), NOW.minusSeconds(3600));
        assertThat(read).containsExactly(event, event);
    }

    @Test
    void unfinishedDocuments_shouldBeRead_andForeignItemsTold() {
        ContendedDynamoDb documents = new ContendedDynamoDb(Map.of(
                "documentId", AttributeValue.fromS("a document"), "changedAt", AttributeValue.fromN("1795262400000")));
        documents.refuse(ContendedDynamoDb.passing());

        tablesOf(documents).unfinishedDocuments((id, document) -> read.add(id + document.changedAt()), read::add);
        tablesOf(new ContendedDynamoDb(
                        Map.of("documentId", AttributeValue.fromS("foreign"), "plan", AttributeValue.fromS("no map"))))
                .unfinishedDocuments((id, document) -> read.add(document), read::add);

        assertThat(read).contains("a document2026-11-21T12:00:00Z", "foreign").hasSize(4);
    }

    @Test
    void milestones_shouldBeRead_butNotWhoseTurnItIs() {
        ContendedDynamoDb milestones = new ContendedDynamoDb(Map.of(
                "id", AttributeValue.fromS("word#hello"),
                "milestone", AttributeValue.fromN("1000"),
                "claimedUntil", AttributeValue.fromN(Long.toString(NOW.toEpochMilli()))));
        milestones.refuse(ContendedDynamoDb.passing());

        tablesOf(milestones).milestones(read::add, read::add);
        tablesOf(new ContendedDynamoDb(Map.of("id", AttributeValue.fromS("channel"), "freeAt", ONE)))
                .milestones(read::add, read::add);

        assertThat(read)
                .hasSize(2)
                .containsOnly(new MilestoneItem.Entry("word#hello", 1_000, Optional.empty(), Optional.of(NOW)));
    }

    @ParameterizedTest
    @CsvSource({"word#hello, 99", "word#hello, 0", "totals#3, 100", "word#, 100"})
    void milestones_shouldTellTheKey_whenTheyAreNone(String id, String number) {
        tablesOf(new ContendedDynamoDb(
                        Map.of("id", AttributeValue.fromS(id), "milestone", AttributeValue.fromN(number))))
                .milestones(read::add, read::add);

        assertThat(read).containsOnly(id);
    }

    @Test
    void reads_shouldTellTheKey_whenSomethingElseHasWrittenAnItem() {
        DynamoDbTables foreign = tablesOf(new ContendedDynamoDb(Map.of(
                "wordShard", AttributeValue.fromS("hello"),
                "id", AttributeValue.fromS("word#hello"),
                "eventId", AttributeValue.fromS("an event"),
                "uploadId", AttributeValue.fromS("an upload"))));
        List<String> keys = new ArrayList<>();

        foreign.counters(read::add, keys::add);
        foreign.summaries(read::add, keys::add);
        long events = foreign.unfinishedEvents(read::add, keys::add);
        foreign.unfinishedUploads(read::add, keys::add);
        foreign.milestones(read::add, keys::add);

        assertThat(keys)
                .containsExactly(
                        "hello",
                        "hello",
                        "word#hello",
                        "word#hello",
                        "an event",
                        "an event",
                        "an upload",
                        "an upload",
                        "word#hello",
                        "word#hello");
        assertThat(read).isEmpty();
        assertThat(events).isEqualTo(4);
        assertThat(foreign.counters(List.of("hello"))).isEmpty();
        assertThat(foreign.summaries(List.of("hello"))).isEmpty();
    }

    private DynamoDbTables tablesOf(ContendedDynamoDb other) {
        return new DynamoDbTables(
                new PatientDynamoDb(other, new PatientCalls(backoff, clock)),
                backoff,
                clock,
                "counts",
                "summaries",
                "ledger",
                Optional.of("documents"),
                Optional.of("uploads"),
                Optional.of("milestones"));
    }

    @Test
    void readsOfARebuild_shouldWait_whenTheTableIsThrottled() {
        int[] counters = {0};
        store.refuse(ContendedDynamoDb.passing());
        new DynamoDbCounterScan(dynamoDb, "counts").read(page -> counters[0] += page.size());
        store.refuse(ContendedDynamoDb.passing());

        assertThat(counters[0]).isEqualTo(2);
        TimedReads reads = new TimedReads(dynamoDb, new Backoff(clock, new Random(1), clock::advance), clock);
        assertThat(new DynamoDbSummaryStore(dynamoDb, reads, "summaries")
                        .read(List.of("hello"), clock.instant().plusSeconds(60))
                        .readable())
                .containsEntry("hello", new WordSummary("hello", new TreeMap<>(), 1));
    }

    @Test
    void reads_shouldFail_whenTheTableStaysThrottled() {
        store.refuse(Collections.nCopies(10_000, ThrottlingException.builder().build()));

        assertThatThrownBy(() -> tables.counters(read::add, read::add)).isInstanceOf(ThrottlingException.class);

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

        assertThatThrownBy(() -> tables.counters(read::add, read::add)).isSameAs(refusal);

        assertThat(clock.instant()).isEqualTo(NOW);
    }
}
