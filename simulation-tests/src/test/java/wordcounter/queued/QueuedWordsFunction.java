package wordcounter.queued;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.util.function.Consumer;
import wordcounter.counts.EventCounter;
import wordcounter.deadletters.Parking;
import wordcounter.events.WordsEvent;
import wordcounter.intake.EventIds;
import wordcounter.intake.EventIntake;
import wordcounter.intake.Publisher;
import wordcounter.runtime.JsonLog;
import wordcounter.simulation.Calls;
import wordcounter.simulation.Calls.NoAnswerException;
import wordcounter.tracing.TraceContexts;

/** The real worker of the queue of texts over the simulated world. */
public final class QueuedWordsFunction {

    private QueuedWordsFunction() {}

    /** @param publish makes the call; without an answer it throws {@link NoAnswerException} */
    public static RequestStreamHandler handler(
            Calls calls, Consumer<WordsEvent> publish, EventCounter eventCounter, Parking parking, JsonLog log) {
        Publisher publisher = event -> {
            try {
                publish.accept(event);
            } catch (NoAnswerException e) {
                throw new Publisher.PublishException(e);
            }
        };
        return new QueuedWordsHandler(
                new EventIntake(publisher, eventCounter, calls.clock(), log),
                new EventIds(calls.random()),
                parking,
                new TraceContexts(calls.random()),
                calls.clock(),
                log);
    }
}
