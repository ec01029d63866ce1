package localrunner.dynamodb;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import localrunner.edge.EdgeResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads streams with the same calls, and so with the same ARNs, as a client of the edge port.
 *
 * <p>DynamoDB rounds the time of a record down to the second, DynamoDB Local to the minute. At a time scale of 3,600 a
 * new record would seem to be 60 hours old. So a record gets the last second of its minute that has passed already.
 * Thread-safe.
 */
final class LocalStreamReader implements StreamReader {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final String CREATED_AT = "ApproximateCreationDateTime";
    private static final int LAST_SECOND_OF_A_MINUTE = 59;

    private final LocalDynamoDb dynamoDb;
    private final InstantSource clock;

    LocalStreamReader(LocalDynamoDb dynamoDb, InstantSource clock) {
        this.dynamoDb = dynamoDb;
        this.clock = clock;
    }

    @Override
    public List<Shard> shards(String streamArn) throws InterruptedException {
        var shards = new ArrayList<Shard>();
        Optional<String> after = Optional.empty();
        do {
            ObjectNode request = JSON.createObjectNode().put("StreamArn", streamArn);
            after.ifPresent(shardId -> request.put("ExclusiveStartShardId", shardId));
            JsonNode description = call("DescribeStream", request).path("StreamDescription");
            for (JsonNode shard : description.path("Shards")) {
                shards.add(new Shard(
                        shard.path("ShardId").asString(),
                        shard.path("ParentShardId").asStringOpt(),
                        shard.path("SequenceNumberRange").has("EndingSequenceNumber")));
            }
            after = description.path("LastEvaluatedShardId").asStringOpt();
        } while (after.isPresent());
        return List.copyOf(shards);
    }

    @Override
    public String iterator(String streamArn, String shardId, Position position) throws InterruptedException {
        ObjectNode request = JSON.createObjectNode().put("StreamArn", streamArn).put("ShardId", shardId);
        switch (position) {
            case Position.TrimHorizon() -> request.put("ShardIteratorType", "TRIM_HORIZON");
            case Position.Latest() -> request.put("ShardIteratorType", "LATEST");
            case Position.AtSequenceNumber(var number) ->
                request.put("ShardIteratorType", "AT_SEQUENCE_NUMBER").put("SequenceNumber", number);
            case Position.AfterSequenceNumber(var number) ->
                request.put("ShardIteratorType", "AFTER_SEQUENCE_NUMBER").put("SequenceNumber", number);
        }
        return call("GetShardIterator", request).path("ShardIterator").asString();
    }

    @Override
    public Records read(String iterator, int limit) throws InterruptedException {
        ObjectNode request =
                JSON.createObjectNode().put("ShardIterator", iterator).put("Limit", limit);
        JsonNode answer = call("GetRecords", request);
        // DynamoDB Local's shard iterators are "<stream ARN>|<version>|<position>".
        String streamArn = iterator.substring(0, Math.max(0, iterator.indexOf('|')));
        var records = new ArrayList<JsonNode>();
        for (JsonNode streamRecord : answer.path("Records")) {
            putTime(streamRecord.path("dynamodb"));
            records.add(((ObjectNode) streamRecord).put("eventSourceARN", streamArn));
        }
        return new Records(records, answer.path("NextShardIterator").asStringOpt());
    }

    private void putTime(JsonNode change) {
        if (change instanceof ObjectNode object && object.has(CREATED_AT)) {
            long minute = object.path(CREATED_AT).decimalValue().longValue();
            long latest =
                    Math.min(minute + LAST_SECOND_OF_A_MINUTE, clock.instant().getEpochSecond());
            object.put(CREATED_AT, Math.max(minute, latest));
        }
    }

    private JsonNode call(String operation, ObjectNode body) throws InterruptedException {
        EdgeResponse answer =
                dynamoDb.handle(new DynamoDbCall(DynamoDbCall.STREAMS, operation).request(body.toString()));
        JsonNode json = JSON.readTree(answer.body());
        if (answer.status() != 200) {
            String type = json.path("__type").asString("InternalFailure");
            String message = json.path("message")
                    .asStringOpt()
                    .orElse(json.path("Message").asString(""));
            throw new StreamReadException(type.substring(type.indexOf('#') + 1), message);
        }
        return json;
    }
}
