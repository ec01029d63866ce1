package localrunner.dynamodb;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Reads the tables' streams, as {@code DynamoDBStreams_20120810} does, for event source mappings. Thread-safe.
 *
 * <p>Errors of the service are thrown as {@link StreamReadException}, which carries AWS's error code.
 */
public interface StreamReader {

    /**
     * The shards of a table's stream, parents before children.
     *
     * @param streamArn the ARN the {@link localrunner.application.Application} gives the table's stream
     */
    List<Shard> shards(String streamArn) throws InterruptedException;

    /**
     * An iterator to give to {@link #read}; valid for 15 minutes, as AWS's are.
     *
     * @throws StreamReadException {@code TrimmedDataAccessException} when the position is older than the stream keeps
     *     records
     */
    String iterator(String streamArn, String shardId, Position position) throws InterruptedException;

    /**
     * At most {@code limit} records (1 to 1,000) from the iterator on; returns at once, with no records when there are
     * none.
     *
     * @throws StreamReadException {@code ExpiredIteratorException} when the iterator is too old
     */
    Records read(String iterator, int limit) throws InterruptedException;

    /** @param parentShardId empty for the first shard of its line, or when the parent is gone */
    record Shard(String shardId, Optional<String> parentShardId, boolean closed) {}

    /**
     * Records in order, in the shape of {@code Records} of the Lambda event: {@code eventID}, {@code eventName},
     * {@code eventVersion}, {@code eventSource}, {@code awsRegion}, {@code dynamodb}, and {@code eventSourceARN}.
     *
     * @param next where to go on; empty when the shard is closed and has been read to its end
     */
    record Records(List<JsonNode> records, Optional<String> next) {
        public Records {
            records = List.copyOf(records);
        }
    }

    /** Where in a shard to begin. */
    sealed interface Position {
        /** The oldest record kept (24 hours). */
        record TrimHorizon() implements Position {}

        /** After the newest record at the time of the call. */
        record Latest() implements Position {}

        record AtSequenceNumber(String sequenceNumber) implements Position {}

        record AfterSequenceNumber(String sequenceNumber) implements Position {}
    }
}
