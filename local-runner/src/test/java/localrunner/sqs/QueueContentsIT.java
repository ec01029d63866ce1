package localrunner.sqs;

import static localrunner.application.ApplicationBuilder.applicationIn;
import static localrunner.edge.Requests.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import localrunner.application.Application;
import localrunner.time.ManualTime;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Looks into queues of the real ElasticMQ, and at what that does to their messages: nothing. */
@Isolated("LocalSqsIT looks at the JVM's threads")
class QueueContentsIT {

    private static final URI EDGE = URI.create("http://127.0.0.1:4566");
    private static final String WORK = "arn:aws:sqs:eu-west-1:000000000000:demo-Work";
    private static final String DEAD = "arn:aws:sqs:eu-west-1:000000000000:demo-Dead";
    private static final ManualTime TIME = new ManualTime(Instant.parse("2026-11-27T10:15:30Z"));

    private static LocalSqs sqs;

    @BeforeAll
    static void start() throws InterruptedException {
        sqs = LocalSqs.start(
                applicationIn("eu-west-1")
                        .with(
                                queue("Work", WORK, Optional.of(new Application.Redrive(DEAD, 1))),
                                queue("Dead", DEAD, Optional.empty()))
                        .build(),
                EDGE,
                TIME);
    }

    private static Application.Queue queue(String id, String arn, Optional<Application.Redrive> redrive) {
        return new Application.Queue(
                id,
                "demo-" + id,
                arn,
                Duration.ofSeconds(30),
                Duration.ofDays(4),
                Duration.ZERO,
                Duration.ZERO,
                redrive);
    }

    @AfterAll
    static void stop() {
        sqs.close();
        TIME.close();
    }

    @BeforeEach
    void purge() throws InterruptedException {
        TIME.advance(Duration.ofSeconds(60));
        call("PurgeQueue", "demo-Work", "");
        call("PurgeQueue", "demo-Dead", "");
    }

    @Test
    void messages_shouldShowWhatIsThere_andReceiveNothing() throws Exception {
        call("SendMessage", "demo-Work", """
                ,"MessageBody":"first","MessageAttributes":{"a":{"DataType":"String","StringValue":"b"},\
                "n":{"DataType":"Number","StringValue":"7"},"x":{"DataType":"Binary","BinaryValue":"AAE="}},\
                "MessageSystemAttributes":{"AWSTraceHeader":{"DataType":"String","StringValue":"Root=1"}}""");
        sqs.send(WORK, "second");

        List<StoredMessage> messages = sqs.messages(WORK, Optional.empty(), 10);

        assertThat(messages).extracting(StoredMessage::body).containsExactly("first", "second");
        StoredMessage first = messages.getFirst();
        assertThat(first.received()).isZero();
        assertThat(first.firstReceivedAt()).isEmpty();
        assertThat(first.traceHeader()).contains("Root=1");
        assertThat(first.attributes())
                .containsEntry("a", new StoredMessage.Attribute("String", "b"))
                .containsEntry("n", new StoredMessage.Attribute("Number", "7"))
                .containsEntry("x", new StoredMessage.Attribute("Binary", "AAE="));
        assertThat(sqs.messages(WORK, Optional.of(first.id()), 10))
                .extracting(StoredMessage::body)
                .containsExactly("second");
        assertThat(sqs.messages(WORK, Optional.empty(), 1)).hasSize(1);
        assertThat(sqs.depth(WORK)).isEqualTo(new QueueDepths.Depth(2, 0, 0));
        assertThat(receiveCounts()).containsOnly("1");
    }

    @Test
    void message_shouldShowThatItIsInFlight_whenItWasReceived() throws Exception {
        sqs.send(WORK, "hello");
        String id = sqs.receive(WORK, 1, Duration.ZERO).getFirst().messageId();

        StoredMessage message = sqs.message(WORK, id).orElseThrow();

        assertThat(message.received()).isEqualTo(1);
        assertThat(message.firstReceivedAt()).isPresent();
        assertThat(message.visibleAt()).isAfter(Instant.now());
    }

    @Test
    void messages_shouldBeNone_whenTheyWereDeletedOrPurged() throws Exception {
        sqs.send(WORK, "deleted");
        sqs.delete(WORK, sqs.receive(WORK, 1, Duration.ZERO));
        assertThat(sqs.messages(WORK, Optional.empty(), 10)).isEmpty();

        sqs.send(WORK, "purged");
        purge();
        assertThat(sqs.messages(WORK, Optional.empty(), 10)).isEmpty();
    }

