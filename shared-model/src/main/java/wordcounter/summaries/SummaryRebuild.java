package wordcounter.summaries;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import wordcounter.counts.CounterScan;
import wordcounter.counts.CounterValues;
import wordcounter.counts.Tally;

/**
 * Brings the summaries up to date from the counters themselves, with the merge that the stream's records go through: so
 * it is safe at any time, also while the stream is being read, and it heals whatever records were lost. Thread-safe.
 */
public final class SummaryRebuild {

    /** Counters kept in memory before their words are merged, so that a word is not merged once per counter. */
    private static final int BUFFERED = 50_000;

    /** Words that are merged together, and told of together. */
    private static final int MERGED_AT_ONCE = 1_000;

    private final CounterScan counters;
    private final SummaryMerger merger;

    public SummaryRebuild(CounterScan counters, SummaryMerger merger) {
        this.counters = counters;
        this.merger = merger;
    }

    /** Not every word could be merged in time. Those that were stay merged. */
    public static final class UnfinishedRebuildException extends RuntimeException {
        UnfinishedRebuildException(String message) {
            super(message);
        }
    }

    /**
     * Merges every word.
     *
     * @throws UnfinishedRebuildException when time was up
     */
    public void run(Instant deadline) {
        run(deadline, SummaryRebuild::tellNobody);
    }

    /**
     * Merges every word, and tells of it.
     *
     * @param merged is told now and then how many words were merged since it was told last
     * @throws UnfinishedRebuildException when time was up
     */
    public void run(Instant deadline, IntConsumer merged) {
        Map<String, SortedMap<Integer, Tally>> words = new HashMap<>();
        int[] buffered = {0};
        counters.read(page -> {
            for (CounterValues counter : page) {
                words.computeIfAbsent(counter.word(), ignored -> new TreeMap<>())
                        .merge(counter.shard(), counter.tally(), Tally::max);
                buffered[0]++;
            }
            if (buffered[0] >= BUFFERED) {
                merge(words, deadline, merged);
                words.clear();
                buffered[0] = 0;
            }
        });
        merge(words, deadline, merged);
    }

    private static void tellNobody(int merged) {
        // nobody watches
    }

    private void merge(Map<String, SortedMap<Integer, Tally>> words, Instant deadline, IntConsumer merged) {
        Map<String, SortedMap<Integer, Tally>> some = new HashMap<>();
        for (Map.Entry<String, SortedMap<Integer, Tally>> word : words.entrySet()) {
            some.put(word.getKey(), word.getValue());
            if (some.size() == MERGED_AT_ONCE) {
                mergeSome(some, deadline, merged);
                some.clear();
            }
        }
        mergeSome(some, deadline, merged);
    }

    private void mergeSome(Map<String, SortedMap<Integer, Tally>> words, Instant deadline, IntConsumer merged) {
        MergeResult result = merger.merge(words, deadline);
        for (RuntimeException failure : result.failed().values()) {
            throw new IllegalStateException("a word could not be merged", failure);
        }
        if (!result.left().isEmpty()) {
            throw new UnfinishedRebuildException("the time was not enough to merge every word");
        }
        merged.accept(words.size());
    }
}
