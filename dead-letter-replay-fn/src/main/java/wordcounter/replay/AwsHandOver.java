package wordcounter.replay;

import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.TrimmedDataAccessException;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import wordcounter.json.InvalidJsonException;
import wordcounter.json.JsonObject;
import wordcounter.replay.Shape.SnsDelivery;
import wordcounter.replay.Shape.SnsDelivery.Attribute;
import wordcounter.replay.Shape.StreamBatch;
import wordcounter.runtime.Backoff;
import wordcounter.runtime.SignedCalls;
import wordcounter.runtime.SignedCalls.Answer;
import wordcounter.summaries.SummaryRebuild;
import wordcounter.summaries.SummaryRebuild.UnfinishedRebuildException;

/** Hands over to SNS and Lambda, and reads from DynamoDB. Thread-safe. */
final class AwsHandOver implements HandOver {

    /** Reads of a shard that bring nothing before it counts as incomplete: DynamoDB may answer with none and have more. */
    private static final int EMPTY_READS = 20;

    /** What the API reference of GetRecords allows. */
    private static final int MOST_RECORDS_OF_A_READ = 1_000;

    /** Of calls that were throttled. */
    private static final Duration TIME_FOR_RETRIES = Duration.ofSeconds(5);

    private final ReplaySettings settings;
    private final SignedCalls calls;
    private final DynamoDbStreamsClient streams;
    private final SummaryRebuild rebuild;
    private final Backoff backoff;
    private final Clock clock;

    AwsHandOver(
            ReplaySettings settings,
            SignedCalls calls,
            DynamoDbStreamsClient streams,
            SummaryRebuild rebuild,
            Backoff backoff,
            Clock clock) {
        this.settings = settings;
        this.calls = calls;
        this.streams = streams;
        this.rebuild = rebuild;
        this.backoff = backoff;
        this.clock = clock;
    }

    @Override
    public void publish(SnsDelivery message, int replays, String run) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("Action", "Publish");
        form.put("Version", "2010-03-31");
        form.put("TopicArn", message.topicArn());
        form.put("Message", message.message());
        message.subject().ifPresent(subject -> form.put("Subject", subject));
        int entry = 0;
        for (Map.Entry<String, Attribute> attribute :
                message.attributes(replays, run).entrySet()) {
            String prefix = "MessageAttributes.entry." + ++entry + ".";
            form.put(prefix + "Name", attribute.getKey());
            form.put(prefix + "Value.DataType", attribute.getValue().type());
            form.put(prefix + "Value.StringValue", attribute.getValue().value());
        }
        String body = form.entrySet().stream()
                .map(member -> encoded(member.getKey()) + "=" + encoded(member.getValue()))
                .collect(Collectors.joining("&"));
        Answer answer = call(
                "sns",
                "/",
                Map.of("Content-Type", "application/x-www-form-urlencoded; charset=utf-8"),
                body.getBytes(StandardCharsets.UTF_8));
        if (answer.status() != 200) {
            throw new HandOverException("SNS did not take it: status " + answer.status());
        }
    }

    @Override
    public JsonObject invoke(ReplayTarget function, JsonObject event) {
        Answer answer = call(
                "lambda",
                "/2015-03-31/functions/" + encoded(settings.arn(function)) + "/invocations",
                Map.of("Content-Type", "application/json"),
                event.toJson().getBytes(StandardCharsets.UTF_8));
        if (answer.status() != 200) {
            throw new HandOverException(function.module() + " could not be invoked: status " + answer.status());
        }
        if (answer.errorHeader().isPresent()) {
            throw new HandOverException(function.module() + " failed again: " + errorType(answer.body()));
        }
        String payload = answer.body();
        return payload.isBlank() || payload.equals("null") ? new JsonObject(Map.of()) : JsonObject.parse(payload);
    }

    private Answer call(String service, String path, Map<String, String> headers, byte[] body) {
        try {
            return backoff.retryWhile(
                    Answer::isThrottledOrBroken,
                    () -> calls.post(service, path, headers, body),
                    clock.instant().plus(TIME_FOR_RETRIES));
        } catch (UncheckedIOException e) {
            throw new HandOverException(service + " did not answer", e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Its message stays out of it: it may quote the text. */
    private static String errorType(String payload) {
        try {
            String type = JsonObject.parse(payload).optionalString("errorType").orElse("an error without a type");
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
                            .sequenceNumber(batch.startSequenceNumber()))
                    .shardIterator();
            int emptyReads = 0;
            while (iterator != null && emptyReads < EMPTY_READS) {
                GetRecordsResponse response = getRecords(iterator, batch.size() - records.size());
                for (Record record : response.records()) {
                    if (new BigInteger(record.dynamodb().sequenceNumber())
                                    .compareTo(new BigInteger(batch.endSequenceNumber()))
                            > 0) {
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

    /** No more than are wanted: without a limit a thousand are read, and thrown away, for each letter. */
    private GetRecordsResponse getRecords(@Nullable String iterator, int wanted) {
        return streams.getRecords(
                request -> request.shardIterator(iterator).limit(Math.clamp(wanted, 1, MOST_RECORDS_OF_A_READ)));
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
