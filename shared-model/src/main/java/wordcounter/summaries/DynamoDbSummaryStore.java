package wordcounter.summaries;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.RequestLimitExceededException;
import software.amazon.awssdk.services.dynamodb.model.ThrottlingException;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionInProgressException;
import software.amazon.awssdk.services.dynamodb.model.Update;
import wordcounter.counts.CounterItem;
import wordcounter.counts.Tally;
import wordcounter.dynamodb.Cancellation;

/** Summaries in DynamoDB, laid out as {@link SummaryItem} says. Thread-safe. */
public final class DynamoDbSummaryStore implements SummaryStore {

    private final DynamoDbClient dynamoDb;
    private final String table;

    public DynamoDbSummaryStore(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    @Override
    public WordSummary read(String word) {
        Map<String, AttributeValue> item = dynamoDb.getItem(request -> request.tableName(table)
                        .key(key(SummaryItem.wordId(word)))
                        .consistentRead(true))
                .item();
        return item.isEmpty()
                ? WordSummary.empty(word)
                : new WordSummary(
                        word,
                        seen(item),
                        Long.parseLong(required(item, SummaryItem.VERSION).n()));
    }

    @Override
    public WriteResult write(WordSummary previous, WordSummary next) {
        try {
            dynamoDb.transactWriteItems(request -> request.transactItems(actions(previous, next)));
            return WriteResult.WRITTEN;
        } catch (TransactionCanceledException e) {
            return result(e);
        } catch (TransactionInProgressException
                | ProvisionedThroughputExceededException
                | RequestLimitExceededException
                | ThrottlingException e) {
            return WriteResult.CONTENDED;
        }
    }

    static WriteResult result(TransactionCanceledException cancelled) {
        return Cancellation.failedCondition(cancelled).isPresent()
                ? WriteResult.VERSION_CHANGED
                : WriteResult.CONTENDED;
    }

    private List<TransactWriteItem> actions(WordSummary previous, WordSummary next) {
        long counts = next.itemCount() - previous.itemCount();
        int distinctWords = Long.signum(next.itemCount()) - Long.signum(previous.itemCount());
        return counts == 0 && distinctWords == 0
                ? List.of(action(putWord(next)))
                : List.of(action(putWord(next)), action(moveTotals(next.word(), counts, distinctWords)));
    }

    private Update putWord(WordSummary next) {
        Map<String, String> names = new HashMap<>(Map.of(
                "#word", SummaryItem.WORD,
                "#seen", SummaryItem.SEEN,
                "#itemCount", SummaryItem.ITEM_COUNT,
                "#version", SummaryItem.VERSION,
                "#topBucket", SummaryItem.TOP_BUCKET));
        Map<String, AttributeValue> values = new HashMap<>(Map.of(
                ":word", AttributeValue.fromS(next.word()),
                ":seen", seen(next),
                ":itemCount", number(next.itemCount()),
                ":version", number(next.version() + 1)));
        String update = "SET #word = :word, #seen = :seen, #itemCount = :itemCount, #version = :version";
        if (next.itemCount() == 0) {
            update += " REMOVE #topBucket"; // a word that is not shown is not in the index
        } else {
            values.put(":topBucket", AttributeValue.fromS(SummaryItem.topBucket(next.word())));
            update += ", #topBucket = :topBucket";
        }
        String condition;
        if (next.version() == 0) {
            condition = "attribute_not_exists(#version)";
        } else {
            values.put(":previousVersion", number(next.version()));
            condition = "#version = :previousVersion";
        }
        return Update.builder()
                .tableName(table)
                .key(key(SummaryItem.wordId(next.word())))
                .updateExpression(update)
                .conditionExpression(condition)
                .expressionAttributeNames(names)
                .expressionAttributeValues(values)
                .build();
    }

    private Update moveTotals(String word, long counts, long distinctWords) {
        return Update.builder()
                .tableName(table)
                .key(key(SummaryItem.totalsId(word)))
                .updateExpression("ADD #itemCount :counts, #distinctWords :distinctWords")
                .expressionAttributeNames(
                        Map.of("#itemCount", SummaryItem.ITEM_COUNT, "#distinctWords", SummaryItem.DISTINCT_WORDS))
                .expressionAttributeValues(Map.of(":counts", number(counts), ":distinctWords", number(distinctWords)))
                .build();
    }

    private static AttributeValue seen(WordSummary summary) {
        Map<String, AttributeValue> shards = new HashMap<>();
        summary.seen()
                .forEach((shard, seen) -> shards.put(
                        Integer.toString(shard),
                        AttributeValue.fromM(Map.of(
                                CounterItem.COUNTED, number(seen.counted()),
                                CounterItem.MULTIPLIED, number(seen.multiplied()),
                                CounterItem.FORGOTTEN, number(seen.forgotten())))));
        return AttributeValue.fromM(shards);
    }

    private static SortedMap<Integer, Tally> seen(Map<String, AttributeValue> item) {
        SortedMap<Integer, Tally> seen = new TreeMap<>();
        required(item, SummaryItem.SEEN).m().forEach((shard, value) -> {
            Map<String, AttributeValue> values = value.m();
            seen.put(
                    Integer.valueOf(shard),
                    new Tally(
                            Long.parseLong(required(values, CounterItem.COUNTED).n()),
                            Long.parseLong(
                                    required(values, CounterItem.MULTIPLIED).n()),
                            Long.parseLong(
                                    required(values, CounterItem.FORGOTTEN).n())));
        });
        return seen;
    }

    private static AttributeValue required(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        if (value == null) {
            throw new IllegalStateException("a summary has no " + name + ": the table was written by something else");
        }
        return value;
    }

    private static Map<String, AttributeValue> key(String id) {
        return Map.of(SummaryItem.ID, AttributeValue.fromS(id));
    }

    private static TransactWriteItem action(Update update) {
        return TransactWriteItem.builder().update(update).build();
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }
}
