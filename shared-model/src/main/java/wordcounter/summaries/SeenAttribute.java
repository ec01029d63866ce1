package wordcounter.summaries;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import wordcounter.counts.CounterItem;
import wordcounter.counts.Tally;
import wordcounter.dynamodb.StoredItem;

/** Writes and reads the attribute {@link SummaryItem#SEEN}: a map by shard, of maps of a counter's three numbers. */
public final class SeenAttribute {

    private SeenAttribute() {}

    static AttributeValue of(Map<Integer, Tally> seen) {
        Map<String, AttributeValue> shards = new HashMap<>();
        seen.forEach((shard, tally) -> shards.put(
                Integer.toString(shard),
                AttributeValue.fromM(Map.of(
                        CounterItem.COUNTED, number(tally.counted()),
                        CounterItem.MULTIPLIED, number(tally.multiplied()),
                        CounterItem.FORGOTTEN, number(tally.forgotten())))));
        return AttributeValue.fromM(shards);
    }

    /** @throws IllegalStateException when the summary does not have it as it is written here */
    public static SortedMap<Integer, Tally> parse(StoredItem summary) {
        SortedMap<Integer, Tally> seen = new TreeMap<>();
        summary.requiredMap(SummaryItem.SEEN).forEach((shard, value) -> {
            StoredItem numbers = new StoredItem(summary.kind(), value.m());
            seen.put(
                    Integer.valueOf(shard),
                    new Tally(
                            numbers.requiredNumber(CounterItem.COUNTED),
                            numbers.requiredNumber(CounterItem.MULTIPLIED),
                            numbers.requiredNumber(CounterItem.FORGOTTEN)));
        });
        return seen;
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }
}
