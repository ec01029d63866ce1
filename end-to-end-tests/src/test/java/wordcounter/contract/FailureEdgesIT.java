package wordcounter.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.ResourceConflictException;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.PurgeQueueInProgressException;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import wordcounter.documents.DocumentMessage;
import wordcounter.events.WordsEvent;
import wordcounter.json.JsonObject;
import wordcounter.queue.QueueMessage;
import wordcounter.summaries.MilestoneItem;
import wordcounter.summaries.SummaryItem;
import wordcounter.targets.AgainstTarget;
import wordcounter.targets.EmptyWorld;
import wordcounter.targets.Target;
import wordcounter.words.Words;

/**
 * From each kind of edge into the dead-letter queue, and back by a replay: made to happen, mended, and exact in the end. Five
 * minutes of retries pass in five seconds.
 *
 * <p>{@code -Dqueue.texts=1000} lets as many wait in the queue.
 */
@AgainstTarget
@TestInstance(Lifecycle.PER_CLASS)
class FailureEdgesIT {

    private static final String MULTIPLIER = "SnsMultiplierFunction";
    private static final String LOGGER = "SnsLoggerFunction";
    private static final String QUEUED_WORDS = "QueuedWordsFunction";
    private static final String DIGEST = "SlackDigestFunction";
    private static final String NIGHTLY_RECONCILE = "NightlyReconcileFunction";
    private static final String NO_BASE64 = "this target's gateway puts a body into the queue as text, not as base64";
    private static final int WAITING_TEXTS = Integer.getInteger("queue.texts", 100);
    private static final int MILESTONE = 100;

    /** After so many the template's queue gives a text up. */
    private static final int RECEIPTS = 5;

    private final Target target;
    private final WordsApi api;
    private final Stack stack;
    private final LambdaClient lambda;
    private final LocalDigest digest;

    FailureEdgesIT(@EmptyWorld(timeScale = 60) Target target) {
        this.target = target;
        api = new WordsApi(target);
        stack = new Stack(target);
        lambda = target.client(LambdaClient.builder());
        digest = new LocalDigest(target, stack);
    }

    /** What a test that failed has left. */
    @AfterEach
    void tidyUp() {
        for (String function : List.of(MULTIPLIER, QUEUED_WORDS, DIGEST, NIGHTLY_RECONCILE)) {
            try {
                createAlias(function);
            } catch (ResourceConflictException e) {
                // it is there
            }
        }
        // a queue is purged once in a minute, of the local runner's time there
        await().atMost(Duration.ofSeconds(70))
                .ignoreException(PurgeQueueInProgressException.class)
                .until(() -> stack.sqs()
                        .purgeQueue(request -> request.queueUrl(stack.name("DeadLetterQueueUrl")))
                        .sdkHttpResponse()
                        .isSuccessful());
    }

    @AfterAll
    void closeClients() {
        stack.close();
        lambda.close();
        digest.close();
    }

    @Test
    void event_shouldBeWholeAfterAReplay_whenTheMultiplierWasNotThere() {
        String word = Fresh.word();
        deleteAlias(MULTIPLIER);

        assertThat(api.postText(word).status()).isEqualTo(202);
        JsonObject letter = awaitDeadLetter();

        assertThat(letter.members())
                .containsEntry("kind", "SNS_DELIVERY")
                .containsEntry("error", "SNS could not hand it over")
                .containsEntry("plan", "publish to the topic again");
        assertThat(api.consistentCount(word)).as("only the 1").isEqualTo(1);

        createAlias(MULTIPLIER);
        assertReplayed();

        Stack.soon().untilAsserted(() -> assertThat(api.count(word)).isEqualTo(11));
        assertThat(api.consistentCount(word)).isEqualTo(11);
    }

