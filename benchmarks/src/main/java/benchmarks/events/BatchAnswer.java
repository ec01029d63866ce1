package benchmarks.events;

import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a stream function answered (partial batch response).
 *
 * @param firstFailure sequence number from which on the stream sends again; empty when all is merged
 */
public record BatchAnswer(Optional<String> firstFailure) {

    private static final JsonMapper JSON = new JsonMapper();

    public static BatchAnswer of(String payload) {
        return new BatchAnswer(JSON.readTree(payload)
                .path("batchItemFailures")
                .valueStream()
                .map(failure -> failure.path("itemIdentifier").asString())
                .min(String::compareTo));
    }

    /** Whether the record is done with: sequence numbers here all have the same length. */
    public boolean isMerged(CounterStream.StreamRecord streamRecord) {
        return firstFailure
                .map(first -> streamRecord.sequenceNumber().compareTo(first) < 0)
                .orElse(true);
    }
}
