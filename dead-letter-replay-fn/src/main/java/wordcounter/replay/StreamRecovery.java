package wordcounter.replay;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import wordcounter.json.JsonObject;
import wordcounter.replay.LetterBody.StreamBatch;
import wordcounter.runtime.FunctionModule;

/** Gets back what a {@link StreamBatch} only points at: the records, or when they are gone, what they would have changed. */
interface StreamRecovery {

    /**
     * Reads a batch's records from the stream, as far as its mapping lets them through.
     *
     * @param target the function that the mapping invokes
     * @return the records as Lambda would hand them to a function, in order; empty when the stream does not have all of them any
     *     more
     * @throws HandOverException when the stream could not be read
     */
    Optional<List<JsonObject>> records(StreamBatch batch, FunctionModule target);

    /**
     * Brings every summary up to date from the counters themselves.
     *
     * @throws HandOverException when the time was not enough
     */
    void rebuildSummaries(Instant deadline);
}