    @Test
    void event_shouldBeWholeAfterAReplay_whenTheMultiplierAlwaysThrew() {
        // a ledger entry that nobody can read
        String word = Fresh.word();
        WordsEvent event = new WordsEvent(Fresh.key(), "by-hand", Instant.now(), Words.of(Map.of(word, 1)));
        Map<String, AttributeValue> entry = Map.of("eventId", AttributeValue.fromS(event.eventId()));
        String ledger = stack.name("EventLedgerTable");
        stack.dynamoDb().putItem(request -> request.tableName(ledger).item(entry));

        stack.publish(event.toJson());
        JsonObject letter = awaitDeadLetter();

        assertThat(letter.members())
                .containsEntry("kind", "INVOCATION")
                .containsEntry("function", "sns-multiplier-fn")
                .containsEntry("error", "IllegalStateException, RetriesExhausted")
                .containsEntry("plan", "invoke sns-multiplier-fn");
        assertThat(api.consistentCount(word)).isZero();

        stack.dynamoDb().deleteItem(request -> request.tableName(ledger).key(entry));
        assertReplayed();

        // the 1 as well, as there was no publisher
        assertThat(api.consistentCount(word)).isEqualTo(11);
    }

    @Test
    void record_shouldBeAppliedOnceByAReplay_whenTheStreamGaveItUpAndWentOn() {
        // a summary that nobody can read
        List<String> words = Stream.generate(Fresh::word).limit(3).toList();
        stack.breakSummary(words.get(1));

        stack.putCounters(words.stream().map(Stack::counterOf).toList());
        JsonObject letter = awaitDeadLetter();

        assertThat(letter.members())
                .containsEntry("kind", "STREAM_BATCH")
                .containsEntry("function", "event-aggregator-fn")
                .containsEntry("error", "RetryAttemptsExhausted")
                .containsEntry("plan", "hand 1 record of the stream to event-aggregator-fn");
        Stack.soon().until(() -> stack.summaryWrites(words.get(2)) == 1);

        stack.deleteSummary(words.get(1));
        assertReplayed();

        assertThat(words).allSatisfy(word -> {
            assertThat(stack.summaryWrites(word)).isEqualTo(1);
            assertThat(api.count(word)).isEqualTo(11);
        });
    }

    @Test
    void summaries_shouldBeRebuiltByAReplay_whenTheRecordsHaveLeftTheStream() {
        // a letter of the stream, a day old, whose shard is gone by now
        String word = Fresh.word();
        stack.breakSummary(word);
        stack.putCounters(List.of(Stack.counterOf(word)));
        String letter = stack.takeDeadLetter(body -> body.contains("DDBStreamBatchInfo"));
        stack.deleteSummary(word);
        String aDayAgo = Instant.now().minus(Duration.ofHours(25)).toString();
        stack.sendDeadLetter(
                letter.replaceAll("\"shardId\":\"[^\"]+\"", "\"shardId\":\"shardId-00000000000000000001-00000001\"")
                        .replaceAll("(\"approximateArrivalOf\\w+Record\"):\"[^\"]+\"", "$1:\"" + aDayAgo + "\""));

        assertThat(awaitDeadLetter().members())
                .containsEntry("plan", "rebuild the summaries: 1 record left the stream");
        assertThat(stack.summaryWrites(word)).isZero();
        assertReplayed();

        assertThat(stack.summaryWrites(word)).isEqualTo(1);
        assertThat(api.count(word)).isEqualTo(11);
    }

    @Test
    void texts_shouldWaitInTheQueueAndAllCount_whenTheirFunctionIsNotThereForAWhile() {
        assumeTrue(target.hasExactGateway(), NO_BASE64);
        String word = Fresh.word();
        hideReceivedTextsFor(30); // not for minutes, should a busy machine need a second attempt
        deleteAlias(QUEUED_WORDS);

        for (int i = 0; i < WAITING_TEXTS; i++) {
            assertThat(api.queueText(word).status()).isEqualTo(202);
        }
        assertThat(api.postText(word).status()).as("the other route").isEqualTo(202);
        Stack.soon().untilAsserted(() -> assertThat(api.count(word)).isEqualTo(11));

        createAlias(QUEUED_WORDS);

        Stack.soon().untilAsserted(() -> assertThat(api.count(word)).isEqualTo(11L * (WAITING_TEXTS + 1)));
        assertThat(stack.deadLetters()).isZero();
    }

