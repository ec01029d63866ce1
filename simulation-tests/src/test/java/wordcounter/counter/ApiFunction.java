package wordcounter.counter;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.util.function.Consumer;
import wordcounter.counter.Publisher.PublishException;
import wordcounter.counts.EventCounter;
import wordcounter.events.WordsEvent;
import wordcounter.runtime.JsonLog;
import wordcounter.simulation.Calls;
import wordcounter.simulation.Calls.NoAnswerException;

/** The real API function over the simulated world. */
public final class ApiFunction {

    private ApiFunction() {}

    /** @param publish makes the call; without an answer it throws {@link NoAnswerException} */
    public static RequestStreamHandler handler(
            Calls calls, Consumer<WordsEvent> publish, EventCounter eventCounter, JsonLog log) {
        Publisher publisher = event -> {
            try {
                publish.accept(event);
            } catch (NoAnswerException e) {
                throw new PublishException(e);
            }
        };
        return new WordCounterHandler(new EventIds(calls.random()), publisher, eventCounter, calls.clock(), log);
    }
}
