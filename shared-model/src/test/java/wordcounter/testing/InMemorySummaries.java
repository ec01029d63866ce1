package wordcounter.testing;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import wordcounter.summaries.SummaryStore;
import wordcounter.summaries.WordSummary;

/** Summaries and totals as DynamoDB keeps them, with faults to order. */
public final class InMemorySummaries implements SummaryStore {

    private final Map<String, WordSummary> stored = new TreeMap<>();
    private final Deque<Supplier<WriteResult>> faults = new ArrayDeque<>();
    private long total;
    private long distinctWords;
    private int writes;

    @Override
    public WordSummary read(String word) {
        return stored.getOrDefault(word, WordSummary.empty(word));
    }

    @Override
    public WriteResult write(WordSummary previous, WordSummary next) {
        if (!faults.isEmpty()) {
            WriteResult fault = faults.removeFirst().get();
            if (fault != WriteResult.WRITTEN) {
                return fault;
            }
        }
        if (read(next.word()).version() != next.version()) {
            return WriteResult.VERSION_CHANGED;
        }
        stored.put(next.word(), new WordSummary(next.word(), next.seen(), next.version() + 1));
        total += next.itemCount() - previous.itemCount();
        distinctWords += Long.signum(next.itemCount()) - Long.signum(previous.itemCount());
        writes++;
        return WriteResult.WRITTEN;
    }

    /** The next write is not done. */
    public void answerNext(WriteResult result) {
        faults.add(() -> result);
    }

    /** The next write fails. */
    public void failNext() {
        faults.add(() -> {
            throw new IllegalStateException("no answer");
        });
    }

    public long count(String word) {
        return read(word).itemCount();
    }

    /** Of every word that has a summary. */
    public Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>();
        stored.forEach((word, summary) -> counts.put(word, summary.itemCount()));
        return counts;
    }

    public long total() {
        return total;
    }

    public long distinctWords() {
        return distinctWords;
    }

    public int writes() {
        return writes;
    }
}
