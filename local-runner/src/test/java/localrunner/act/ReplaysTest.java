package localrunner.act;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import localrunner.dynamodb.StreamReader;
import localrunner.edge.EdgeRequest;
import localrunner.edge.EdgeResponse;
import localrunner.edge.EdgeService;
import localrunner.facts.Facts;
import localrunner.invoke.DirectInvoker;
import localrunner.invoke.InvocationResult;
import localrunner.sqs.QueueContents;
import localrunner.sqs.StoredMessage;
import localrunner.time.ManualTime;
import localrunner.web.WebRefusal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ReplaysTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String EVENT_GIVEN_UP = """
            {"requestContext":{"requestId":"r1","condition":"RetriesExhausted","approximateInvokeCount":3,
             "functionArn":"arn:aws:lambda:eu-central-1:000000000000:function:stack-TakerFunction:live"},
             "requestPayload":{"order":7}}""";
    private static final String BATCH_GIVEN_UP = """
            {"requestContext":{"requestId":"r1","condition":"RetryAttemptsExhausted","approximateInvokeCount":2,
             "functionArn":"arn:aws:lambda:eu-central-1:000000000000:function:stack-Follower"},
             "DDBStreamBatchInfo":{"shardId":"s-1","startSequenceNumber":"2","endSequenceNumber":"10","batchSize":2,
             "streamArn":"%s"}}""".formatted(Orders.STREAM);

    private final ManualTime time = new ManualTime(Instant.parse("2026-11-27T10:15:30Z"));
    private final Letters letters = new Letters();
    private final RecordedSqs sqs = new RecordedSqs();
    private final List<String> enqueued = new CopyOnWriteArrayList<>();
    private final List<String> invoked = new CopyOnWriteArrayList<>();
    private InvocationResult answer = new InvocationResult("i1", "{\"batchItemFailures\":[]}", Optional.empty(), "1");
    private Runnable meanwhile = () -> {};

    @AfterEach
    void close() {
        time.close();
    }

    @Test
    void replay_shouldInvokeTheFunctionWithTheEvent_andTakeTheLetterAway() throws Exception {
        letters.put(Orders.message("m1", EVENT_GIVEN_UP, Optional.empty()));

        Sent sent = replays().replay(Orders.DEAD, "m1");

        assertThat(enqueued).containsExactly(Orders.TAKER.invokedArn() + " {\"order\":7}");
        assertThat(sent.eventId()).isNotEmpty();
        assertThat(letters.ids()).isEmpty();
    }

    @Test
    void replay_shouldSendTheMessageBackWithItsAttributes_whenItCameFromAQueue() throws Exception {
        letters.put(Orders.message("m1", "<b>hello</b>", Optional.of("stack-Work")));

        var _ = replays().replay(Orders.DEAD, "m1");

        JsonNode request = sqs.requests.getFirst();
        assertThat(request.path("QueueUrl").asString()).endsWith("/stack-Work");
        assertThat(request.path("MessageBody").asString()).isEqualTo("<b>hello</b>");
        assertThat(request.at("/MessageAttributes/n/StringValue").asString()).isEqualTo("7");
        assertThat(request.at("/MessageSystemAttributes/AWSTraceHeader/StringValue")
                        .asString())
                .isEqualTo("Root=1");
        assertThat(letters.ids()).isEmpty();
    }

    @Test
    void replay_shouldHandTheNotificationToItsSubscriberOnly() throws Exception {
        letters.put(Orders.message("m1", """
                {"Type":"Notification","MessageId":"n1","TopicArn":"arn:aws:sns:eu-central-1:000000000000:stack-Placed",
                 "Subject":"s","Message":"hello","Timestamp":"t","SignatureVersion":"1","Signature":"x",
                 "SigningCertURL":"c","UnsubscribeURL":"https://sns.amazonaws.com/?Action=Unsubscribe\
                &SubscriptionArn=arn:aws:sns:eu-central-1:000000000000:stack-Placed:1234"}""", Optional.empty()));

        var _ = replays().replay(Orders.DEAD, "m1");

        String event = enqueued.getFirst();
        assertThat(event).startsWith(Orders.MAILER.arn() + " ");
        JsonNode record = JSON.readTree(event.substring(event.indexOf('{'))).at("/Records/0");
        assertThat(record.path("EventSource").asString()).isEqualTo("aws:sns");
        assertThat(record.path("EventSubscriptionArn").asString()).endsWith(":1234");
        assertThat(record.at("/Sns/Message").asString()).isEqualTo("hello");
        assertThat(record.at("/Sns/SigningCertUrl").asString()).isEqualTo("c");
        assertThat(record.at("/Sns/MessageAttributes").isObject()).isTrue();
    }

    @Test
    void replay_shouldReadTheRecordsFromTheStream_whenABatchWasGivenUp() throws Exception {
        letters.put(Orders.message("m1", BATCH_GIVEN_UP, Optional.empty()));

        var _ = replays().replay(Orders.DEAD, "m1");

        JsonNode records = JSON.readTree(invoked.getFirst()).path("Records");
        assertThat(records.valueStream()
                        .map(record -> record.at("/dynamodb/SequenceNumber").asString()))
                .containsExactly("2", "10");
        assertThat(letters.ids()).isEmpty();
    }

    @Test
    void replay_shouldLeaveTheLetter_whenTheFunctionFailsAgainWithTheRecords() {
        letters.put(Orders.message("m1", BATCH_GIVEN_UP, Optional.empty()));
        answer = new InvocationResult(
                "i1", "{\"batchItemFailures\":[{\"itemIdentifier\":\"2\"}]}", Optional.empty(), "1");

        assertThatThrownBy(() -> replays().replay(Orders.DEAD, "m1"))
                .isInstanceOfSatisfying(
                        WebRefusal.class, e -> assertThat(e.status()).isEqualTo(409))
                .hasMessageContaining("Follower failed again, so the message stays");
        assertThat(letters.ids()).containsExactly("m1");
    }

    @Test
    void replay_shouldSendOnce_whenTwoPeopleReplayTheSameLetter() throws Exception {
        letters.put(Orders.message("m1", EVENT_GIVEN_UP, Optional.empty()));
        Replays replays = replays();
        CountDownLatch sending = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        meanwhile = () -> {
            sending.countDown();
            awaitZero(goOn);
        };
        Thread first = Thread.ofVirtual().start(() -> {
            try {
                var _ = replays.replay(Orders.DEAD, "m1");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        awaitZero(sending);

        assertThatThrownBy(() -> replays.replay(Orders.DEAD, "m1"))
                .isInstanceOfSatisfying(
                        WebRefusal.class, e -> assertThat(e.status()).isEqualTo(409))
                .hasMessageContaining("somebody else is replaying");
        goOn.countDown();
        assertThat(first.join(Duration.ofSeconds(30))).isTrue();

        assertThatThrownBy(() -> replays.replay(Orders.DEAD, "m1"))
                .isInstanceOfSatisfying(
                        WebRefusal.class, e -> assertThat(e.status()).isEqualTo(404))
                .hasMessageContaining("somebody has replayed or deleted it");
        assertThat(enqueued).hasSize(1);
    }

    @Test
    void replay_shouldBeRefused_whenSomebodyHasReceivedTheMessage() {
        StoredMessage message = Orders.message("m1", EVENT_GIVEN_UP, Optional.empty());
        letters.put(new StoredMessage(
                message.id(),
                message.body(),
                message.attributes(),
                message.sentAt(),
                1,
                Optional.of(time.now()),
                time.now().plusSeconds(20),
                message.traceHeader(),
                message.source()));

        assertThatThrownBy(() -> replays().replay(Orders.DEAD, "m1"))
                .isInstanceOf(WebRefusal.class)
                .hasMessageContaining("may be working on it until 2026-11-27T10:15:50Z");
        assertThat(enqueued).isEmpty();
        assertThat(letters.ids()).containsExactly("m1");
    }

    @Test
    void replay_shouldLeaveTheLetter_whenItIsRefused() {
        letters.put(Orders.message("m1", "hello", Optional.of("stack-Work")));
        sqs.status = 400;

        assertThatThrownBy(() -> replays().replay(Orders.DEAD, "m1")).isInstanceOf(WebRefusal.class);
        assertThat(letters.ids()).containsExactly("m1");
    }

    @Test
    void replayAll_shouldSayWhatIsLeft_andWhy() throws Exception {
        for (int letter = 0; letter < 120; letter++) {
            letters.put(Orders.message("m" + letter, EVENT_GIVEN_UP, Optional.empty()));
        }
        letters.put(Orders.message("unknown", "{\"parked\":true}", Optional.empty()));

        ObjectNode result = replays().replayAll(Orders.DEAD);

        assertThat(result.path("replayed").asInt()).isEqualTo(120);
        assertThat(result.at("/left/0/id").asString()).isEqualTo("unknown");
        assertThat(result.at("/left/0/reason").asString()).contains("the application put it there itself");
        assertThat(letters.ids()).containsExactly("unknown");
    }

    private Replays replays() {
        DirectInvoker functions = (function, payload, options) -> {
            invoked.add(payload);
            return new DirectInvoker.Answer(answer, Optional.empty());
        };
        Sending sending = new Sending(
                new Sending.Services(
                        functions,
                        (function, payload) -> {
                            enqueued.add(function + " " + payload);
                            meanwhile.run();
                        },
                        sqs,
                        sqs),
                Map.of(),
                "key",
                new ByHand(Facts.UNHEARD, time, () -> "event-1"));
        return new Replays(Orders.application(), letters, sending, new StreamRecords(new Stream()), time);
    }

    private static void awaitZero(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Has the messages of the one queue. */
    private static final class Letters implements QueueContents {

        private final Map<String, StoredMessage> messages = new LinkedHashMap<>();

        synchronized void put(StoredMessage message) {
            messages.put(message.id(), message);
        }

        synchronized List<String> ids() {
            return List.copyOf(messages.keySet());
        }

        @Override
        public synchronized List<StoredMessage> messages(String queueArn, Optional<String> afterId, int most) {
            List<StoredMessage> all = new ArrayList<>(messages.values());
            int begin = afterId.map(id -> ids().indexOf(id) + 1).orElse(0);
            return all.subList(begin, Math.min(all.size(), begin + most));
        }

        @Override
        public synchronized Optional<StoredMessage> message(String queueArn, String messageId) {
            return Optional.ofNullable(messages.get(messageId));
        }

        @Override
        public synchronized boolean delete(String queueArn, String messageId) {
            return messages.remove(messageId) != null;
        }
    }

    /** Takes messages, or refuses them. */
    private static final class RecordedSqs implements EdgeService {

        private final List<JsonNode> requests = new CopyOnWriteArrayList<>();
        private int status = 200;

        @Override
        public String name() {
            return "sqs";
        }

        @Override
        public EdgeResponse handle(EdgeRequest request) {
            requests.add(JSON.readTree(request.body()));
            return EdgeResponse.of(status, "application/x-amz-json-1.0", "{\"MessageId\":\"x\"}");
        }
    }

    /** A shard with the records 1, 2, 10 and 11, which are not in the order of their texts. */
    private static final class Stream implements StreamReader {

        private static final List<String> NUMBERS = List.of("1", "2", "10", "11");

        @Override
        public List<Shard> shards(String streamArn) {
            return List.of();
        }

        @Override
        public String iterator(String streamArn, String shardId, Position position) {
            assertThat(shardId).isEqualTo("s-1");
            return ((Position.AtSequenceNumber) position).sequenceNumber();
        }

        @Override
        public Records read(String iterator, int limit) {
            return new Records(
                    NUMBERS.subList(NUMBERS.indexOf(iterator), NUMBERS.size()).stream()
                            .map(number -> JSON.readTree("{\"dynamodb\":{\"SequenceNumber\":\"" + number + "\"}}"))
                            .toList(),
                    Optional.empty());
        }
    }
}
