package wordcounter.testing;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import wordcounter.summaries.SummaryStore;
import wordcounter.summaries.WordSummary;

/** Summaries and totals as DynamoDB keeps them, with faults to order. Thread-safe. */
public final class InMemorySummaries implements SummaryStore {

    private final Map<String, WordSummary> stored = new TreeMap<>();
    private final Deque<Supplier<WriteResult>> faults = new ArrayDeque<>();
    private long total;
    private long distinctWords;
    private int writes;

    @Override
    public synchronized WordSummary read(String word) {
        return stored.getOrDefault(word, WordSummary.empty(word));
    }

    @Override
    public synchronized WriteResult write(WordSummary previous, WordSummary next) {
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
    public synchronized void answerNext(WriteResult result) {
        faults.add(() -> result);
    }

    /** The next write fails. */
    public synchronized void failNext() {
        faults.add(() -> {
            throw new IllegalStateException("no answer");
        });
    }

    public synchronized long count(String word) {
        return read(word).itemCount();
    }

    /** Of every word that has a summary. */
    public synchronized Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>();
        stored.forEach((word, summary) -> counts.put(word, summary.itemCount()));
        return counts;
    }

    public synchronized long total() {
        return total;
    }

    public synchronized long distinctWords() {
        return distinctWords;
    }

    public synchronized int writes() {
        return writes;
    }
}
