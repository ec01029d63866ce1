package wordcounter.operator;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ItemResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItem;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;
import wordcounter.counts.CounterItem;
import wordcounter.counts.CounterValues;
import wordcounter.counts.LedgerEntry;
import wordcounter.counts.LedgerItem;
import wordcounter.counts.Tally;
import wordcounter.json.InvalidJsonException;
import wordcounter.summaries.SummaryItem;

/** The stack's tables in DynamoDB. Tables are read into memory as a whole. */
final class DynamoDbTables implements Tables {

    private final DynamoDbClient dynamoDb;
    private final PatientCalls calls;
    private final String wordCountsTable;
    private final String summariesTable;
    private final String eventLedgerTable;

    DynamoDbTables(
            DynamoDbClient dynamoDb,
            PatientCalls calls,
            String wordCountsTable,
            String summariesTable,
            String eventLedgerTable) {
        this.dynamoDb = dynamoDb;
        this.calls = calls;
        this.wordCountsTable = wordCountsTable;
        this.summariesTable = summariesTable;
        this.eventLedgerTable = eventLedgerTable;
    }

    @Override
    public List<Counter> counters() {
        List<Counter> counters = new ArrayList<>();
        for (Map<String, AttributeValue> item : scan(wordCountsTable)) {
            counter(item).ifPresent(counters::add);
        }
        return counters;
    }

    @Override
    public List<String> foreignKeys() {
        List<String> keys = new ArrayList<>();
        for (Map<String, AttributeValue> item : scan(wordCountsTable)) {
            if (counter(item).isEmpty()) {
                keys.add(string(item, CounterItem.WORD_SHARD));
            }
        }
        return keys;
    }

    private static Optional<Counter> counter(Map<String, AttributeValue> item) {
        try {
            CounterValues values = CounterValues.of(item);
            return Optional.of(
                    new Counter(values.word(), values.shard(), values.tally(), number(item, CounterItem.COUNT)));
        } catch (InvalidJsonException e) {
            return Optional.empty();
        }
    }

    @Override
    public Map<String, Summary> summaries() {
        Map<String, Summary> summaries = new HashMap<>();
        for (Map<String, AttributeValue> item : scan(summariesTable)) {
            if (SummaryItem.isWordId(string(item, SummaryItem.ID))) {
                Summary summary = summary(item);
                summaries.put(summary.word(), summary);
            }
        }
        return summaries;
    }

    @Override
    public Map<String, Long> topWords() {
        Map<String, Long> words = new HashMap<>();
        for (String bucket : SummaryItem.topBuckets()) {
            dynamoDb.queryPaginator(request -> request.tableName(summariesTable)
                            .indexName(SummaryItem.TOP_WORDS_INDEX)
                            .keyConditionExpression("#topBucket = :topBucket")
                            .expressionAttributeNames(Map.of("#topBucket", SummaryItem.TOP_BUCKET))
                            .expressionAttributeValues(Map.of(":topBucket", AttributeValue.fromS(bucket))))
                    .items()
                    .forEach(item -> words.put(
                            SummaryItem.word(string(item, SummaryItem.ID)), number(item, SummaryItem.ITEM_COUNT)));
        }
        return words;
    }

    @Override
    public List<LedgerEntry> ledger() {
        List<LedgerEntry> entries = new ArrayList<>();
        scan(eventLedgerTable).forEach(item -> entries.add(LedgerItem.parse(item)));
        return entries;
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
                Summary summary = summary(response.item());
                summaries.put(summary.word(), summary);
            }
        }
        Map<String, AttributeValue> bucket = items.getFirst().item();
        return new Snapshot(
                new Bucket(
                        number(bucket, SummaryItem.ITEM_COUNT),
                        number(bucket, SummaryItem.DISTINCT_WORDS),
                        number(bucket, SummaryItem.REPAIRS)),
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

    private static Summary summary(Map<String, AttributeValue> item) {
        SortedMap<Integer, Tally> seen = new TreeMap<>();
        AttributeValue shards = item.get(SummaryItem.SEEN);
        if (shards != null) {
            shards.m()
                    .forEach((shard, values) -> seen.put(
                            Integer.valueOf(shard),
                            new Tally(
                                    number(values.m(), CounterItem.COUNTED),
                                    number(values.m(), CounterItem.MULTIPLIED),
                                    number(values.m(), CounterItem.FORGOTTEN))));
        }
        return new Summary(
                SummaryItem.word(string(item, SummaryItem.ID)),
                seen,
                number(item, SummaryItem.ITEM_COUNT),
                Optional.ofNullable(item.get(SummaryItem.TOP_BUCKET)).map(AttributeValue::s),
                number(item, SummaryItem.VERSION));
    }

    private static String string(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        if (value == null) {
            throw new OperatorException("an item has no " + name + ": the table was written by something else");
        }
        return value.s();
    }

    private static long number(Map<String, AttributeValue> item, String optionalAttribute) {
        AttributeValue value = item.get(optionalAttribute);
        return value == null ? 0 : Long.parseLong(value.n());
    }

    private static Map<String, AttributeValue> key(String id) {
        return Map.of(SummaryItem.ID, AttributeValue.fromS(id));
    }
}
