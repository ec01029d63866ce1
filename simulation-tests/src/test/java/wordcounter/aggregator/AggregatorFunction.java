package wordcounter.aggregator;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.function.Consumer;
import wordcounter.deadletters.Parking;
import wordcounter.runtime.JsonLog;
import wordcounter.simulation.Calls;
import wordcounter.summaries.SummaryChange;
import wordcounter.summaries.SummaryMerger;
import wordcounter.summaries.SummaryRebuild;
import wordcounter.summaries.SummaryStore;
import wordcounter.summaries.Totals;
import wordcounter.testing.InMemoryCounts.Counter;
import wordcounter.testing.InMemorySummaries;

/** The Summaries table, and the real aggregator and the real rebuild over the simulated world. */
public final class AggregatorFunction {

    private static final Duration TIME = Duration.ofSeconds(30);

    private final InMemorySummaries summaries = new InMemorySummaries();
    private final Access access;

    /** How a running handler gets at the table. */
    @FunctionalInterface
    public interface Access {
        SummaryStore store(Calls calls, InMemorySummaries summaries);
    }

    /** @param whenWritten is told of each summary that is written */
    public AggregatorFunction(Access access, Consumer<SummaryChange> whenWritten) {
        this.access = access;
        summaries.onChange(whenWritten);
    }

    public RequestStreamHandler handler(Calls calls, Parking parking, JsonLog log) {
        return new EventAggregatorHandler(merger(calls), parking, calls.clock(), log);
    }

    public void rebuild(Calls calls, Collection<Counter> scanned) {
        new SummaryRebuild(
                        page -> page.accept(
                                scanned.stream().map(Counter::values).toList()),
                        merger(calls))
                .run(calls.clock().instant().plus(TIME));
    }

    private SummaryMerger merger(Calls calls) {
        return new SummaryMerger(access.store(calls, summaries), calls.parallel(), calls.backoff(), calls.clock());
    }

    /** What is shown of each word that has a summary. */
    public Map<String, Long> counts() {
        return summaries.counts();
    }

    public Totals totals() {
        return summaries.totals();
    }
}
