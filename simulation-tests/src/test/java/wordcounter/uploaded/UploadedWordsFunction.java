package wordcounter.uploaded;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.time.Duration;
import wordcounter.counts.EventCounter;
import wordcounter.deadletters.Parking;
import wordcounter.events.WordsEvent;
import wordcounter.intake.EventIds;
import wordcounter.intake.EventIntake;
import wordcounter.intake.Publisher;
import wordcounter.json.JsonObject;
import wordcounter.runtime.JsonLog;
import wordcounter.simulation.Calls;
import wordcounter.simulation.Calls.NoAnswerException;
import wordcounter.uploaded.UploadedTexts.Limits;
import wordcounter.uploads.Cut;
import wordcounter.uploads.UploadedFile;
import wordcounter.uploads.Uploads;

/** The real function behind the bucket over the simulated world. */
public final class UploadedWordsFunction {

    /** Some fifty calls, of whomever, are all that an invocation has time for. */
    public static final Duration TIMEOUT = UploadedWordsHandler.TIME_TO_FINISH.plusMillis(100);

    private static final int MOST_BYTES = 10_000;
    private static final int CHUNKS_IN_A_ROW = 2;

    private UploadedWordsFunction() {}

    /** What the function meets. */
    public interface Surroundings {

        /** Without an answer it throws {@link NoAnswerException}. */
        void publish(WordsEvent event);

        /** A part of a file. */
        byte[] read(UploadedFile file, long from, int length);

        /** Has the function invoked with this event. */
        void invoke(JsonObject event);
    }

    /** @param cut of files that are begun by this deployment; three of its chunks are read at once */
    public static RequestStreamHandler handler(
            Calls calls,
            Cut cut,
            Surroundings surroundings,
            Uploads uploads,
            EventCounter eventCounter,
            Parking parking,
            JsonLog log) {
        Publisher publisher = event -> {
            try {
                surroundings.publish(event);
            } catch (NoAnswerException e) {
                throw new Publisher.PublishException(e);
            }
        };
        return new UploadedWordsHandler(
                new UploadedTexts(
                        new EventIntake(publisher, eventCounter, calls.clock(), log),
                        new EventIds(calls.random()),
                        uploads,
                        (file, from, length, _) -> surroundings.read(file, from, length),
                        parking,
                        calls.parallel(),
                        calls.backoff(),
                        calls.clock(),
                        log,
                        new Limits(MOST_BYTES, CHUNKS_IN_A_ROW, 3 * cut.chunkBytes(), cut)),
                (_, event) -> surroundings.invoke(event),
                calls.clock(),
                log);
    }
}
