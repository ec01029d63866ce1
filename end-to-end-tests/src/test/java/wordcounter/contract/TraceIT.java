package wordcounter.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.sns.SnsClient;
import wordcounter.events.WordsEvent;
import wordcounter.json.JsonObject;
import wordcounter.targets.AgainstTarget;
import wordcounter.targets.EmptyWorld;
import wordcounter.targets.Operator;
import wordcounter.targets.Operator.Ended;
import wordcounter.targets.Target;
import wordcounter.tracing.TraceContext;
import wordcounter.words.Words;

/**
 * {@code ./words trace}: an event's way, end to end, in the trace of whoever posted it. Three minutes of retries pass in three seconds.
 */
@AgainstTarget
@EnabledIfSystemProperty(
        named = "target",
        matches = "local",
        disabledReason = "the query is asked of the local runner's log; on AWS it is the same one")
@TestInstance(Lifecycle.PER_CLASS)
class TraceIT {

    private static final String CLIENTS_SPAN = "00f067aa0ba902b7";

    private final Target target;
    private final WordsApi api;
    private final Stack stack;

    TraceIT(@EmptyWorld(timeScale = 60) Target target) {
        this.target = target;
        api = new WordsApi(target);
        stack = new Stack(target);
    }

    @AfterAll
    void closeClients() {
        stack.close();
    }

    @Test
    void trace_shouldTellTheWayInOrder_inTheClientsTrace() throws Exception {
        String word = Fresh.word();
        String traceId = Fresh.key().replace("-", "");

        Answer answer = api.post(
                word.getBytes(UTF_8),
                Map.of("Content-Type", "text/plain", "traceparent", "00-" + traceId + "-" + CLIENTS_SPAN + "-01"));
        String eventId = Contract.accepted(answer);

        JsonObject trace = awaitState(eventId, "IN_THE_SUMMARIES");
        assertThat(ways(trace))
                .containsSubsequence("word-counter-fn accepted", "event-aggregator-fn aggregated")
                .containsSubsequence("sns-multiplier-fn multiplied", "event-aggregator-fn aggregated")
                .contains("sns-logger-fn published");
        assertThat(trace.members()).containsEntry("traceIds", List.of(traceId));
        assertThat(TraceContext.parse(answer.traceparent().orElseThrow())).hasValueSatisfying(hop -> {
            assertThat(hop.traceId()).isEqualTo(traceId);
            assertThat(hop.spanId()).isNotEqualTo(CLIENTS_SPAN);
        });
        assertThat(JsonObject.parse(Operator.words(target, "trace", traceId, "--format", "json"))
                        .requiredString("eventId"))
                .as("found by the trace's id")
                .isEqualTo(eventId);
        assertThat(Operator.words(target, "trace", eventId))
                .contains("in the summaries", "word-counter-fn", "sns-multiplier-fn", eventId);
    }

    @Test
    void trace_shouldBeginAtTheQueue_whenTheTextWaitedThere() throws Exception {
        String word = Fresh.word();
        String traceId = Fresh.key().replace("-", "");

        Answer answer = api.queue(
                word.getBytes(UTF_8),
                Map.of("Content-Type", "text/plain", "TraceParent", "00-" + traceId + "-" + CLIENTS_SPAN + "-00"));
        String eventId = answer.json().requiredString("messageId");

        JsonObject trace = awaitState(eventId, "IN_THE_SUMMARIES");
        assertThat(ways(trace))
                .containsSubsequence("queued-words-fn taken from the queue", "queued-words-fn accepted")
                .containsSubsequence("sns-multiplier-fn multiplied", "event-aggregator-fn aggregated");
        assertThat(trace.members()).containsEntry("traceIds", List.of(traceId));
        assertThat(answer.traceparent().orElseThrow()).matches("00-" + traceId + "-[0-9a-f]{16}-00");
    }

