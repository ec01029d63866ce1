package wordcounter.counts;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import wordcounter.dynamodb.TimedReads;
import wordcounter.runtime.Backoff;

/** A word's counters as they stand in the table, read without the code that shows them. */
final class Counters {

    /** What the template sets when nobody says otherwise. */
    static final int SHARDS = 32;

    private static final Duration TIME = Duration.ofSeconds(10);

    private Counters() {}

    static long sum(DynamoDbClient dynamoDb, String table, String word) {
        TimedReads reads = new TimedReads(
                dynamoDb, new Backoff(Clock.systemUTC(), new Random(), Thread::sleep), Clock.systemUTC());
        List<String> keys = IntStream.range(0, SHARDS)
                .mapToObj(shard -> CounterItem.key(word, shard))
                .toList();
        return reads.getItems(table, CounterItem.WORD_SHARD, keys, Instant.now().plus(TIME)).stream()
                .flatMap(item -> Optional.ofNullable(item.get(CounterItem.COUNT)).stream())
                .mapToLong(count -> Long.parseLong(count.n()))
                .sum();
    }
}
