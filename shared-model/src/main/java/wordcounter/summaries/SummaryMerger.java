package wordcounter.summaries;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Supplier;
import wordcounter.counts.Tally;
import wordcounter.runtime.Backoff;
import wordcounter.runtime.ParallelTasks;
import wordcounter.summaries.SummaryStore.StoredSummaries;

/**
 * Brings the summaries of many words up to date, as a whole: it reads them together, and writes those that change in
 * groups of one bucket of the totals. Buckets are worked on side by side, see {@link BucketMerge}.
 *
 * <p>Merging is a maximum, so the same values may be merged again, in any order, by several at once: two that work on one
 * word notice each other by the summary's version. Thread-safe.
 */
public final class SummaryMerger {

    /** Calls of one merge that are under way at the same time. */
    public static final int AT_ONCE = 8;

    private final SummaryStore store;
    private final ParallelTasks parallel;
    private final Backoff backoff;
    private final Clock clock;

    public SummaryMerger(SummaryStore store, ParallelTasks parallel, Backoff backoff, Clock clock) {
        this.store = store;
        this.parallel = parallel;
        this.backoff = backoff;
        this.clock = clock;
    }

    /**
     * Merges each word's values into its summary. A word that could not be merged says nothing about the others.
     *
     * @param values by word, the values of its counters by shard
     * @param deadline after which no call is begun
     */
    public MergeResult merge(Map<String, SortedMap<Integer, Tally>> values, Instant deadline) {
        StoredSummaries stored = read(List.copyOf(values.keySet()), deadline);
        Map<String, List<SummaryChange>> buckets = new LinkedHashMap<>();
        values.forEach((word, newer) -> {
            WordSummary previous = stored.readable().get(word);
            if (previous != null) {
                SummaryChange change = new SummaryChange(previous, previous.merge(newer));
                if (!change.isNone()) {
                    buckets.computeIfAbsent(SummaryItem.totalsId(word), _ -> new ArrayList<>())
                            .add(change);
                }
            }
        });
        List<Supplier<MergeResult>> merges = new ArrayList<>();
        buckets.values().forEach(changes -> merges.add(() -> write(changes, values, deadline)));
        return parallel.run(merges).stream().reduce(MergeResult.unmerged(stored.unreadable()), MergeResult::plus);
    }

    private StoredSummaries read(List<String> words, Instant deadline) {
        List<Supplier<StoredSummaries>> readings = new ArrayList<>();
        for (int start = 0; start < words.size(); start += SummaryStore.READ_AT_ONCE) {
            List<String> some = words.subList(start, Math.min(start + SummaryStore.READ_AT_ONCE, words.size()));
            readings.add(() -> readSome(some, deadline));
        }
        Map<String, WordSummary> readable = new HashMap<>();
        Map<String, RuntimeException> unreadable = new HashMap<>();
        for (StoredSummaries some : parallel.run(readings)) {
            readable.putAll(some.readable());
            unreadable.putAll(some.unreadable());
        }
        return new StoredSummaries(readable, unreadable);
    }

    private StoredSummaries readSome(List<String> words, Instant deadline) {
        try {
            return store.read(words, deadline);
        } catch (RuntimeException e) {
            // not thrown on: then what was merged of other words would not be told
            return StoredSummaries.unreadable(words, e);
        }
    }

    private MergeResult write(
            List<SummaryChange> changes, Map<String, SortedMap<Integer, Tally>> values, Instant deadline) {
        return new BucketMerge(store, backoff, clock, values, deadline).write(changes);
    }
}
