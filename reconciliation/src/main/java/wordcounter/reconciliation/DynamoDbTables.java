package wordcounter.reconciliation;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItem;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;
import wordcounter.counts.CounterItem;
import wordcounter.counts.CounterValues;
import wordcounter.counts.LedgerEntry;
import wordcounter.counts.LedgerItem;
import wordcounter.documents.Document;
import wordcounter.documents.DocumentItem;
import wordcounter.dynamodb.StoredItem;
import wordcounter.dynamodb.TimedReads;
import wordcounter.json.InvalidJsonException;
import wordcounter.runtime.Backoff;
import wordcounter.summaries.MilestoneItem;
import wordcounter.summaries.SeenAttribute;
import wordcounter.summaries.SummaryItem;
import wordcounter.uploads.Upload;
import wordcounter.uploads.UploadItem;

/** The stack's tables in DynamoDB. A table is read page by page. */
public final class DynamoDbTables implements Tables {

    /** What one BatchGetItem takes. */
    private static final int MAX_KEYS = 100;

    /** How long a throttled table is given to hand out the items of one BatchGetItem. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final DynamoDbClient dynamoDb;
    private final PatientCalls calls;
    private final TimedReads reads;
    private final Clock clock;
    private final String wordCountsTable;
    private final String summariesTable;
    private final String eventLedgerTable;
    private final Optional<String> documentsTable;
    private final Optional<String> uploadsTable;
    private final Optional<String> milestonesTable;

    /**
     * @param documentsTable empty when the stack has no documents
     * @param uploadsTable empty when it takes no files
     * @param milestonesTable empty when it has no digest
     */
    public DynamoDbTables(
            DynamoDbClient dynamoDb,
            Backoff backoff,
            Clock clock,
            String wordCountsTable,
            String summariesTable,
            String eventLedgerTable,
            Optional<String> documentsTable,
            Optional<String> uploadsTable,
            Optional<String> milestonesTable) {
        this.dynamoDb = dynamoDb;
        this.calls = new PatientCalls(backoff, clock);
        this.reads = new TimedReads(dynamoDb, backoff, clock);
        this.clock = clock;
        this.wordCountsTable = wordCountsTable;
        this.summariesTable = summariesTable;
        this.eventLedgerTable = eventLedgerTable;
        this.documentsTable = documentsTable;
        this.uploadsTable = uploadsTable;
        this.milestonesTable = milestonesTable;
    }

    @Override
    public void counters(Consumer<Counter> counters, Consumer<String> foreignKeys) {
        for (Map<String, AttributeValue> item : scan(wordCountsTable)) {
            counter(item).ifPresentOrElse(counters, () -> foreignKeys.accept(text(item, CounterItem.WORD_SHARD)));
        }
    }

    @Override
    public List<Counter> counters(Collection<String> keys) {
        return items(wordCountsTable, CounterItem.WORD_SHARD, keys).stream()
                .flatMap(item -> counter(item).stream())
                .toList();
    }

    /** The item's counter; empty when something else has written it. */
    private static Optional<Counter> counter(Map<String, AttributeValue> item) {
        try {
            CounterValues values = CounterValues.of(item);
            long count = new StoredItem("a counter", item).optionalNumber(CounterItem.COUNT);
            return Optional.of(new Counter(values.word(), values.shard(), values.tally(), count));
        } catch (InvalidJsonException | IllegalStateException e) {
            return Optional.empty();
        }
    }

    @Override
    public void summaries(Consumer<Summary> summaries, Consumer<String> foreignKeys) {
        for (Map<String, AttributeValue> item : scan(summariesTable)) {
            String id = text(item, SummaryItem.ID);
            if (SummaryItem.isWordId(id)) {
                summary(item).ifPresentOrElse(summaries, () -> foreignKeys.accept(id));
            }
        }
    }

    @Override
    public List<Summary> summaries(Collection<String> words) {
        List<String> ids = words.stream().map(SummaryItem::wordId).toList();
        return items(summariesTable, SummaryItem.ID, ids).stream()
                .flatMap(item -> summary(item).stream())
                .toList();
    }

