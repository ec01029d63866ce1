package wordcounter.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.PurgeQueueInProgressException;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import wordcounter.counts.CounterItem;
import wordcounter.documents.DocumentId;
import wordcounter.documents.DocumentMessage;
import wordcounter.targets.AgainstTarget;
import wordcounter.targets.EmptyWorld;
import wordcounter.targets.SmallTables;
import wordcounter.targets.Target;

/**
 * Each alarm of the template rings when that happens which it tells of, with those that have to ring then too and no other, and it is over
 * when that is mended. docs/operations.md has a row for each of these tests. What is a minute to the alarms is a second here.
 */
@AgainstTarget
@Isolated("an alarm may ring for what others do")
@TestInstance(Lifecycle.PER_CLASS)
class AlarmsIT {

    private static final String DEAD_LETTERS = "DeadLetterQueueUrl";
    private static final String LOGGER = "SnsLoggerFunction";
    private static final String AGGREGATOR = "EventAggregatorFunction";
    private static final String DOCUMENT_WORDS = "DocumentWordsFunction";
    private static final String QUEUED_WORDS = "QueuedWordsFunction";
    private static final String DIGEST = "SlackDigestFunction";

    /** Of a tenth of a minute to the alarms: each of their minutes has some. */
    private static final Duration BETWEEN_TEXTS = Duration.ofMillis(200);

    private static final int EVENTS = 5;

    private static final String NIGHT = "NightlyReconcileFunctionNightly";

    private final Target target;
    private final WordsApi api;
    private final Stack stack;
    private final LambdaClient lambda;
    private final RunnerFaults faults;
    private final RunnerAlarms alarms;
    private final List<String> withoutAlias = new ArrayList<>();

    AlarmsIT(@EmptyWorld(timeScale = 60) Target target) {
        this.target = target;
        api = new WordsApi(target);
        stack = new Stack(target);
        lambda = target.client(LambdaClient.builder());
        faults = new RunnerFaults(target);
        alarms = new RunnerAlarms(target);
    }

    @BeforeEach
    void awaitQuiet() {
        alarms.awaitQuiet();
    }

    /** What a test that failed has left. */
    @AfterEach
    void mend() {
        Map<String, Long> _ = faults.clear();
        List.copyOf(withoutAlias).forEach(this::createAlias);
        createDeadLetterQueue();
        purge(DEAD_LETTERS);
    }

    @AfterAll
    void close() {
        faults.close();
        alarms.close();
        stack.close();
        lambda.close();
    }

    // ---------------------------------------------------------------- what clients see

    @Test
    void wordsApiAlarm_shouldRing_whenTheTopicDoesNotAnswer() {
        faults.switchOn("WordsTopic", "error", "{}");

        assertThat(api.postText(Fresh.word()).status()).isEqualTo(503);

        alarms.assertRing("WordsApiAlarm");
        assertLogged("WordCounterFunction", "not published");
        clearFaults();
        alarms.assertOver("WordsApiAlarm");
    }

    // ---------------------------------------------------------------- what waits for somebody

    @Test
    void deadLetterQueueAlarm_shouldRing_whenAMessageIsParked() {
        stack.publish("no event");

        alarms.assertRing("DeadLetterQueueAlarm");
        assertLogged("SnsMultiplierFunction", "parked");
        purge(DEAD_LETTERS);
        alarms.assertOver("DeadLetterQueueAlarm");
    }

    @Test
    void asyncEventsDroppedAlarm_shouldRing_whenEventsAreGivenUp() {
        faults.switchOn(LOGGER, "error", "{}");

        postUntilItRings("FunctionErrorsAlarm");
        alarms.assertRing("AsyncEventsDroppedAlarm", "DeadLetterQueueAlarm");
        clearFaults();
        purge(DEAD_LETTERS);
        alarms.assertOver("AsyncEventsDroppedAlarm", "DeadLetterQueueAlarm", "FunctionErrorsAlarm");
    }

