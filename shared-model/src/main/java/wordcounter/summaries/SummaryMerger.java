package wordcounter.summaries;

import java.time.Instant;
import java.util.Map;
import wordcounter.counts.Tally;
import wordcounter.runtime.Backoff;
import wordcounter.summaries.SummaryStore.WriteResult;

/**
 * Brings a word's summary up to date. Thread-safe: two that work on one word notice each other by the summary's
 * version.
 */
public final class SummaryMerger {

    private final SummaryStore store;
    private final Backoff backoff;

    public SummaryMerger(SummaryStore store, Backoff backoff) {
        this.store = store;
        this.backoff = backoff;
    }

    /**
     * Merges the values by shard into the word's summary.
     *
     * @return false when other writers were in the way until the deadline; then nothing was written
     */
    public boolean merge(String word, Map<Integer, Tally> values, Instant deadline) {
        return backoff.retryWhile(
                        result -> result != WriteResult.WRITTEN,
                        () -> {
                            WordSummary previous = store.read(word);
                            WordSummary next = previous.merge(values);
                            return next.equals(previous) ? WriteResult.WRITTEN : store.write(previous, next);
                        },
                        deadline)
                == WriteResult.WRITTEN;
    }
}