    @Test
    void text_shouldCountOnceAfterAReplay_whenItsQueueGaveItUp() {
        assumeTrue(target.hasExactGateway(), NO_BASE64);
        String word = Fresh.word();
        String key = Fresh.key();
        String eventId = Contract.accepted(api.postText(word, key));
        Stack.soon().untilAsserted(() -> assertThat(api.count(word)).isEqualTo(11));
        // a ledger entry that nobody can read, for as long as the queue tries
        String ledger = stack.name("EventLedgerTable");
        Map<String, AttributeValue> id = Map.of("eventId", AttributeValue.fromS(eventId));
        Map<String, AttributeValue> entry = stack.dynamoDb()
                .getItem(request -> request.tableName(ledger).key(id))
                .item();
        stack.dynamoDb().putItem(request -> request.tableName(ledger).item(id));
        hideReceivedTextsFor(1);

        assertThat(api.queueText(word, key).status()).isEqualTo(202);
        // each attempt has published it, and the multiplier can't read the entry either
        int all = 1 + RECEIPTS;
        Stack.soon().until(() -> stack.deadLetters() == all);

        assertThat(replay("{\"kind\":\"QUEUE_MESSAGE\"}").requiredObjects("messages"))
                .singleElement()
                .satisfies(letter -> assertThat(letter.members())
                        .containsEntry("function", "queued-words-fn")
                        .containsEntry("plan", "invoke queued-words-fn"));

        stack.dynamoDb().putItem(request -> request.tableName(ledger).item(entry));
        assertReplayed(all);

        assertThat(api.consistentCount(word)).isEqualTo(11);
    }

    @Test
    void event_shouldBeInTheQueueAgain_whenTheLoggerCannotReadItInAReplayEither() {
        lambda.invoke(call -> call.functionName(target.functionName(LOGGER))
                .qualifier("live")
                .invocationType(InvocationType.EVENT)
                .payload(SdkBytes.fromUtf8String("{\"Records\":null}")));

        assertThat(awaitDeadLetter().members())
                .containsEntry("kind", "INVOCATION")
                .containsEntry("function", "sns-logger-fn")
                .containsEntry("plan", "invoke sns-logger-fn");
        assertThat(replay("{\"execute\":true}").requiredObjects("messages"))
                .singleElement()
                .satisfies(letter -> assertThat(letter.members()).containsEntry("outcome", "FAILED"));

        // a copy, which counts one replay more
        assertThat(awaitDeadLetter().requiredLong("replays")).isEqualTo(1);
    }

    @Test
    void change_shouldBeMarkedByAReplay_whenItsQueueGaveItUp() {
        assumeTrue(target.hasExactGateway(), NO_BASE64);
        String route = DocumentMessage.Kind.CHANGE.route();
        stack.sqs()
                .sendMessage(request -> request.queueUrl(stack.name("DeadLetterQueueUrl"))
                        .messageBody(Fresh.key())
                        .messageAttributes(Map.of(
                                QueueMessage.ROUTE,
                                MessageAttributeValue.builder()
                                        .dataType("String")
                                        .stringValue(route)
                                        .build())));

        assertThat(awaitDeadLetter().members())
                .containsEntry("kind", "QUEUE_MESSAGE")
                .containsEntry("plan", "invoke document-words-fn");
        assertReplayed();
    }

    @Test
    void digest_shouldBePostedByAReplay_whenItsFunctionWasNotThereForTheSchedule() throws Exception {
        String word = Fresh.word();
        assertThat(api.postText((word + " ").repeat(MILESTONE)).status()).isEqualTo(202);
        Stack.soon().untilAsserted(() -> assertThat(api.count(word)).isEqualTo(11L * MILESTONE));
        deleteAlias(DIGEST);

        digest.fireSchedule();

        assertThat(awaitDeadLetter().members())
                .containsEntry("kind", "SCHEDULED_EVENT")
                .containsEntry("error", "EventBridge could not hand it over")
                .containsEntry("plan", "invoke slack-digest-fn");
        createAlias(DIGEST);
        assertReplayed();

        assertThat(digest.messagesWith("The most frequent words", word)).isNotEmpty();
    }

