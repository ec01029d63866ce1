package wordcounter.replay;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.TrimmedDataAccessException;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import wordcounter.json.JsonObject;
import wordcounter.replay.LetterBody.StreamBatch;
import wordcounter.runtime.FunctionModule;
import wordcounter.summaries.SummaryItem;

/** Reads the records that a stream's mapping gave up, while the stream has them. Thread-safe. */
final class GivenUpRecords {

    /** GetRecords may answer with no records although there are more; after so many such answers the batch is incomplete. */
    private static final int EMPTY_READS = 20;

    /** GetRecords' limit ("GetRecords", Amazon DynamoDB Streams API Reference). */
    private static final int MAX_RECORDS_PER_READ = 1_000;

    private final DynamoDbStreamsClient streams;

    GivenUpRecords(DynamoDbStreamsClient streams) {
        this.streams = streams;
    }

    /**
     * Reads the batch's records, in order. Those that the mapping's filter leaves out stand between them, and are passed over.
     *
     * @param target the function that the mapping invokes
     * @return empty when the stream does not have all of them any more
     * @throws HandOverException when the stream could not be read
     */
    Optional<List<JsonObject>> records(StreamBatch batch, FunctionModule target) {
        try {
            List<JsonObject> records = read(batch, target == FunctionModule.SLACK_DIGEST);
            return records.size() == batch.size() ? Optional.of(records) : Optional.empty();
        } catch (TrimmedDataAccessException | ResourceNotFoundException e) {
            return Optional.empty(); // past the 24 hours that a stream, and a closed shard, is kept
        } catch (SdkException e) {
            throw new HandOverException(
                    "the stream could not be read: " + e.getClass().getSimpleName(), e);
        }
    }

    /**
     * Reads up to the batch's last record, as far as there is something to read.
     *
     * @param isFiltered whether the mapping lets through only what passes a milestone, as template.yaml says
     */
    private List<JsonObject> read(StreamBatch batch, boolean isFiltered) {
        List<JsonObject> records = new ArrayList<>();
        String iterator = streams.getShardIterator(request -> request.streamArn(batch.streamArn())
                        .shardId(batch.shardId())
                        .shardIteratorType(ShardIteratorType.AT_SEQUENCE_NUMBER)
                        .sequenceNumber(batch.startSequenceNumber()))
                .shardIterator();
        int emptyReads = 0;
        while (iterator != null && emptyReads < EMPTY_READS && records.size() < batch.size()) {
            GetRecordsResponse response =
                    getRecords(iterator, isFiltered ? MAX_RECORDS_PER_READ : batch.size() - records.size());
            for (Record record : response.records()) {
                if (isBehind(record, batch)) {
                    return records;
                }
                if (!isFiltered || record.dynamodb().newImage().containsKey(SummaryItem.PASSED)) {
                    records.add(StreamRecordJson.of(record, batch.streamArn()));
                }
            }
            emptyReads = response.records().isEmpty() ? emptyReads + 1 : 0;
            iterator = response.nextShardIterator();
        }
        return records;
    }

    private static boolean isBehind(Record record, StreamBatch batch) {
        return new BigInteger(record.dynamodb().sequenceNumber()).compareTo(new BigInteger(batch.endSequenceNumber()))
                > 0;
    }

    /** Reads no more than are wanted: without a limit a thousand would be read for each letter, and thrown away. */
    private GetRecordsResponse getRecords(@Nullable String iterator, int wanted) {
        return streams.getRecords(
                request -> request.shardIterator(iterator).limit(Math.clamp(wanted, 1, MAX_RECORDS_PER_READ)));
    }
}
