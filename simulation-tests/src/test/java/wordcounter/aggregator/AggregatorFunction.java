package wordcounter.aggregator;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import wordcounter.counts.Tally;
import wordcounter.deadletters.Parking;
import wordcounter.runtime.JsonLog;
import wordcounter.simulation.Calls;
import wordcounter.simulation.Operation;
import wordcounter.summaries.SummaryMerger;
import wordcounter.summaries.SummaryStore;
import wordcounter.summaries.SummaryStore.WriteResult;
import wordcounter.summaries.WordSummary;
import wordcounter.testing.InMemoryCounts.Counter;
import wordcounter.testing.InMemorySummaries;

/** The Summaries table, and the real aggregator over the simulated world. */
public final class AggregatorFunction {

    private static final Duration TIME = Duration.ofSeconds(30);

    private final InMemorySummaries summaries = new InMemorySummaries();
    private final boolean mergesByLast;

    /** @param mergesByLast the defect of storing what came last, not what is largest */
    public AggregatorFunction(boolean mergesByLast) {
        this.mergesByLast = mergesByLast;
    }

    public RequestStreamHandler handler(Calls calls, Parking parking, JsonLog log) {
        return new EventAggregatorHandler(merger(calls), parking, calls.clock(), log);
    }

    /** What a rebuild does with what it scanned: merges each word as the stream's records are merged. */
    public void rebuild(Calls calls, Collection<Counter> scanned) {
        SortedMap<String, SortedMap<Integer, Tally>> words = new TreeMap<>();
        scanned.forEach(counter -> words.computeIfAbsent(counter.word(), word -> new TreeMap<>())
                .put(counter.shard(), counter.values().tally()));
        SummaryMerger merger = merger(calls);
        words.forEach((word, seen) -> {
            if (!merger.merge(word, seen, calls.clock().instant().plus(TIME))) {
                throw new IllegalStateException(word + " was contended");
            }
        });
    }

    private SummaryMerger merger(Calls calls) {
        SummaryStore store = new SummaryStore() {
            @Override
            public WordSummary read(String word) {
                return calls.make(Operation.READ_SUMMARY, word, () -> summaries.read(word));
            }

            @Override
            public WriteResult write(WordSummary previous, WordSummary next) {
                return calls.make(
                        Operation.WRITE_SUMMARY, next, () -> summaries.write(previous, next), WriteResult.CONTENDED);
            }
        };
        return new SummaryMerger(mergesByLast ? new LastWins(store) : store, calls.backoff());
    }

    /** What is shown of each word that has a summary. */
    public Map<String, Long> counts() {
        return summaries.counts();
    }

    public long total() {
        return summaries.total();
    }

    public long distinctWords() {
        return summaries.distinctWords();
    }

    /** Hides from the merge what is stored, so that there is nothing to take a maximum with. */
    private static final class LastWins implements SummaryStore {

        private final SummaryStore store;
        private final Map<String, WordSummary> stored = new TreeMap<>();

        LastWins(SummaryStore store) {
            this.store = store;
        }

        @Override
        public WordSummary read(String word) {
            WordSummary summary = store.read(word);
            stored.put(word, summary);
            return new WordSummary(word, new TreeMap<>(), summary.version());
        }

        @Override
        public WriteResult write(WordSummary previous, WordSummary next) {
            WordSummary really = stored.getOrDefault(next.word(), previous);
            SortedMap<Integer, Tally> overwritten = new TreeMap<>(really.seen());
            overwritten.putAll(next.seen());
            return store.write(really, new WordSummary(next.word(), overwritten, really.version()));
        }
    }
}