    @Test
    void message_shouldSayFromWhichQueueItCame_whenItWasReceivedTooOften() throws Exception {
        sqs.send(WORK, "poison");
        StoredMessage sent = sqs.messages(WORK, Optional.empty(), 1).getFirst();
        receiveOnceMoreThanAllowed();

        await().atMost(Duration.ofSeconds(20))
                .until(() -> !sqs.messages(DEAD, Optional.empty(), 10).isEmpty());

        StoredMessage letter = sqs.messages(DEAD, Optional.empty(), 10).getFirst();
        assertThat(letter.id()).isEqualTo(sent.id());
        assertThat(letter.source()).contains("demo-Work");
        assertThat(sqs.messages(WORK, Optional.empty(), 10)).isEmpty();
        assertThat(sqs.delete(DEAD, letter.id())).isTrue();
        assertThat(sqs.depth(DEAD)).isEqualTo(new QueueDepths.Depth(0, 0, 0));
    }

    @Test
    void delete_shouldTakeAway_whetherOrNotItWasReceived() throws Exception {
        sqs.send(WORK, "received");
        String received = sqs.receive(WORK, 1, Duration.ZERO).getFirst().messageId();
        sqs.send(WORK, "never received");
        String never = sqs.messages(WORK, Optional.of(received), 1).getFirst().id();
        sqs.send(WORK, "stays");

        assertThat(sqs.delete(WORK, never)).isTrue();
        assertThat(sqs.delete(WORK, received)).isTrue();
        assertThat(sqs.delete(WORK, received)).isFalse();

        assertThat(sqs.messages(WORK, Optional.empty(), 10))
                .extracting(StoredMessage::body)
                .containsExactly("stays");
        assertThat(sqs.depth(WORK)).isEqualTo(new QueueDepths.Depth(1, 0, 0));
    }

    @Test
    void delete_shouldTellOneThatItWasThere_whenSeveralDeleteAtOnce() throws Exception {
        sqs.send(WORK, "hello");
        String id = sqs.messages(WORK, Optional.empty(), 1).getFirst().id();
        List<Boolean> told = new ArrayList<>();
        try (ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Boolean> delete = () -> sqs.delete(WORK, id);
            for (Future<Boolean> each : people.invokeAll(List.of(delete, delete, delete, delete))) {
                told.add(each.get());
            }
        }

        assertThat(told).containsExactlyInAnyOrder(true, false, false, false);
    }

    @Test
    void receive_shouldWorkAsBefore_whenTheMessageWasLookedAt() throws Exception {
        sqs.send(WORK, "hello");
        assertThat(sqs.messages(WORK, Optional.empty(), 10)).hasSize(1);

        List<ReceivedMessage> received = sqs.receive(WORK, 1, Duration.ZERO);

        assertThat(received).hasSize(1);
        sqs.delete(WORK, received);
        assertThat(sqs.depth(WORK)).isEqualTo(new QueueDepths.Depth(0, 0, 0));
    }

    @Test
    void messages_shouldBeRefused_whenTheApplicationHasNoSuchQueue() {
        assertThatThrownBy(() -> sqs.messages("arn:aws:sqs:eu-west-1:000000000000:other", Optional.empty(), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("demo-Work");
    }

    private static void receiveOnceMoreThanAllowed() throws InterruptedException {
        String handle = sqs.receive(WORK, 1, Duration.ZERO).getFirst().receiptHandle();
        call("ChangeMessageVisibility", "demo-Work", ",\"ReceiptHandle\":\"" + handle + "\",\"VisibilityTimeout\":0");
        assertThat(sqs.receive(WORK, 1, Duration.ZERO)).isEmpty();
    }

    private static List<String> receiveCounts() throws InterruptedException {
        return sqs.receive(WORK, 10, Duration.ZERO).stream()
                .map(message -> message.json()
                        .path("Attributes")
                        .path("ApproximateReceiveCount")
                        .asString())
                .toList();
    }

    private static JsonNode call(String operation, String queue, String more) throws InterruptedException {
        var answer = sqs.handle(json(
                "sqs",
                "AmazonSQS." + operation,
                "{\"QueueUrl\":\"" + EDGE + "/000000000000/" + queue + "\"" + more + "}"));
        assertThat(answer.status()).as(answer.bodyText()).isEqualTo(200);
        return answer.body().length == 0
                ? JsonMapper.shared().missingNode()
                : JsonMapper.shared().readTree(answer.body());
    }
}
