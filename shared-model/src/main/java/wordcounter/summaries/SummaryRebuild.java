package wordcounter.summaries;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import wordcounter.counts.CounterScan;
import wordcounter.counts.CounterValues;
import wordcounter.counts.Tally;

/**
 * Brings the summaries up to date from the counters themselves, with the merge that the stream's records go through: so
 * it is safe at any time, also while the stream is being read, and it heals whatever records were lost. Thread-safe.
 */
public final class SummaryRebuild {

    private static final int PARALLEL = 16;

    /** Counters kept in memory before their words are merged, so that a word is not merged once per counter. */
    private static final int BUFFERED = 50_000;

    private final CounterScan counters;
    private final SummaryMerger merger;
    private final Clock clock;

    public SummaryRebuild(CounterScan counters, SummaryMerger merger, Clock clock) {
        this.counters = counters;
        this.merger = merger;
        this.clock = clock;
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
        try (ExecutorService threads =
                Executors.newFixedThreadPool(PARALLEL, Thread.ofVirtual().factory())) {
            List<Future<Boolean>> results = new ArrayList<>();
            words.forEach((word, values) -> results.add(
                    threads.submit(() -> clock.instant().isBefore(deadline) && merger.merge(word, values, deadline))));
            int sinceTold = 0;
            for (Future<Boolean> result : results) {
                if (!get(result)) {
                    throw new UnfinishedRebuildException("the time was not enough to merge every word");
                }
                if (++sinceTold == 100) {
                    merged.accept(sinceTold);
                    sinceTold = 0;
                }
            }
            merged.accept(sinceTold);
        }
    }

    private static boolean get(Future<Boolean> result) {
        try {
            return result.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while words were being merged", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a word could not be merged", e.getCause());
        }
    }
}
