package wordcounter.operator;

import java.time.Instant;
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

    int MOST_IN_SNAPSHOT = 99;

    /**
     * Reads a bucket and some words in one transaction.
     *
     * @param words at most {@link #MOST_IN_SNAPSHOT}
     * @return empty when others wrote to one of them at each try until the deadline
     */
    Optional<Snapshot> snapshot(String totalsId, Set<String> words, Instant deadline);

    enum RepairResult {
        REPAIRED,
        /** Somebody else has repaired the bucket since it was read; nothing is added. */
        REPAIRED_BY_OTHERS,
        /** Others wrote to the bucket at each try until the deadline; nothing is added. */
        CONTENDED
    }

    /** Adds to a bucket of the totals, unless it was repaired since it was read. */
    RepairResult repair(String totalsId, Bucket asRead, long counts, long distinctWords, Instant deadline);
}