    @Test
    void snsDeliveryAlarm_shouldRing_whenAFunctionIsNotThere() {
        deleteAlias(LOGGER);

        Contract.accepted(api.postText(Fresh.word()));

        alarms.assertRing("SnsDeliveryAlarm", "DeadLetterQueueAlarm");
        createAlias(LOGGER);
        purge(DEAD_LETTERS);
        alarms.assertOver("SnsDeliveryAlarm", "DeadLetterQueueAlarm");
    }

    @Test
    void functionErrorsAlarm_shouldRing_whenAFunctionFailsMinuteAfterMinute() {
        faults.switchOn(AGGREGATOR, "error", "{}");

        Contract.accepted(api.postText(Fresh.word()));

        alarms.assertRing("FunctionErrorsAlarm");
        clearFaults();
        alarms.assertOver("FunctionErrorsAlarm");
    }

    // ---------------------------------------------------------------- what is lost

    @Test
    void snsRedriveAlarm_shouldRing_whenTheDeadLetterQueueIsGone_andSnsGivesUp() {
        deleteAlias(LOGGER);
        deleteDeadLetterQueue();

        Contract.accepted(api.postText(Fresh.word()));

        alarms.assertRing("SnsRedriveAlarm");
        createDeadLetterQueue();
        createAlias(LOGGER);
        alarms.assertOver("SnsRedriveAlarm", "SnsDeliveryAlarm");
    }

    @ParameterizedTest
    @CsvSource({
        "SnsMultiplierFunction, SnsMultiplierAlarm",
        "SnsLoggerFunction, SnsLoggerAlarm",
        "UploadedWordsFunction, UploadedWordsAlarm",
        "SlackDigestFunction, SlackDigestDeadLetterAlarm",
        "NightlyReconcileFunction, NightlyReconcileDeadLetterAlarm"
    })
    void alarmOfTheFunction_shouldRing_whenTheDeadLetterQueueIsGone_andItFails(String function, String alarm)
            throws IOException {
        deleteDeadLetterQueue();
        faults.switchOn(function, "error", "{}");

        for (int event = 0; event < EVENTS; event++) {
            sendEvent(function);
        }

        alarms.assertRing(alarm, "AsyncEventsDroppedAlarm", "FunctionErrorsAlarm");
        // all of them are lost: none comes again when the function works
        Stack.soon()
                .untilAsserted(() -> assertThat(alarms.sum(
                                "AWS/Lambda",
                                "DestinationDeliveryFailures",
                                "FunctionName",
                                target.functionName(function)))
                        .isGreaterThanOrEqualTo(EVENTS));
        clearFaults();
        createDeadLetterQueue();
        alarms.assertOver(alarm, "AsyncEventsDroppedAlarm", "FunctionErrorsAlarm");
    }

    @Test
    void eventAggregatorDeadLetterAlarm_shouldRing_whenTheDeadLetterQueueIsGone_andABatchIsGivenUp() {
        deleteDeadLetterQueue();
        faults.switchOn(AGGREGATOR, "error", "{}");

        Contract.accepted(api.postText(Fresh.word()));

        alarms.assertRing("EventAggregatorDeadLetterAlarm", "FunctionErrorsAlarm");
        clearFaults();
        createDeadLetterQueue();
        // a batch is given up when it is about as old as that alarm allows
        alarms.assertOver(Optional.of("EventAggregatorAlarm"), "EventAggregatorDeadLetterAlarm", "FunctionErrorsAlarm");
    }

    // ---------------------------------------------------------------- what is late

    @Test
    void eventAggregatorAlarm_shouldRing_whenTheAggregatorFailsForLong() {
        faults.switchOn(AGGREGATOR, "error", "{}");

        postUntilItRings("EventAggregatorAlarm");

        clearFaults();
        purge(DEAD_LETTERS);
        // a batch is given up when it is about as old as the alarm allows
        alarms.assertOver(Optional.of("DeadLetterQueueAlarm"), "EventAggregatorAlarm", "FunctionErrorsAlarm");
    }

