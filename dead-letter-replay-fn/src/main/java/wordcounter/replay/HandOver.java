package wordcounter.replay;

import java.time.Instant;
import wordcounter.json.JsonObject;
import wordcounter.replay.LetterBody.SnsDelivery;
import wordcounter.runtime.FunctionModule;

/** Hands dead letters over again, to the topic or to a function. */
interface HandOver {

    /**
     * Publishes a message to the topic again.
     *
     * @param replays how often it was replayed, this time included; the message carries it as an attribute
     * @param run the run that publishes it; the message carries it as an attribute
     * @throws HandOverException when the topic did not take it
     */
    void publish(SnsDelivery message, int replays, String run);

    /**
     * Invokes a function and waits for its answer.
     *
     * @param deadline until which to wait for a function that is not ready: SnapStart's snapshot of one that was not called for two
     *     weeks has to be made anew
     * @throws HandOverException when the function could not be invoked, or failed
     */
    JsonObject invoke(FunctionModule function, JsonObject event, Instant deadline);

    /**
     * Has a function invoked that takes longer than anybody can wait for: Lambda keeps the event, and has retries and a dead letter for
     * it.
     *
     * @param deadline until which to wait for a function that is not ready, as above
     * @throws HandOverException when Lambda did not take the event
     */
    void start(FunctionModule function, JsonObject event, Instant deadline);
}
