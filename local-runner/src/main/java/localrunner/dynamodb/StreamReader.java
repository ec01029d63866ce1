package localrunner.dynamodb;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Reads the tables' streams for event source mappings, as the API {@code DynamoDBStreams_20120810} does.
 *
 * <p>Errors of the service are {@link StreamReadException}s. Thread-safe.
 */
public interface StreamReader {

    /**
     * The shards of a table's stream, parents before children.
     *
     * @param streamArn the application's ARN of the stream
     */
    List<Shard> shards(String streamArn) throws InterruptedException;

    /**
     * Returns an iterator for {@link #read}. As on AWS, it is valid for 15 minutes.
     *
     * @throws StreamReadException {@code TrimmedDataAccessException} when the position is older than the stream keeps
     *     records
     */
    String iterator(String streamArn, String shardId, Position position) throws InterruptedException;

    /**
     * Returns records from the iterator on, none if there are none yet. It does not wait for any.
     *
     * @param limit how many at most, from 1 to 1,000
     * @throws StreamReadException {@code ExpiredIteratorException} when the iterator is too old
     */
    Records read(String iterator, int limit) throws InterruptedException;

    /**
     * A part of a stream whose records have an order.
     *
     * @param parentShardId empty for the first shard of its line, or when the parent is gone
     */
    record Shard(String shardId, Optional<String> parentShardId, boolean closed) {}

    /**
     * Records in order, in the form of {@code Records} of the Lambda event: {@code eventID}, {@code eventName},
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
