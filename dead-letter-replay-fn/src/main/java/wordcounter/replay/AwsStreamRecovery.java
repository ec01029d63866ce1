package wordcounter.replay;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import wordcounter.json.JsonObject;
import wordcounter.replay.LetterBody.StreamBatch;
import wordcounter.runtime.FunctionModule;
import wordcounter.summaries.SummaryRebuild;
import wordcounter.summaries.SummaryRebuild.UnfinishedRebuildException;

/** Reads the records from DynamoDB's stream, and rebuilds from its tables. Thread-safe. */
final class AwsStreamRecovery implements StreamRecovery {

    private final GivenUpRecords stream;
    private final SummaryRebuild rebuild;

    AwsStreamRecovery(GivenUpRecords stream, SummaryRebuild rebuild) {
        this.stream = stream;
        this.rebuild = rebuild;
    }

    @Override
    public Optional<List<JsonObject>> records(StreamBatch batch, FunctionModule target) {
        return stream.records(batch, target);
    }

    @Override
    public void rebuildSummaries(Instant deadline) {
        try {
            rebuild.run(deadline);
        } catch (UnfinishedRebuildException e) {
            throw new HandOverException("rebuilding takes longer than this function may; run ./words rebuild", e);
        }
    }
}
