package wordcounter.reconciliation;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import wordcounter.counts.LedgerEntry;
import wordcounter.counts.Tally;
import wordcounter.documents.Document;
import wordcounter.summaries.MilestoneItem;
import wordcounter.summaries.SummaryItem;
import wordcounter.uploads.Upload;

/**
 * Reads the stack's tables, and corrects the totals. A table may be larger than the memory: it is handed out item by item, in no
 * order. Every reading is consistent, except for the index.
 */
public interface Tables {

    /** The most words in a {@link Snapshot}. */
    int MOST_IN_SNAPSHOT = 99;

    /**
     * A counter's item.
     *
     * @param count what the +1 and +10 added up to
     */
    record Counter(String word, int shard, Tally tally, long count) {

        /** Whether every +1 has its +10. */
        boolean isEven() {
            return tally.counted() == tally.multiplied();
        }
    }

    /** A word's summary as it is stored. */
    record Summary(
            String word, SortedMap<Integer, Tally> seen, long itemCount, Optional<String> topBucket, long version) {

        /** What the word's counters come to: what its stored count should say. */
        public long shown() {
            return seen.values().stream().mapToLong(Tally::total).sum();
        }

        /** What its place in the index should be. */
        public Optional<String> rightTopBucket() {
            return shown() == 0 ? Optional.empty() : Optional.of(SummaryItem.topBucket(word));
        }

        /** Whether its stored count and its place in the index are what the values per shard come to. */
        public boolean isStoredRight() {
            return itemCount == shown() && topBucket.equals(rightTopBucket());
        }
    }

    /** A word's place in the index of the most frequent ones. */
    record IndexedWord(String word, long count) {}

    /**
     * A bucket of the totals.
     *
     * @param repairs how often it was repaired
     */
    record Bucket(long itemCount, long distinctWords, long repairs) {}

    /** A bucket and some words' summaries, all of one moment. */
    record Snapshot(Bucket bucket, Map<String, Summary> summaries) {}

    /** @param foreignKeys is told the keys of items that are no counters */
    void counters(Consumer<Counter> counters, Consumer<String> foreignKeys);

    /**
     * Reads some counters; those that do not exist are left out.
     *
     * @param keys as {@link wordcounter.counts.CounterItem#key} makes them
     */
    List<Counter> counters(Collection<String> keys);

    /** @param foreignKeys is told the ids of words' items that are no summaries */
    void summaries(Consumer<Summary> summaries, Consumer<String> foreignKeys);

    /** Reads the summaries of some words; those that do not exist are left out. */
    List<Summary> summaries(Collection<String> words);

    /** Reads the index of the most frequent words, which is a moment behind. A word that moves may be told twice. */
    void topWords(Consumer<IndexedWord> words);

    /**
     * Reads the events that are not counted and multiplied as a whole. DynamoDB keeps back all others.
     *
     * @param foreignKeys is told the ids of items that are no ledger entries
     * @return how many events the ledger has, those kept back included
     */
    long unfinishedEvents(Consumer<LedgerEntry> unfinished, Consumer<String> foreignKeys);

    /**
     * Reads the documents that have a plan, or have changed since they were fetched. A stack that leaves documents out has none.
     *
     * @param foreignKeys is told the ids of items that are no documents
     */
    void unfinishedDocuments(BiConsumer<String, Document> unfinished, Consumer<String> foreignKeys);

    /**
     * Reads the files that are neither counted as a whole nor refused.
     *
     * @param foreignKeys is told the ids of items that are of no file
     */
    void unfinishedUploads(Consumer<Upload> unfinished, Consumer<String> foreignKeys);

    /**
     * Reads what was told in Slack, or is to be told. A stack without the digest has none.
     *
     * @param foreignKeys is told the ids of items that are neither of a word nor of the daily message nor of the channel
     */
    void milestones(Consumer<MilestoneItem.Entry> entries, Consumer<String> foreignKeys);

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