    @Override
    public void topWords(Consumer<IndexedWord> words) {
        for (String bucket : SummaryItem.topBuckets()) {
            dynamoDb.queryPaginator(request -> request.tableName(summariesTable)
                            .indexName(SummaryItem.TOP_WORDS_INDEX)
                            .keyConditionExpression("#topBucket = :topBucket")
                            .expressionAttributeNames(Map.of("#topBucket", SummaryItem.TOP_BUCKET))
                            .expressionAttributeValues(Map.of(":topBucket", AttributeValue.fromS(bucket))))
                    .items()
                    .forEach(item -> words.accept(new IndexedWord(
                            SummaryItem.word(text(item, SummaryItem.ID)),
                            new StoredItem("a place in the index", item).requiredNumber(SummaryItem.ITEM_COUNT))));
        }
    }

    @Override
    public long unfinishedEvents(Consumer<LedgerEntry> unfinished, Consumer<String> foreignKeys) {
        long events = 0;
        for (ScanResponse page : dynamoDb.scanPaginator(request -> request.tableName(eventLedgerTable)
                .consistentRead(true)
                .filterExpression(LedgerItem.UNFINISHED)
                .projectionExpression(LedgerItem.PROJECTION)
                .expressionAttributeNames(LedgerItem.NAMES))) {
            events += page.scannedCount();
            for (Map<String, AttributeValue> item : page.items()) {
                event(item).ifPresentOrElse(unfinished, () -> foreignKeys.accept(text(item, LedgerItem.EVENT_ID)));
            }
        }
        return events;
    }

