package wordcounter.counts;

import java.util.List;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import wordcounter.dynamodb.BatchReads;

/** Counters from DynamoDB, laid out as {@link CounterItem} says. Thread-safe. */
public final class DynamoDbCounterReads implements CounterReads {

    private final DynamoDbClient dynamoDb;
    private final String table;
    private final int shards;

    /** @param shards how many counters a word may have; since it may only grow, none is missed */
    public DynamoDbCounterReads(DynamoDbClient dynamoDb, String table, int shards) {
        this.dynamoDb = dynamoDb;
        this.table = table;
        this.shards = shards;
    }

    @Override
    public List<CounterValues> countersOf(String word) {
        List<String> keys = IntStream.range(0, shards)
                .mapToObj(shard -> CounterItem.key(word, shard))
                .toList();
        return BatchReads.read(dynamoDb, table, CounterItem.WORD_SHARD, keys).stream()
                .map(CounterValues::of)
                .toList();
    }
}
