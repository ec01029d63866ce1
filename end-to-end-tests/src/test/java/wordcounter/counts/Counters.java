package wordcounter.counts;

import java.util.Optional;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import wordcounter.dynamodb.BatchReads;

/** A word's counters as they stand in the table, read without the code that shows them. */
final class Counters {

    /** Of the template. */
    static final int SHARDS = 32;

    private Counters() {}

    static long sum(DynamoDbClient dynamoDb, String table, String word) {
        return BatchReads.read(
                        dynamoDb,
                        table,
                        CounterItem.WORD_SHARD,
                        IntStream.range(0, SHARDS)
                                .mapToObj(shard -> CounterItem.key(word, shard))
                                .toList())
                .stream()
                .flatMap(item -> Optional.ofNullable(item.get(CounterItem.COUNT)).stream())
                .mapToLong(count -> Long.parseLong(count.n()))
                .sum();
    }
}