    @Test
    void milestone_shouldBeToldOnceByAReplay_whenTheStreamGaveItUp() {
        // a claim that nobody can read
        String word = Fresh.word();
        String milestones = stack.name("MilestonesTable");
        Map<String, AttributeValue> id = MilestoneItem.key(SummaryItem.wordId(word));
        Map<String, AttributeValue> claim = new HashMap<>(id);
        claim.put(MilestoneItem.NUMBER, AttributeValue.fromS("no number"));
        stack.dynamoDb().putItem(request -> request.tableName(milestones).item(claim));

        assertThat(api.postText((word + " ").repeat(10)).status()).isEqualTo(202);

        assertThat(awaitDeadLetter().members())
                .containsEntry("kind", "STREAM_BATCH")
                .containsEntry("function", "slack-digest-fn")
                .containsEntry("error", "RetryAttemptsExhausted")
                .containsEntry("plan", "hand 1 record of the stream to slack-digest-fn");
        assertThat(digest.messagesWith("has passed 100", word)).isEmpty();

        stack.dynamoDb().deleteItem(request -> request.tableName(milestones).key(id));
        assertReplayed();

        assertThat(digest.messagesWith("has passed 100", word)).hasSize(1);
    }

    @Test
    void night_shouldBeComparedAfterAReplay_whenItsFunctionWasNotThereForTheSchedule() {
        deleteAlias(NIGHTLY_RECONCILE);

        LocalSchedule.fire(target, "NightlyReconcileFunctionNightly");

        assertThat(awaitDeadLetter().members())
                .containsEntry("kind", "SCHEDULED_EVENT")
                .containsEntry("error", "EventBridge could not hand it over")
                .containsEntry("plan", "invoke nightly-reconcile-fn");
        createAlias(NIGHTLY_RECONCILE);
        assertReplayed();

        Stack.soon()
                .untilAsserted(() ->
                        assertThat(target.logLines(NIGHTLY_RECONCILE)).anyMatch(line -> line.contains("\"Drift\":[")));
    }

    @Test
    void night_shouldBeADeadLetter_whenItsFunctionCannotReadTheEvent() {
        lambda.invoke(call -> call.functionName(target.functionName(NIGHTLY_RECONCILE))
                .qualifier("live")
                .invocationType(InvocationType.EVENT)
                .payload(SdkBytes.fromUtf8String("{\"Records\":[]}")));

        assertThat(awaitDeadLetter().members())
                .containsEntry("kind", "INVOCATION")
                .containsEntry("function", "nightly-reconcile-fn")
                .containsEntry("plan", "invoke nightly-reconcile-fn");
    }

    private void hideReceivedTextsFor(int seconds) {
        stack.sqs()
                .setQueueAttributes(request -> request.queueUrl(stack.name("QueuedWordsUrl"))
                        .attributes(Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, Integer.toString(seconds))));
    }

    private void deleteAlias(String function) {
        lambda.deleteAlias(
                request -> request.functionName(target.functionName(function)).name("live"));
    }

    private void createAlias(String function) {
        lambda.createAlias(request ->
                request.functionName(target.functionName(function)).name("live").functionVersion("1"));
    }

    /** As an operator sees it; there is only one, as every test takes its own away. */
    private JsonObject awaitDeadLetter() {
        Stack.soon().until(() -> stack.deadLetters() > 0);
        List<JsonObject> letters = replay("{}").requiredObjects("messages");
        assertThat(letters).hasSize(1);
        assertThat(letters.getFirst().members()).containsEntry("outcome", "WOULD_REPLAY");
        return letters.getFirst();
    }

    private void assertReplayed() {
        assertReplayed(1);
    }

    private void assertReplayed(int letters) {
        assertThat(replay("{\"execute\":true}").requiredObjects("messages"))
                .hasSize(letters)
                .allSatisfy(letter -> assertThat(letter.members()).containsEntry("outcome", "REPLAYED"));
        assertThat(stack.deadLetters()).isZero();
    }

    private JsonObject replay(String request) {
        InvokeResponse response = lambda.invoke(call ->
                call.functionName(stack.name("DeadLetterReplayFunction")).payload(SdkBytes.fromUtf8String(request)));
        assertThat(response.functionError())
                .as(response.payload().asUtf8String())
                .isNull();
        return JsonObject.parse(response.payload().asUtf8String());
    }
}
