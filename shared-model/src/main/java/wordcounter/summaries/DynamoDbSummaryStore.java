package wordcounter.summaries;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.Update;
import wordcounter.dynamodb.Cancellation;
import wordcounter.dynamodb.Contention;
import wordcounter.dynamodb.StoredItem;

/** Keeps summaries in DynamoDB, laid out as {@link SummaryItem} says. Thread-safe. */
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
        if (item.isEmpty()) {
            return WordSummary.empty(word);
        }
        StoredItem summary = new StoredItem(SummaryItem.KIND, item);
        return new WordSummary(word, SeenAttribute.parse(summary), summary.requiredNumber(SummaryItem.VERSION));
    }

    @Override
    public WriteResult write(WordSummary previous, WordSummary next) {
        try {
            dynamoDb.transactWriteItems(request -> request.transactItems(actions(previous, next)));
            return WriteResult.WRITTEN;
        } catch (TransactionCanceledException e) {
            return result(e);
        } catch (DynamoDbException e) {
            if (Contention.isCauseOf(e)) {
                return WriteResult.CONTENDED;
            }
            throw e;
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
                ":seen", SeenAttribute.of(next.seen()),
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
