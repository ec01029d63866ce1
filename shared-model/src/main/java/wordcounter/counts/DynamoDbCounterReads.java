package wordcounter.counts;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import wordcounter.dynamodb.TimedReads;

/** Reads a word's counters from DynamoDB, laid out as {@link CounterItem} says. Thread-safe. */
public final class DynamoDbCounterReads implements CounterReads {

    private final TimedReads reads;
    private final String table;
    private final int shards;

    /** @param shards how many counters a word may have; since it may only grow, none is missed */
    public DynamoDbCounterReads(TimedReads reads, String table, int shards) {
        this.reads = reads;
        this.table = table;
        this.shards = shards;
    }

    @Override
    public List<CounterValues> countersOf(String word, Instant deadline) {
        List<String> keys = IntStream.range(0, shards)
                .mapToObj(shard -> CounterItem.key(word, shard))
                .toList();
        return reads.getItems(table, CounterItem.WORD_SHARD, keys, deadline).stream()
                .map(CounterValues::of)
                .toList();
    }
}
