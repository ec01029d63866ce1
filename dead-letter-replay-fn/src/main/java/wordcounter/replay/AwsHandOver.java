package wordcounter.replay;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.TrimmedDataAccessException;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import wordcounter.json.InvalidJsonException;
import wordcounter.json.JsonObject;
import wordcounter.replay.Shape.SnsDelivery;
import wordcounter.replay.Shape.StreamBatch;
import wordcounter.summaries.SummaryRebuild;
import wordcounter.summaries.SummaryRebuild.UnfinishedRebuildException;

/** Hands over to SNS, Lambda and DynamoDB. Thread-safe. */
final class AwsHandOver implements HandOver {

    /** Reads of a shard that bring nothing before it counts as incomplete: DynamoDB may answer with none and have more. */
    private static final int EMPTY_READS = 20;

    private final ReplaySettings settings;
    private final SnsClient sns;
    private final LambdaClient lambda;
    private final DynamoDbStreamsClient streams;
    private final SummaryRebuild rebuild;

    AwsHandOver(
            ReplaySettings settings,
            SnsClient sns,
            LambdaClient lambda,
            DynamoDbStreamsClient streams,
            SummaryRebuild rebuild) {
        this.settings = settings;
        this.sns = sns;
        this.lambda = lambda;
        this.streams = streams;
        this.rebuild = rebuild;
    }

    @Override
    public void publish(SnsDelivery message, int replays, String run) {
        Map<String, MessageAttributeValue> attributes = new HashMap<>();
        message.attributes()
                .forEach((name, attribute) -> attributes.put(name, value(attribute.type(), attribute.value())));
        attributes.put(Shape.REPLAYS, value("Number", Integer.toString(replays)));
        attributes.put(Shape.RUN, value("String", run));
        try {
            sns.publish(request -> {
                request.topicArn(message.topicArn()).message(message.message()).messageAttributes(attributes);
                message.subject().ifPresent(request::subject);
            });
        } catch (SdkException e) {
            throw new HandOverException("SNS did not take it: " + e.getClass().getSimpleName(), e);
        }
    }

    private static MessageAttributeValue value(String type, String value) {
        return MessageAttributeValue.builder().dataType(type).stringValue(value).build();
    }

    @Override
    public JsonObject invoke(ReplayTarget function, JsonObject event) {
        InvokeResponse response;
        try {
            response = lambda.invoke(request ->
                    request.functionName(settings.arn(function)).payload(SdkBytes.fromUtf8String(event.toJson())));
        } catch (SdkException e) {
            throw new HandOverException(
                    function.module() + " could not be invoked: " + e.getClass().getSimpleName(), e);
        }
        if (response.functionError() != null) {
            throw new HandOverException(function.module() + " failed again: " + errorType(response));
        }
        String payload = response.payload().asUtf8String();
        return payload.isBlank() || payload.equals("null") ? new JsonObject(Map.of()) : JsonObject.parse(payload);
    }

    /** Its message stays out of it: it may quote the text. */
    private static String errorType(InvokeResponse response) {
        try {
            String type = JsonObject.parse(response.payload().asByteArray())
                    .optionalString("errorType")
                    .orElse("an error without a type");
            return type.substring(type.lastIndexOf('.') + 1);
        } catch (InvalidJsonException e) {
            return "an error that is not JSON";
        }
    }

    @Override
    public Optional<List<JsonObject>> records(StreamBatch batch) {
        List<JsonObject> records = new ArrayList<>();
        try {
            String iterator = streams.getShardIterator(request -> request.streamArn(batch.streamArn())
                            .shardId(batch.shardId())
                            .shardIteratorType(ShardIteratorType.AT_SEQUENCE_NUMBER)
                            .sequenceNumber(batch.startSequenceNumber().toString()))
                    .shardIterator();
            int emptyReads = 0;
            while (iterator != null && emptyReads < EMPTY_READS) {
                GetRecordsResponse response = getRecords(iterator);
                for (Record record : response.records()) {
                    if (new BigInteger(record.dynamodb().sequenceNumber()).compareTo(batch.endSequenceNumber()) > 0) {
                        return complete(records, batch);
                    }
                    records.add(StreamRecordJson.of(record, batch.streamArn()));
                }
                if (records.size() >= batch.size()) {
                    return complete(records, batch);
                }
                emptyReads = response.records().isEmpty() ? emptyReads + 1 : 0;
                iterator = response.nextShardIterator();
            }
            return complete(records, batch);
        } catch (TrimmedDataAccessException | ResourceNotFoundException e) {
            return Optional.empty(); // past the 24 hours that a stream, and a closed shard, is kept
        } catch (SdkException e) {
            throw new HandOverException(
                    "the stream could not be read: " + e.getClass().getSimpleName(), e);
        }
    }

    private GetRecordsResponse getRecords(@Nullable String iterator) {
        return streams.getRecords(request -> request.shardIterator(iterator));
    }

    private static Optional<List<JsonObject>> complete(List<JsonObject> records, StreamBatch batch) {
        return records.size() == batch.size() ? Optional.of(records) : Optional.empty();
    }

    @Override
    public void rebuildSummaries(Instant deadline) {
        try {
            rebuild.run(deadline, ignored -> {});
        } catch (UnfinishedRebuildException e) {
            throw new HandOverException("rebuilding takes longer than this function may; run ./words rebuild", e);
        }
    }
}
