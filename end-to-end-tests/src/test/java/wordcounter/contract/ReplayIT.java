package wordcounter.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.model.StreamRecord;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import wordcounter.contract.RandomTexts.Text;
import wordcounter.events.WordsEvent;
import wordcounter.json.JsonObject;
import wordcounter.targets.AgainstTarget;
import wordcounter.targets.EmptyWorld;
import wordcounter.targets.Operator;
import wordcounter.targets.Target;

/**
 * Dead letters of the three kinds of edge, in the form in which AWS leaves them: {@code ./words replay --execute} empties the
 * queue, everything in it is counted exactly once, and a second run changes nothing.
 *
 * <p>{@code -Dreplay.messages=1000} is the large one.
 */
@AgainstTarget
@Isolated("a function that gets no processor for seconds gives its letter back")
class ReplayIT {

    private static final Pattern REPLAYED = Pattern.compile("(\\d+) replayed, \\d+ failed");
    private static final int MESSAGES = Integer.getInteger("replay.messages", 15);

    @Test
    void replay_shouldCountEachEventOnce_whenLettersOfAllEdgesAreInTheQueue(@EmptyWorld Target target)
            throws Exception {
        Workload load = new Workload(target);
        List<Text> texts = Workload.randomTexts().next(MESSAGES);
        // every third is posted, and then its records are in the stream; the others got as far as SNS and no further
        int posted = MESSAGES / 3;
        for (Text text : texts.subList(0, posted)) {
            load.post(text, Fresh.key());
        }
        load.assertCounted(Duration.ofMinutes(1).plusMillis(200L * MESSAGES));
        List<String> letters = new ArrayList<>();
        try (Stack stack = new Stack(target);
                DynamoDbStreamsClient streams = target.client(DynamoDbStreamsClient.builder())) {
            letters.addAll(streamBatches(stack, streams, target, posted));
            for (int i = letters.size(); i < MESSAGES; i++) {
                WordsEvent event = load.published(texts.get(i));
                letters.add(i % 2 == 0 ? snsDelivery(event, stack) : invocation(event, stack, target));
            }
            send(letters, stack);
        }

        assertThat(Operator.words(target, "replay"))
                .as("what a replay would do")
                .contains("SNS_DELIVERY")
                .contains("INVOCATION")
                .contains("STREAM_BATCH");
        long began = System.nanoTime();
        replayAll(target, letters.size());
        System.out.printf("%d dead letters replayed in %.1f s%n", letters.size(), (System.nanoTime() - began) / 1e9);

        load.assertCounted(Duration.ofMinutes(1).plusMillis(200L * MESSAGES));

        send(letters, target);
        replayAll(target, letters.size());
        load.assertCounted(Duration.ofMinutes(1).plusMillis(200L * MESSAGES));
    }

    /** As an operator does: a letter that failed, as a cold function on a busy machine ran into a time limit, is replayed again. */
    private static void replayAll(Target target, int letters) {
        AtomicInteger replayed = new AtomicInteger();
        Stack.soon().atMost(Duration.ofMinutes(5)).until(() -> {
            String report = Operator.run(target.operatorOptions(), "replay", "--execute")
                    .output();
            Matcher done = REPLAYED.matcher(report);
            assertThat(done.find()).as(report).isTrue();
            return replayed.addAndGet(Integer.parseInt(done.group(1))) == letters;
        });
    }

    private static void send(List<String> letters, Target target) {
        try (Stack stack = new Stack(target)) {
            send(letters, stack);
        }
    }

    private static void send(List<String> letters, Stack stack) {
        for (int first = 0; first < letters.size(); first += 10) {
            List<SendMessageBatchRequestEntry> entries = IntStream.range(first, Math.min(first + 10, letters.size()))
                    .mapToObj(i -> SendMessageBatchRequestEntry.builder()
                            .id(Integer.toString(i))
                            .messageBody(letters.get(i))
                            .build())
                    .toList();
            assertThat(stack.sqs()
                            .sendMessageBatch(request -> request.queueUrl(stack.name("DeadLetterQueueUrl"))
                                    .entries(entries))
                            .failed())
                    .isEmpty();
        }
    }

