package wordcounter.operator;

import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import wordcounter.counts.CounterScan;
import wordcounter.counts.DynamoDbCounterScan;
import wordcounter.counts.LedgerEntry;
import wordcounter.counts.LedgerItem;
import wordcounter.dynamodb.TimedReads;
import wordcounter.reconciliation.DynamoDbTables;
import wordcounter.reconciliation.PatientDynamoDb;
import wordcounter.reconciliation.Tables;
import wordcounter.runtime.VirtualThreads;
import wordcounter.summaries.DynamoDbSummaryReads;
import wordcounter.summaries.DynamoDbSummaryStore;
import wordcounter.summaries.SummaryItem;
import wordcounter.summaries.SummaryReads;
import wordcounter.summaries.SummaryStore;
import wordcounter.uploads.DynamoDbUploads;
import wordcounter.uploads.Uploads;

/** Opens the tables of a stack, in each of the ways in which commands use them. */
final class StackTables implements AutoCloseable {

    private final Surroundings surroundings;
    private final DynamoDbClient dynamoDb;
    private final String wordCounts;
    private final String summaries;
    private final String eventLedger;
    private final Optional<String> documents;
    private final Optional<String> uploads;
    private final Optional<String> milestones;

    StackTables(StackAccess stack, Surroundings surroundings) {
        this.surroundings = surroundings;
        dynamoDb = new PatientDynamoDb(stack.build(DynamoDbClient.builder()), stack.calls());
        wordCounts = stack.name("WordCountsTable");
        summaries = stack.name("SummariesTable");
        eventLedger = stack.name("EventLedgerTable");
        documents = stack.optionalName("DocumentsTable");
        uploads = stack.optionalName("UploadsTable");
        milestones = stack.optionalName("MilestonesTable");
    }

    /** All tables, to be compared with one another. */
    Tables tables() {
        return new DynamoDbTables(
                dynamoDb,
                surroundings.backoff(),
                surroundings.clock(),
                wordCounts,
                summaries,
                eventLedger,
                documents,
                uploads,
                milestones);
    }

    /** What is known of an event; consistent. */
    Optional<LedgerEntry> ledgerEntry(String eventId) {
        Map<String, AttributeValue> item = dynamoDb.getItem(request -> request.tableName(eventLedger)
                        .key(Map.of(LedgerItem.EVENT_ID, AttributeValue.fromS(eventId)))
                        .consistentRead(true))
                .item();
        return item.isEmpty() ? Optional.empty() : Optional.of(LedgerItem.parse(item));
    }

    CounterScan counters() {
        return new DynamoDbCounterScan(dynamoDb, wordCounts);
    }

    SummaryStore summaries() {
        return new DynamoDbSummaryStore(dynamoDb, reads(), summaries);
    }

    SummaryReads summaryReads() {
        return new DynamoDbSummaryReads(
                reads(), new VirtualThreads(SummaryItem.topBuckets().size()), summaries);
    }

    /** What is known of files; empty when the stack takes none. */
    Optional<Uploads> uploads() {
        return uploads.map(table -> new DynamoDbUploads(dynamoDb, table));
    }

    private TimedReads reads() {
        return new TimedReads(dynamoDb, surroundings.backoff(), surroundings.clock());
    }

    @Override
    public void close() {
        dynamoDb.close();
    }
}
