package wordcounter.operator;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import wordcounter.counts.LedgerEntry;
import wordcounter.counts.Tally;

/** What the tables hold. Every reading is consistent, except for the index. */
interface Tables {

    /** A counter's item; {@code count} is what the +1 and +10 added up to. */
    record Counter(String word, int shard, Tally tally, long count) {}

    /** A word's summary as it is stored. */
    record Summary(
            String word, SortedMap<Integer, Tally> seen, long itemCount, Optional<String> topBucket, long version) {}

    /**
     * A bucket of the totals.
     *
     * @param repairs how often it was repaired
     */
    record Bucket(long itemCount, long distinctWords, long repairs) {}

    /** A bucket and some words' summaries, all of one moment. */
    record Snapshot(Bucket bucket, Map<String, Summary> summaries) {}

    List<Counter> counters();

    /** Keys of items in WordCounts that are no counters. */
    List<String> foreignKeys();

    Map<String, Summary> summaries();

    /** The words of the index of the most frequent ones, with their counts; a moment behind. */
    Map<String, Long> topWords();

    List<LedgerEntry> ledger();

    /** @param words at most {@link #MOST_IN_SNAPSHOT} */
    Snapshot snapshot(String totalsId, Set<String> words);

    int MOST_IN_SNAPSHOT = 99;

    /**
     * Adds to a bucket of the totals, unless it was repaired since it was read.
     *
     * @return whether it was done
     */
    boolean repair(String totalsId, Bucket asRead, long counts, long distinctWords);
}