    /** The item's entry; empty when something else has written it. */
    private static Optional<LedgerEntry> event(Map<String, AttributeValue> item) {
        try {
            return Optional.of(LedgerItem.parse(item));
        } catch (IllegalStateException | IllegalArgumentException | DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    @Override
    public void unfinishedDocuments(BiConsumer<String, Document> unfinished, Consumer<String> foreignKeys) {
        documentsTable.ifPresent(table -> dynamoDb.scanPaginator(request -> request.tableName(table)
                        .consistentRead(true)
                        .filterExpression(DocumentItem.UNFINISHED)
                        .projectionExpression(DocumentItem.UNFINISHED_PROJECTION)
                        .expressionAttributeNames(
                                DocumentItem.names(DocumentItem.UNFINISHED, DocumentItem.UNFINISHED_PROJECTION)))
                .items()
                .forEach(item -> {
                    String id = text(item, DocumentItem.DOCUMENT_ID);
                    document(item)
                            .ifPresentOrElse(document -> unfinished.accept(id, document), () -> foreignKeys.accept(id));
                }));
    }

    /** The item's document; empty when something else has written it. */
    private static Optional<Document> document(Map<String, AttributeValue> item) {
        try {
            return Optional.of(DocumentItem.parse(item));
        } catch (IllegalStateException | IllegalArgumentException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    @Override
    public void unfinishedUploads(Consumer<Upload> unfinished, Consumer<String> foreignKeys) {
        if (uploadsTable.isEmpty()) {
            return;
        }
        for (Map<String, AttributeValue> item : scan(uploadsTable.get())) {
            upload(item)
                    .ifPresentOrElse(
                            upload -> {
                                if (!upload.isCounted() && upload.refusal().isEmpty()) {
                                    unfinished.accept(upload);
                                }
                            },
                            () -> foreignKeys.accept(text(item, UploadItem.UPLOAD_ID)));
        }
    }

    /** The item's upload; empty when something else has written it. */
    private static Optional<Upload> upload(Map<String, AttributeValue> item) {
        try {
            return Optional.of(UploadItem.parse(item));
        } catch (IllegalStateException | IllegalArgumentException | DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    @Override
    public void milestones(Consumer<MilestoneItem.Entry> entries, Consumer<String> foreignKeys) {
        if (milestonesTable.isEmpty()) {
            return;
        }
        for (Map<String, AttributeValue> item : scan(milestonesTable.get())) {
            String id = text(item, MilestoneItem.ID);
            if (!id.equals(MilestoneItem.CHANNEL)) {
                milestone(item).ifPresentOrElse(entries, () -> foreignKeys.accept(id));
            }
        }
    }

    /** The item's entry; empty when something else has written it. */
    private static Optional<MilestoneItem.Entry> milestone(Map<String, AttributeValue> item) {
        try {
            return Optional.of(MilestoneItem.parse(item));
        } catch (IllegalStateException | DateTimeException e) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<Snapshot> snapshot(String totalsId, Set<String> words, Instant deadline) {
        return calls.callUntil(deadline, () -> snapshot(totalsId, words));
    }

    private Snapshot snapshot(String totalsId, Set<String> words) {
        List<String> ids = new ArrayList<>(List.of(totalsId));
        words.forEach(word -> ids.add(SummaryItem.wordId(word)));
        List<ItemResponse> items = dynamoDb.transactGetItems(request ->
                        request.transactItems(ids.stream().map(this::get).toList()))
                .responses();
        Map<String, Summary> summaries = new HashMap<>();
        for (ItemResponse response : items.subList(1, items.size())) {
            if (!response.item().isEmpty()) {
                summary(response.item()).ifPresent(summary -> summaries.put(summary.word(), summary));
            }
        }
        StoredItem bucket =
                new StoredItem("a bucket of the totals", items.getFirst().item());
        return new Snapshot(
                new Bucket(
                        bucket.optionalNumber(SummaryItem.ITEM_COUNT),
                        bucket.optionalNumber(SummaryItem.DISTINCT_WORDS),
                        bucket.optionalNumber(SummaryItem.REPAIRS)),
                summaries);
    }

    private TransactGetItem get(String id) {
        return TransactGetItem.builder()
                .get(get -> get.tableName(summariesTable).key(key(id)))
                .build();
    }

    @Override
    public RepairResult repair(String totalsId, Bucket asRead, long counts, long distinctWords, Instant deadline) {
        return calls.callUntil(deadline, () -> repair(totalsId, asRead, counts, distinctWords))
                .orElse(RepairResult.CONTENDED);
    }

    private RepairResult repair(String totalsId, Bucket asRead, long counts, long distinctWords) {
        try {
            UpdateItemResponse _ = dynamoDb.updateItem(request -> request.tableName(summariesTable)
                    .key(key(totalsId))
                    .updateExpression("ADD #itemCount :counts, #distinctWords :distinctWords, #repairs :one")
                    // the SDK repeats an UpdateItem whose answer is lost: this lets only one through
                    .conditionExpression(
                            asRead.repairs() == 0 ? "attribute_not_exists(#repairs)" : "#repairs = :repairs")
                    .expressionAttributeNames(Map.of(
                            "#itemCount", SummaryItem.ITEM_COUNT,
                            "#distinctWords", SummaryItem.DISTINCT_WORDS,
                            "#repairs", SummaryItem.REPAIRS))
                    .expressionAttributeValues(repairValues(asRead, counts, distinctWords)));
            return RepairResult.REPAIRED;
        } catch (ConditionalCheckFailedException e) {
            return RepairResult.REPAIRED_BY_OTHERS;
        }
    }

    private static Map<String, AttributeValue> repairValues(Bucket asRead, long counts, long distinctWords) {
        Map<String, AttributeValue> values = new HashMap<>(Map.of(
                ":counts", AttributeValue.fromN(Long.toString(counts)),
                ":distinctWords", AttributeValue.fromN(Long.toString(distinctWords)),
                ":one", AttributeValue.fromN("1")));
        if (asRead.repairs() != 0) {
            values.put(":repairs", AttributeValue.fromN(Long.toString(asRead.repairs())));
        }
        return values;
    }

    private Iterable<Map<String, AttributeValue>> scan(String table) {
        return dynamoDb.scanPaginator(request -> request.tableName(table).consistentRead(true))
                .items();
    }

    private List<Map<String, AttributeValue>> items(String table, String keyName, Collection<String> keys) {
        List<Map<String, AttributeValue>> items = new ArrayList<>();
        List<String> all = List.copyOf(keys);
        for (int start = 0; start < all.size(); start += MAX_KEYS) {
            List<String> some = all.subList(start, Math.min(start + MAX_KEYS, all.size()));
            items.addAll(reads.getItems(table, keyName, some, clock.instant().plus(PATIENCE)));
        }
        return items;
    }

    /** The item's summary; empty when something else has written it. */
    private static Optional<Summary> summary(Map<String, AttributeValue> attributes) {
        StoredItem item = new StoredItem(SummaryItem.KIND, attributes);
        try {
            return Optional.of(new Summary(
                    SummaryItem.word(item.requiredText(SummaryItem.ID)),
                    SeenAttribute.parse(item),
                    item.requiredNumber(SummaryItem.ITEM_COUNT),
                    Optional.ofNullable(attributes.get(SummaryItem.TOP_BUCKET)).map(AttributeValue::s),
                    item.requiredNumber(SummaryItem.VERSION)));
        } catch (IllegalStateException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String text(Map<String, AttributeValue> item, String key) {
        return new StoredItem("an item", item).requiredText(key);
    }

    private static Map<String, AttributeValue> key(String id) {
        return Map.of(SummaryItem.ID, AttributeValue.fromS(id));
    }
}
