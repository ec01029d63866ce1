package wordcounter.retriever;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import wordcounter.counts.CounterItem;

/** Counters from DynamoDB, laid out as {@link CounterItem} says. Thread-safe. */
final class DynamoDbCounterReads implements CounterReads {

    private final DynamoDbClient dynamoDb;
    private final String table;
    private final int shards;

    /** @param shards how many counters a word may have; since it may only grow, none is missed */
    DynamoDbCounterReads(DynamoDbClient dynamoDb, String table, int shards) {
        this.dynamoDb = dynamoDb;
        this.table = table;
        this.shards = shards;
    }

    @Override
    public long countOf(String word) {
        List<String> keys = IntStream.range(0, shards)
                .mapToObj(shard -> CounterItem.key(word, shard))
                .toList();
        return BatchReads.read(dynamoDb, table, CounterItem.WORD_SHARD, keys).stream()
                .mapToLong(item -> CounterItem.shown(
                        number(item, CounterItem.COUNTED),
                        number(item, CounterItem.MULTIPLIED),
                        number(item, CounterItem.FORGOTTEN)))
                .sum();
    }

    private static long number(Map<String, AttributeValue> item, String optionalAttribute) {
        AttributeValue value = item.get(optionalAttribute);
        return value == null ? 0 : Long.parseLong(value.n());
    }
}
