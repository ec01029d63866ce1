package wordcounter.summaries;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import wordcounter.counts.Tally;

/**
 * What is known of a word: the largest values seen of each of its counters. Merging is a maximum, so records that come
 * twice, late or in another order change nothing (a grow-only counter, the simplest CRDT).
 *
 * @param seen by shard
 * @param version 0 when it is not stored yet
 */
public record WordSummary(String word, SortedMap<Integer, Tally> seen, long version) {

    public WordSummary {
        seen = Collections.unmodifiableSortedMap(new TreeMap<>(seen));
    }

    public static WordSummary empty(String word) {
        return new WordSummary(word, new TreeMap<>(), 0);
    }

    /** This summary with what is newer in the others; equal to this one when nothing is. */
    public WordSummary merge(Map<Integer, Tally> others) {
        SortedMap<Integer, Tally> merged = new TreeMap<>(seen);
        others.forEach((shard, other) -> merged.merge(shard, other, Tally::max));
        return new WordSummary(word, merged, version);
    }

    public long itemCount() {
        return seen.values().stream().mapToLong(Tally::total).sum();
    }
}