    @Test
    void eventAggregatorStoppedAlarm_shouldRing_whenTheAggregatorIsNotThere() {
        deleteAlias(AGGREGATOR);

        postUntilItRings("EventAggregatorStoppedAlarm");

        createAlias(AGGREGATOR);
        // while it catches up, what it is given is old
        alarms.assertOver(Optional.of("EventAggregatorAlarm"), "EventAggregatorStoppedAlarm");
    }

    @Test
    void queuedWordsAlarm_shouldRing_whenNobodyTakesTheTexts() {
        deleteAlias(QUEUED_WORDS);

        assertThat(api.queueText(Fresh.word()).status()).isEqualTo(202);

        alarms.assertRing("QueuedWordsAlarm");
        createAlias(QUEUED_WORDS);
        alarms.assertOver("QueuedWordsAlarm");
    }

    @Test
    void documentChangesAlarm_shouldRing_whenNobodyMarksThem() {
        deleteAlias(DOCUMENT_WORDS);

        assertThat(api.changed(Fresh.key()).status()).isEqualTo(202);

        alarms.assertRing("DocumentChangesAlarm");
        createAlias(DOCUMENT_WORDS);
        alarms.assertOver("DocumentChangesAlarm");
    }

    @Test
    void documentChecksAlarm_shouldRing_whenNobodyFetchesTheDocuments() {
        deleteAlias(DOCUMENT_WORDS);

        sendChecks(1);

        alarms.assertRing("DocumentChecksAlarm");
        purge("DocumentChecksUrl");
        createAlias(DOCUMENT_WORDS);
        alarms.assertOver("DocumentChecksAlarm");
    }

    @Test
    void queueDepthAlarm_shouldRing_whenTenThousandMessagesWait() {
        deleteAlias(DOCUMENT_WORDS);

        IntStream.range(0, 1_010).parallel().forEach(_ -> sendChecks(10));

        alarms.assertRing("QueueDepthAlarm");
        purge("DocumentChecksUrl");
        createAlias(DOCUMENT_WORDS);
        alarms.assertOver("QueueDepthAlarm");
    }

    @Test
    void slackDigestAlarm_shouldRing_whenTheDigestFailsForLong() {
        faults.switchOn(DIGEST, "error", "{}");

        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofSeconds(2))
                .until(() -> {
                    // ten occurrences are 110: the milestone of a hundred
                    Contract.accepted(api.postText((Fresh.word() + " ").repeat(10)));
                    return alarms.hasRung("SlackDigestAlarm");
                });