    /** What SNS leaves when it could not hand over: the notification. */
    private static String snsDelivery(WordsEvent event, Stack stack) {
        return new JsonObject(Map.of(
                        "Type", "Notification",
                        "MessageId", Fresh.key(),
                        "TopicArn", stack.name("SnsTopicArn"),
                        "Message", event.toJson(),
                        "Timestamp", Instant.now().toString()))
                .toJson();
    }

    /** What Lambda leaves when a function failed for good. */
    private static String invocation(WordsEvent event, Stack stack, Target target) {
        Map<String, Object> notification =
                Map.of("MessageId", Fresh.key(), "TopicArn", stack.name("SnsTopicArn"), "Message", event.toJson());
        return new JsonObject(Map.of(
                        "version",
                        "1.0",
                        "timestamp",
                        Instant.now().toString(),
                        "requestContext",
                        requestContext("SnsMultiplierFunction", "RetriesExhausted", stack, target),
                        "requestPayload",
                        Map.of("Records", List.of(Map.of("EventSource", "aws:sns", "Sns", notification))),
                        "responsePayload",
                        Map.of("errorType", "java.lang.IllegalStateException", "errorMessage", "for a test")))
                .toJson();
    }

    /** What the stream's mapping leaves when it gave up: where the records are. */
    private static List<String> streamBatches(Stack stack, DynamoDbStreamsClient streams, Target target, int number) {
        List<String> letters = new ArrayList<>();
        String streamArn = streamArn(stack.dynamoDb(), stack.name("WordCountsTable"));
        for (Shard shard : streams.describeStream(request -> request.streamArn(streamArn))
                .streamDescription()
                .shards()) {
            String iterator = streams.getShardIterator(request -> request.streamArn(streamArn)
                            .shardId(shard.shardId())
                            .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                    .shardIterator();
            streams.getRecords(request -> request.shardIterator(iterator)).records().stream()
                    .limit(number - letters.size())
                    .map(each -> streamBatch(each.dynamodb(), shard.shardId(), streamArn, stack, target))
                    .forEach(letters::add);
        }
        assertThat(letters).hasSize(number);
        return letters;
    }

    private static String streamBatch(
            StreamRecord streamRecord, String shardId, String streamArn, Stack stack, Target target) {
        Map<String, Object> batch = Map.of(
                "shardId", shardId,
                "startSequenceNumber", streamRecord.sequenceNumber(),
                "endSequenceNumber", streamRecord.sequenceNumber(),
                "approximateArrivalOfFirstRecord",
                        streamRecord.approximateCreationDateTime().toString(),
                "approximateArrivalOfLastRecord",
                        streamRecord.approximateCreationDateTime().toString(),
                "batchSize", 1,
                "streamArn", streamArn);
        return new JsonObject(Map.of(
                        "version",
                        "1.0",
                        "timestamp",
                        Instant.now().toString(),
                        "requestContext",
                        requestContext("EventAggregatorFunction", "RetryAttemptsExhausted", stack, target),
                        "DDBStreamBatchInfo",
                        batch))
                .toJson();
    }

    private static Map<String, Object> requestContext(String logicalId, String condition, Stack stack, Target target) {
        String account =
                stack.name("SnsTopicArn").replaceFirst("^arn:([^:]+):sns:([^:]+):([^:]+):.*", "$1:lambda:$2:$3");
        return Map.of(
                "requestId",
                Fresh.key(),
                "functionArn",
                "arn:" + account + ":function:" + target.functionName(logicalId) + ":live",
                "condition",
                condition,
                "approximateInvokeCount",
                3);
    }

    private static String streamArn(DynamoDbClient dynamoDb, String table) {
        return dynamoDb.describeTable(request -> request.tableName(table))
                .table()
                .latestStreamArn();
    }
}
