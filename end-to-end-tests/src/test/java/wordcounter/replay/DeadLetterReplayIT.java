package wordcounter.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import wordcounter.aggregator.Aggregator;
import wordcounter.contract.Subscription;
import wordcounter.counts.ChunkPlan;
import wordcounter.counts.ChunkWrite;
import wordcounter.counts.DynamoDbCountTransactions;
import wordcounter.counts.Effect;
import wordcounter.deadletters.SqsParking;
import wordcounter.events.WordsEvent;
import wordcounter.json.JsonObject;
import wordcounter.replay.Shape.StreamBatch;
import wordcounter.runtime.AwsClients;
import wordcounter.runtime.Backoff;
import wordcounter.runtime.Environment;
import wordcounter.runtime.JsonLog;
import wordcounter.summaries.DynamoDbCounterScan;
import wordcounter.summaries.DynamoDbSummaryStore;
import wordcounter.summaries.SummaryMerger;
import wordcounter.summaries.SummaryRebuild;
import wordcounter.targets.Target;
import wordcounter.targets.Targets;
import wordcounter.testing.TestContext;
import wordcounter.words.Words;

/** The replay and the aggregator that are deployed, against the target's queue, topic, stream and tables; no function runs. */
@EnabledIfSystemProperty(named = "target", matches = "localstack", disabledReason = "takes a subscription of its own")
@ExtendWith(Targets.class)
class DeadLetterReplayIT {

    private static final Duration TIME = Duration.ofMinutes(1);
    private static final String ARN = "arn:aws:lambda:us-east-1:000000000000:function:";

    private final Clock clock = Clock.systemUTC();
    private final Backoff backoff = new Backoff(clock, new SecureRandom(), Thread::sleep);
    private final String id = UUID.randomUUID().toString();
    private final String word = "word" + id.replace("-", "");
    private final Target target;
    private final DynamoDbClient dynamoDb;
    private final DynamoDbStreamsClient streams;
    private final SqsClient sqs;
    private final Map<String, String> names = new HashMap<>();
    private final ReplaySettings settings;
    private final DynamoDbSummaryStore summaries;
    private final SummaryMerger merger;
    private final AwsHandOver handOver;

    DeadLetterReplayIT(Target target) {
        this.target = target;
        dynamoDb = target.client(DynamoDbClient.builder());
        streams = target.client(DynamoDbStreamsClient.builder());
        sqs = target.client(SqsClient.builder());
        try (SsmClient ssm = target.client(SsmClient.builder())) {
            ssm.getParametersByPath(request -> request.path(target.parameterPrefix()))
                    .parameters()
                    .forEach(parameter -> names.put(
                            parameter.name().substring(target.parameterPrefix().length()), parameter.value()));
        }
        settings = new ReplaySettings(
                name("DeadLetterQueueUrl"),
                name("SnsTopicArn"),
                name("WordCountsTable"),
                name("SummariesTable"),
                Map.of(
                        ReplayTarget.MULTIPLIER, ARN + "SnsMultiplierFunction:live",
                        ReplayTarget.LOGGER, ARN + "SnsLoggerFunction:live",
                        ReplayTarget.AGGREGATOR, ARN + "EventAggregatorFunction:live"));
        summaries = new DynamoDbSummaryStore(dynamoDb, settings.summariesTable());
        merger = new SummaryMerger(summaries, backoff);
        handOver = new AwsHandOver(
                settings,
                AwsClients.forLambda(new Environment(target.environment())).signedCalls(),
                streams,
                new SummaryRebuild(new DynamoDbCounterScan(dynamoDb, settings.wordCountsTable()), merger, clock),
                backoff,
                clock);
    }

    private String name(String parameter) {
        return Optional.ofNullable(names.get(parameter)).orElseThrow();
    }

    @AfterEach
    void closeClients() {
        dynamoDb.close();
        streams.close();
        sqs.close();
    }

    @Test
    void replay_shouldPublishAgainAndDelete_whenSnsCouldNotDeliver() throws IOException {
        WordsEvent event = new WordsEvent(id, "correlation", clock.instant(), Words.of(Map.of(word, 1)));
        String letter = new JsonObject(Map.of(
                        "Type", "Notification",
                        "MessageId", id,
                        "TopicArn", settings.topicArn(),
                        "Message", event.toJson(),
                        "Timestamp", clock.instant().toString()))
                .toJson();
        sqs.sendMessage(
                request -> request.queueUrl(settings.deadLetterQueueUrl()).messageBody(letter));

        try (Subscription subscription = new Subscription(target)) {
            JsonObject dryRun = replay("{}");
            JsonObject report = replay("{\"execute\": true}");

            assertThat(outcomes(dryRun)).containsExactly("WOULD_REPLAY");
            assertThat(outcomes(report)).containsExactly("REPLAYED");
            JsonObject envelope = JsonObject.parse(subscription.take(body -> body.contains(id)));
            assertThat(envelope.requiredString("Message")).isEqualTo(event.toJson());
            assertThat(envelope.requiredObject("MessageAttributes").members()).containsKey(Shape.REPLAYS);
        }
        assertThat(outcomes(replay("{}"))).as("it is deleted").isEmpty();
    }