        clearFaults();
        purge(DEAD_LETTERS);
        // a batch is given up when it is about as old as the alarm allows
        alarms.assertOver(Optional.of("DeadLetterQueueAlarm"), "SlackDigestAlarm", "FunctionErrorsAlarm");
    }

    // ---------------------------------------------------------------- what has gone apart

    @Test
    void reconcileDriftAlarm_shouldRing_whenACounterWasEdited_untilNothingDiffers() {
        String word = Fresh.word();
        Contract.accepted(api.postText(word));
        Stack.soon().untilAsserted(() -> assertThat(api.count(word)).isEqualTo(11));
        addToCount(word, 1);

        LocalSchedule.fire(target, NIGHT);

        alarms.assertRing("ReconcileDriftAlarm");
        assertLogged("NightlyReconcileFunction", "the tables differ");
        alarms.assertKeepsRinging("ReconcileDriftAlarm");
        addToCount(word, -1);
        LocalSchedule.fire(target, NIGHT);
        alarms.assertOver("ReconcileDriftAlarm");
    }

    // ---------------------------------------------------------------- what is near a limit

    @Test
    void functionThrottlesAlarm_shouldRing_whenAFunctionIsHeldUpForFiveMinutes() {
        faults.switchOn(LOGGER, "throttle", "{}");

        postUntilItRings("FunctionThrottlesAlarm");

        clearFaults();
        alarms.assertOver("FunctionThrottlesAlarm");
    }

    @Test
    void writeThrottlesAlarm_shouldRing_whenATableRefusesWritesForThreeMinutes() {
        faults.switchOn("EventLedger", "throttle", "{\"percentage\":30}");

        postUntilItRings("WriteThrottlesAlarm");

        clearFaults();
        alarms.assertOver("WriteThrottlesAlarm");
    }

    @Test
    void readThrottlesAlarm_shouldRing_whenATableRefusesReadsForThreeMinutes() {
        faults.switchOn("Summaries", "throttle", "{}");

        await().atMost(Duration.ofMinutes(2)).pollInterval(BETWEEN_TEXTS).until(() -> {
            assertThat(api.get("/words/" + Fresh.word()).status()).isEqualTo(503);
            return alarms.hasRung("ReadThrottlesAlarm");
        });

        assertLogged("SummaryRetrieverFunction", "failed");
        clearFaults();
        alarms.assertOver("ReadThrottlesAlarm", "WordsApiAlarm");
    }

    @Test
    void capacityAlarms_shouldRing_whenATableIsNearWhatItMayTake() {
        try (Target small = SmallTables.start(60);
                Stack tables = new Stack(small);
                RunnerAlarms alarmsOfSmall = new RunnerAlarms(small)) {
            alarmsOfSmall.awaitQuiet();
            String table = tables.name("SummariesTable");
            AttributeValue text = AttributeValue.fromS("x".repeat(10_000));
            List<WriteRequest> items = IntStream.range(0, 25)
                    .mapToObj(number -> WriteRequest.builder()
                            .putRequest(
                                    put -> put.item(Map.of("id", AttributeValue.fromS("alarm" + number), "text", text)))
                            .build())
                    .toList();

            await().atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> {
                        tables.dynamoDb().batchWriteItem(request -> request.requestItems(Map.of(table, items)));
                        return alarmsOfSmall.hasRung("WriteCapacityAlarm");
                    });
            alarmsOfSmall.assertOver("WriteCapacityAlarm");

            alarmsOfSmall.awaitQuiet();
            await().atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> {
                        tables.dynamoDb()
                                .scan(request -> request.tableName(table).consistentRead(true));
                        return alarmsOfSmall.hasRung("ReadCapacityAlarm");
                    });
            alarmsOfSmall.assertOver("ReadCapacityAlarm");
        }
    }

    /**
     * What no failure here comes to: a letter that is a week old; tables that conflict, which DynamoDB Local never does; and a function that takes
     * nearly its timeout, of real time, in each of several minutes, which are seconds here.
     */
    @ParameterizedTest
    @CsvSource({
        "DeadLetterQueueAgeAlarm, AWS/SQS, ApproximateAgeOfOldestMessage, QueueName, local-DeadLetterQueue, 604801",
        "FunctionDurationAlarm, AWS/Lambda, Duration, FunctionName, local-SnsLoggerFunction, 16001",
        "TransactionConflictsAlarm, AWS/DynamoDB, TransactionConflict, TableName, local-WordCounts, 6001"
    })
    void alarm_shouldRing_whenItsMetricSaysSo(
            String alarm, String namespace, String metric, String dimension, String resource, int value) {
        await().atMost(Duration.ofMinutes(2)).pollInterval(BETWEEN_TEXTS).until(() -> {
            alarms.writeMetric(namespace, metric, dimension, resource, value);
            return alarms.hasRung(alarm);
        });

        alarms.assertOver(alarm);
    }

    private void postUntilItRings(String alarm) {
        await().atMost(Duration.ofMinutes(2)).pollInterval(BETWEEN_TEXTS).until(() -> {
            Contract.accepted(api.postText(Fresh.word()));
            return alarms.hasRung(alarm);
        });
    }

    /** As a service sends it that waits for no answer; one that the logger understands, and others can't. */
    private void sendEvent(String function) throws IOException {
        SdkBytes event =
                SdkBytes.fromByteArray(Files.readAllBytes(Path.of("../events/sns-logger-fn/words-event.json")));
        InvokeResponse _ = lambda.invoke(request -> request.functionName(target.functionName(function))
                .qualifier("live")
                .invocationType(InvocationType.EVENT)
                .payload(event));
    }

    /** Edits what the word's counters were added up to, and not what of. */
    private void addToCount(String word, int difference) {
        String table = stack.name("WordCountsTable");
        Map<String, AttributeValue> counter = stack.scan("WordCountsTable").stream()
                .filter(item -> AttributeValue.fromS(word).equals(item.get(CounterItem.WORD)))
                .findFirst()
                .orElseThrow();
        stack.dynamoDb()
                .updateItem(request -> request.tableName(table)
                        .key(Map.of(
                                CounterItem.WORD_SHARD, Objects.requireNonNull(counter.get(CounterItem.WORD_SHARD))))
                        .updateExpression("ADD #count :difference")
                        .expressionAttributeNames(Map.of("#count", CounterItem.COUNT))
                        .expressionAttributeValues(
                                Map.of(":difference", AttributeValue.fromN(Integer.toString(difference)))));
    }

    /** Of a document that its server does not have. */
    private void sendChecks(int number) {
        DocumentMessage check = new DocumentMessage(
                DocumentMessage.Kind.CHECK,
                DocumentId.ofPathSegment("a").orElseThrow(),
                Instant.now(),
                "by-hand",
                Optional.empty());
        Map<String, MessageAttributeValue> attributes = new HashMap<>();
        check.attributes()
                .forEach((name, value) -> attributes.put(
                        name,
                        MessageAttributeValue.builder()
                                .dataType("String")
                                .stringValue(value)
                                .build()));
        stack.sqs()
                .sendMessageBatch(request -> request.queueUrl(stack.name("DocumentChecksUrl"))
                        .entries(IntStream.range(0, number)
                                .mapToObj(entry -> SendMessageBatchRequestEntry.builder()
                                        .id(Integer.toString(entry))
                                        .messageBody(check.body())
                                        .messageAttributes(attributes)
                                        .build())
                                .toList()));
    }

    private void assertLogged(String function, String message) {
        Stack.soon()
                .untilAsserted(() -> assertThat(target.logLines(function))
                        .anyMatch(line -> line.contains("\"message\":\"" + message + "\"")));
    }

    private void clearFaults() {
        assertThat(faults.clear().values())
                .as("how often each fault has struck")
                .doesNotContain(0L);
    }

    private void deleteAlias(String function) {
        withoutAlias.add(function);
        lambda.deleteAlias(
                request -> request.functionName(target.functionName(function)).name("live"));
    }

    private void createAlias(String function) {
        withoutAlias.remove(function);
        lambda.createAlias(request ->
                request.functionName(target.functionName(function)).name("live").functionVersion("1"));
    }

    private void deleteDeadLetterQueue() {
        stack.sqs().deleteQueue(request -> request.queueUrl(stack.name(DEAD_LETTERS)));
    }

    /** Changes nothing when it is there. */
    private void createDeadLetterQueue() {
        String url = stack.name(DEAD_LETTERS);
        stack.sqs().createQueue(request -> request.queueName(url.substring(url.lastIndexOf('/') + 1)));
    }

    /** A queue is purged once in a minute, of the local runner's time. */
    private void purge(String queue) {
        await().atMost(Duration.ofSeconds(70))
                .ignoreException(PurgeQueueInProgressException.class)
                .until(() -> stack.sqs()
                        .purgeQueue(request -> request.queueUrl(stack.name(queue)))
                        .sdkHttpResponse()
                        .isSuccessful());
    }
}
