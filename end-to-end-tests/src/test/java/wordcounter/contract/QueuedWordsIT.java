package wordcounter.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import wordcounter.json.JsonObject;
import wordcounter.targets.AgainstTarget;
import wordcounter.targets.EmptyWorld;
import wordcounter.targets.Target;

/** Texts that may wait: what the queue takes counts once, by whatever route its key comes. */
@AgainstTarget(alone = true)
class QueuedWordsIT extends Contract {

    private static final int BURST = 200;

    QueuedWordsIT(Target target) {
        super(target);
    }

    @BeforeEach
    void needsAGatewayThatKnowsBytes() {
        assumeTrue(target.hasExactGateway(), "this target's gateway puts a body into the queue as text, not as base64");
    }

    @Test
    void text_shouldCount_andItsEventIsTheMessage_whenItHasNoKey() {
        String word = Fresh.word();

        String messageId = queued(api.queueText(word));

        awaitCount(word, 11);
        assertThat(api.get("/events/" + messageId).json().requiredString("eventId"))
                .isEqualTo(messageId);
    }

    @ParameterizedTest
    @CsvSource({
        "application/json, '{\"text\": \"WORD naïve\"}'",
        "application/x-www-form-urlencoded, text=WORD+na%C3%AFve"
    })
    void text_shouldCount_whateverItsContentType(String contentType, String body) {
        String word = Fresh.word();

        queued(api.queue(body.replace("WORD", word).getBytes(UTF_8), Map.of("Content-Type", contentType)));

        awaitCount(word, 11);
    }

    @Test
    void text_shouldCountOnce_whenItsKeyComesByBothRoutes() {
        String word = Fresh.word();
        String key = Fresh.key();

        queued(api.queueText(word, key));
        String eventId = accepted(api.postText(word, key));
        queued(api.queueText(word, key));

        awaitCount(word, 11);
        String sentinel = Fresh.word();
        queued(api.queueText(sentinel));
        awaitCount(sentinel, 11);
        assertThat(api.consistentCount(word)).isEqualTo(11);
        assertThat(api.get("/events/" + eventId).status()).isEqualTo(200);
    }

    @Test
    void texts_shouldAllCount_whenTheyComeInABurst() throws Exception {
        String word = Fresh.word();
        List<Future<Answer>> answers = new ArrayList<>();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < BURST; i++) {
                answers.add(clients.submit(() -> api.queueText(word)));
            }
        }

        List<String> messageIds = new ArrayList<>();
        for (Future<Answer> answer : answers) {
            messageIds.add(queued(answer.get()));
        }
        assertThat(messageIds).doesNotHaveDuplicates();
        awaitCount(word, 11L * BURST);
    }

    @Test
    void text_shouldBeParkedAsItIs_whenItCantBeRead() {
        String mark = Fresh.word();

        String messageId = queued(api.queue(
                new byte[] {(byte) 0xFF, (byte) 0xFE}, Map.of("Content-Type", "text/plain", "Idempotency-Key", mark)));

        JsonObject parked = JsonObject.parse(stack.takeDeadLetter(body -> body.contains(mark)));
        assertThat(parked.requiredString("parked")).isEqualTo("QUEUE_RECORD");
        assertThat(parked.requiredString("function")).isEqualTo("queued-words-fn");
        assertThat(parked.requiredString("reason")).contains("not UTF-8");
        assertThat(parked.requiredObject("payload").requiredString("messageId")).isEqualTo(messageId);
        assertThat(parked.requiredObject("payload").requiredString("body")).isEqualTo("//4=");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words"})
    void text_shouldBeRefused_whenItsKeyIsNotValid(String key) {
        Answer refused = api.queueText("hello", key);

        assertThat(refused.status()).as(refused.body()).isEqualTo(400);
        assertThat(refused.json().requiredString("detail")).contains("Idempotency-Key");
    }

    @Test
    void text_shouldBeAskedForAgain_whenSqsRefusesItForAReasonThatPasses(@EmptyWorld Target other) {
        try (Stack withoutQueue = new Stack(other)) {
            withoutQueue.sqs().listQueues().queueUrls().stream()
                    .filter(url -> url.contains("QueuedWords"))
                    .forEach(url -> withoutQueue.sqs().deleteQueue(request -> request.queueUrl(url)));

            // SQS says 400 to it, as to a message that it can't take.
            Answer refused = new WordsApi(other).queueText("hello");

            assertThat(refused.status()).as(refused.body()).isEqualTo(503);
            assertThat(refused.json().requiredString("type")).isEqualTo("urn:word-counter:problem:unavailable");
        }
    }

    @Test
    void text_shouldBeParked_whenItsKeyWasUsedWithOtherWords() {
        String word = Fresh.word();
        String other = Fresh.word();
        String key = Fresh.key();
        accepted(api.postText(word, key));

        queued(api.queueText(other, key));

        JsonObject parked = JsonObject.parse(stack.takeDeadLetter(body -> body.contains(key)));
        assertThat(parked.requiredString("reason")).isEqualTo("other words count under its Idempotency-Key");
        awaitCount(word, 11);
        assertThat(api.consistentCount(other)).isZero();
    }

    /** @return the message's id */
    private static String queued(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        return answer.json().requiredString("messageId");
    }
}
