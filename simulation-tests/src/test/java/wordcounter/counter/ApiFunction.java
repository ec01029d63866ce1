package wordcounter.counter;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import wordcounter.counter.slack.SlackEndpoints;
import wordcounter.counts.EventCounter;
import wordcounter.events.WordsEvent;
import wordcounter.intake.Publisher;
import wordcounter.intake.Publisher.PublishException;
import wordcounter.runtime.JsonLog;
import wordcounter.simulation.Calls;
import wordcounter.simulation.Calls.NoAnswerException;
import wordcounter.simulation.Operation;
import wordcounter.summaries.Page;
import wordcounter.summaries.SummaryReads;
import wordcounter.summaries.Totals;
import wordcounter.summaries.WordTotal;
import wordcounter.testing.InMemoryCounts;

/** The real API function over the simulated world. */
public final class ApiFunction {

    private ApiFunction() {}

    /**
     * @param publish makes the call; without an answer it throws {@link NoAnswerException}
     * @param contendedForgetWrite what a write that met others answers
     */
    public static RequestStreamHandler handler(
            Calls calls,
            Consumer<WordsEvent> publish,
            EventCounter eventCounter,
            InMemoryCounts counts,
            boolean contendedForgetWrite,
            JsonLog log) {
        Publisher publisher = event -> {
            try {
                publish.accept(event);
            } catch (NoAnswerException e) {
                throw new PublishException(e);
            }
        };
        WordCounterHandler.Services services = new WordCounterHandler.Services(
                publisher,
                eventCounter,
                (word, deadline) -> calls.make(Operation.READ_COUNTERS, word, () -> counts.countersOf(word)),
                (word, shard) -> calls.make(
                        Operation.FORGET,
                        word + "#" + shard,
                        () -> {
                            counts.forget(word, shard);
                            return true;
                        },
                        () -> contendedForgetWrite),
                new SlackEndpoints.Services(names -> Map.of(), "/slack", new NoSummaries()),
                calls.backoff());
        return new WordCounterHandler(services, calls.clock(), calls.random(), log);
    }

    /** Nobody in this world uses Slack. */
    private static final class NoSummaries implements SummaryReads {

        @Override
        public long countOf(String word, Instant deadline) {
            return 0;
        }

        @Override
        public List<WordTotal> mostFrequent(int number, Instant deadline) {
            return List.of();
        }

        @Override
        public Totals totals(Instant deadline) {
            return new Totals(0, 0);
        }

        @Override
        public Page page(int size, Optional<String> afterId, Instant deadline) {
            return new Page(List.of(), Optional.empty());
        }
    }
}