    @Test
    void replay_shouldLeaveItVisibleAndAsItIs_whenItIsNoDeadLetter() throws IOException {
        sqs.sendMessage(
                request -> request.queueUrl(settings.deadLetterQueueUrl()).messageBody("hello? " + id));

        JsonObject report = replay("{\"execute\": true}");

        assertThat(outcomes(report)).containsExactly("LEFT");
        assertThat(sqs.receiveMessage(request ->
                                request.queueUrl(settings.deadLetterQueueUrl()).waitTimeSeconds(5))
                        .messages())
                .singleElement()
                .satisfies(message -> {
                    assertThat(message.body()).isEqualTo("hello? " + id);
                    sqs.deleteMessage(request ->
                            request.queueUrl(settings.deadLetterQueueUrl()).receiptHandle(message.receiptHandle()));
                });
    }

    @Test
    void records_shouldBeWhatTheAggregatorMerges_whenTheyAreStillInTheStream() throws IOException {
        count(Effect.COUNT);
        count(Effect.MULTIPLY);
        StreamBatch batch = await().atMost(TIME)
                .until(this::batchOfOurWord, Optional::isPresent)
                .orElseThrow();

        List<JsonObject> records = handOver.records(batch).orElseThrow();
        String event = new JsonObject(Map.of(
                        "Records", records.stream().map(JsonObject::members).toList()))
                .toJson();
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        Aggregator.handler(merger, new SqsParking(sqs, settings.deadLetterQueueUrl()))
                .handleRequest(bytes(event), answer, new TestContext(TIME));

        assertThat(records).hasSize(2);
        assertThat(JsonObject.parse(answer.toByteArray()).requiredObjects("batchItemFailures"))
                .isEmpty();
        assertThat(summaries.read(word).itemCount()).isEqualTo(33);
    }

    @Test
    void rebuildSummaries_shouldBringWhatTheCountersHold_whenNoRecordWasRead() {
        count(Effect.COUNT_AND_MULTIPLY);

        handOver.rebuildSummaries(clock.instant().plus(TIME));

        assertThat(summaries.read(word).itemCount()).isEqualTo(33);
    }

    /** Three of the word. */
    private void count(Effect effect) {
        new DynamoDbCountTransactions(dynamoDb, settings.wordCountsTable(), name("EventLedgerTable"))
                .apply(new ChunkWrite(
                        id, "f", clock.instant(), new ChunkPlan(99, 1, 7), 0, effect, true, Map.of(word, 3)));
    }

    /** Both records of our word and what lies between them, as the mapping describes what it gave up on. */
    private Optional<StreamBatch> batchOfOurWord() {
        String streamArn = dynamoDb.describeTable(request -> request.tableName(settings.wordCountsTable()))
                .table()
                .latestStreamArn();
        for (Shard shard : streams.describeStream(request -> request.streamArn(streamArn))
                .streamDescription()
                .shards()) {
            List<String> all = new ArrayList<>();
            List<Integer> ours = new ArrayList<>();
            for (Record record : records(streamArn, shard.shardId())) {
                if (record.dynamodb().keys().toString().contains(word)) {
                    ours.add(all.size());
                }
                all.add(record.dynamodb().sequenceNumber());
            }
            if (ours.size() == 2) {
                Instant now = clock.instant();
                return Optional.of(new StreamBatch(
                        settings.arn(ReplayTarget.AGGREGATOR),
                        "RetryAttemptsExhausted",
                        streamArn,
                        shard.shardId(),
                        all.get(ours.getFirst()),
                        all.get(ours.getLast()),
                        ours.getLast() - ours.getFirst() + 1,
                        now,
                        now));
            }
        }
        return Optional.empty();
    }

    private List<Record> records(String streamArn, String shardId) {
        List<Record> all = new ArrayList<>();
        String iterator = streams.getShardIterator(request ->
                        request.streamArn(streamArn).shardId(shardId).shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                .shardIterator();
        while (true) {
            String from = iterator;
            var answer = streams.getRecords(request -> request.shardIterator(from));
            all.addAll(answer.records());
            if (answer.records().isEmpty()) {
                return all;
            }
            iterator = answer.nextShardIterator();
        }
    }

    private JsonObject replay(String request) throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        new DeadLetterReplayHandler(
                        new Replayer(
                                new SqsDeadLetters(sqs, settings.deadLetterQueueUrl()),
                                handOver,
                                settings,
                                clock,
                                JsonLog.silent(clock)),
                        clock,
                        () -> UUID.randomUUID().toString())
                .handleRequest(bytes(request), output, new TestContext(Duration.ofMinutes(5)));
        return JsonObject.parse(output.toByteArray());
    }

    private static ByteArrayInputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> outcomes(JsonObject report) {
        return report.requiredObjects("messages").stream()
                .map(message -> message.requiredString("outcome"))
                .toList();
    }
}