    @Test
    void text_shouldCount_whenItsTraceparentIsInvalid() throws Exception {
        String canary = "canary-" + Fresh.key();
        Map<String, String> headers = Map.of("Content-Type", "text/plain", "traceparent", canary);

        Answer posted = api.post(Fresh.word().getBytes(UTF_8), headers);
        Answer queued = api.queue(Fresh.word().getBytes(UTF_8), headers);

        for (String eventId : List.of(Contract.accepted(posted), queued.json().requiredString("messageId"))) {
            JsonObject trace = awaitState(eventId, "IN_THE_SUMMARIES");
            assertThat(trace.toJson()).doesNotContain(canary);
        }
        for (Answer answer : List.of(posted, queued)) {
            assertThat(answer.traceparent().flatMap(TraceContext::parse)).isPresent();
        }
    }

    @Test
    void trace_shouldTellAttemptsDeadLetterAndReplay_whenTheMultiplierFailed() throws Exception {
        // a ledger entry that nobody can read
        WordsEvent event = new WordsEvent(Fresh.key(), "by-hand", Instant.now(), Words.of(Map.of(Fresh.word(), 2)));
        String ledger = stack.name("EventLedgerTable");
        Map<String, AttributeValue> id = Map.of("eventId", AttributeValue.fromS(event.eventId()));
        stack.dynamoDb().putItem(request -> request.tableName(ledger).item(id));
        try (SnsClient sns = target.client(SnsClient.builder())) {
            sns.publish(request -> request.topicArn(stack.name("SnsTopicArn")).message(event.toJson()));
        }
        Stack.soon().until(() -> stack.deadLetters() > 0);
        stack.dynamoDb().deleteItem(request -> request.tableName(ledger).key(id));

        JsonObject dead = awaitState(event.eventId(), "DEAD_LETTERED");
        assertThat(ways(dead)).contains("sns-logger-fn published", "dead-letter queue became a dead letter");
        assertThat(attempts(dead, "sns-multiplier-fn", "not multiplied yet")).containsExactly(1, 2, 3);
        String letter = dead.requiredObjects("deadLetters").getFirst().requiredString("messageId");

        assertThat(Operator.words(target, "replay", "--execute", "--message", letter))
                .contains("1 replayed");

        JsonObject replayed = awaitState(event.eventId(), "IN_THE_SUMMARIES");
        assertThat(ways(replayed))
                .containsSubsequence(
                        "sns-multiplier-fn not multiplied yet",
                        "dead-letter queue became a dead letter",
                        "dead-letter-replay-fn replayed",
                        "event-aggregator-fn aggregated")
                .contains("sns-multiplier-fn multiplied");
        assertThat(attempts(replayed, "sns-multiplier-fn", "multiplied")).containsExactly(4);
        assertThat(replayed.requiredObjects("steps").stream()
                        .filter(step -> step.requiredString("what").equals("not multiplied yet"))
                        .map(step -> step.requiredString("requestId"))
                        .distinct())
                .as("Lambda's id of the invocation, the same at each attempt")
                .hasSize(1);
        System.out.println(Operator.words(target, "trace", event.eventId()));
    }

    @Test
    void trace_shouldSayWhatWouldBeRight_whenThereIsNoSuchEvent() throws Exception {
        Ended ended = Operator.run(target.operatorOptions(), "trace", Fresh.key());

        assertThat(ended.exitCode()).as(ended.output()).isEqualTo(3);
        assertThat(ended.output()).contains("there is no event", "eventId that POST /words answers");
    }

    private JsonObject awaitState(String eventId, String state) throws IOException, InterruptedException {
        Stack.soon()
                .untilAsserted(
                        () -> assertThat(trace(eventId).requiredString("state")).isEqualTo(state));
        return trace(eventId);
    }

    private JsonObject trace(String eventId) throws IOException, InterruptedException {
        Ended ended = Operator.run(target.operatorOptions(), "trace", eventId, "--format", "json");
        assertThat(ended.exitCode()).as(ended.output()).isLessThan(2);
        return JsonObject.parse(ended.output());
    }

    /** Each step, as where and what. */
    private static List<String> ways(JsonObject trace) {
        return trace.requiredObjects("steps").stream()
                .map(step -> step.requiredString("where") + " " + step.requiredString("what"))
                .toList();
    }

    private static List<Integer> attempts(JsonObject trace, String where, String what) {
        return trace.requiredObjects("steps").stream()
                .filter(step -> step.requiredString("where").equals(where))
                .filter(step -> step.requiredString("what").equals(what))
                .map(step -> Math.toIntExact(step.requiredLong("attempt")))
                .toList();
    }
}
