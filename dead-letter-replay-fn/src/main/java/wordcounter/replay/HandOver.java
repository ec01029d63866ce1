package wordcounter.replay;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import wordcounter.json.JsonObject;
import wordcounter.replay.Shape.SnsDelivery;
import wordcounter.replay.Shape.StreamBatch;

/** Where dead letters are handed to again. */
interface HandOver {

    /** Publishes the message to the topic again, with how often it was replayed as a message attribute. */
    void publish(SnsDelivery message, int replays, String run);

    /**
     * Invokes a function and waits for its answer.
     *
     * @throws HandOverException when the function could not be invoked, or failed
     */
    JsonObject invoke(ReplayTarget function, JsonObject event);

    /**
     * The batch's records as Lambda would hand them to a function, in order.
     *
     * @return empty when the stream does not have all of them any more
     */
    Optional<List<JsonObject>> records(StreamBatch batch);

    /**
     * Brings every summary up to date from the counters themselves.
     *
     * @throws HandOverException when the time was not enough
     */
    void rebuildSummaries(Instant deadline);
}
