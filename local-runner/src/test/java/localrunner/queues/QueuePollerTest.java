package localrunner.queues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import localrunner.application.Application.Batching;
import localrunner.application.Application.Queue;
import localrunner.application.Application.QueueMapping;
import localrunner.console.RecordingConsole;
import localrunner.invoke.FunctionInvoker;
import localrunner.invoke.InvocationResult;
import localrunner.invoke.TooManyRequestsException;
import localrunner.service.ServiceContext;
import localrunner.time.ManualTime;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class QueuePollerTest {

    private static final Duration VISIBILITY = Duration.ofSeconds(30);
    private static final String QUEUE_ARN = "arn:aws:sqs:eu-west-1:000000000000:app-Work";
    private static final Queue QUEUE = new Queue(
            "Work",
            "app-Work",
            QUEUE_ARN,
            VISIBILITY,
            Duration.ofDays(4),
            Duration.ZERO,
            Duration.ZERO,
            Optional.empty());

    private final ManualTime time = new ManualTime(Instant.parse("2026-11-03T10:15:30Z"));
    private final FakeQueue queue = new FakeQueue(time, VISIBILITY);
    private final RecordingConsole console = new RecordingConsole();
    private final List<QueuePoller> pollers = new ArrayList<>();

    /** The events that the function got, each as the ids of its messages. */
    private final List<List<String>> batches = new CopyOnWriteArrayList<>();

    private final List<JsonNode> events = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        pollers.forEach(QueuePoller::close);
        time.close();
    }

    @Test
    void start_shouldHandOverTheDocumentedEventAndDeleteTheMessage() {
        queue.send("m1", "größe");
        start(mapping(10, 0, false), answer("null"));

        soon().until(() -> queue.ids().isEmpty());
        assertThat(events).singleElement().isEqualTo(JsonMapper.shared().readTree("""
                {"Records": [{
                  "messageId": "m1",
                  "receiptHandle": "m1#1",
                  "body": "größe",
                  "attributes": {"ApproximateReceiveCount": "1"},
                  "messageAttributes": {},
                  "md5OfBody": "md5 of m1",
                  "eventSource": "aws:sqs",
                  "eventSourceARN": "arn:aws:sqs:eu-west-1:000000000000:app-Work",
                  "awsRegion": "eu-west-1"
                }]}
                """));
    }

    @Test
    void start_shouldMakeBatchesOfTheBatchSize() {
        queue.send(25);
        start(mapping(4, 0, false), answer("null"));

        soon().until(() -> queue.ids().isEmpty());
        assertThat(batches.stream().map(List::size)).containsExactlyInAnyOrder(4, 4, 4, 4, 4, 4, 1);
        assertThat(batches.stream().flatMap(List::stream)).hasSize(25).doesNotHaveDuplicates();
    }

    @Test
    void start_shouldFillABatchByMoreThanOneRequest_whenItsSizeIsAbove10() {
        queue.send(25);
        start(mapping(25, 20, false), answer("null"));

        soon().until(() -> queue.ids().isEmpty());
        assertThat(batches.stream().map(List::size)).containsExactly(25);
    }

    @Test
    void start_shouldWaitForTheWindow_whenABatchIsNotFull() {
        queue.send("m1", "a");
        start(mapping(10, 20, false), answer("null"));

        soon().until(() -> queue.received() == 1);
        queue.send("m2", "b");
        soon().until(() -> queue.received() == 2);
        time.advance(Duration.ofSeconds(19));
        assertThat(batches).isEmpty();
        time.advance(Duration.ofSeconds(1));

        soon().until(() -> queue.ids().isEmpty());
        assertThat(batches).containsExactly(List.of("m1", "m2"));
    }

    @Test
    void start_shouldNotMakeEventsLargerThan6Megabytes() {
        for (int i = 1; i <= 9; i++) {
            queue.send("m" + i, "x".repeat(1024 * 1024));
        }
        start(mapping(10, 0, false), answer("null"));

        soon().until(() -> queue.ids().isEmpty());
        assertThat(batches.stream().map(List::size)).containsExactlyInAnyOrder(5, 4);
    }

    @Test
    void start_shouldLeaveAllMessagesToComeAgain_whenTheFunctionFails() {
        queue.send(2);
        AtomicInteger runs = new AtomicInteger();
        start(mapping(10, 0, true), (function, event) -> runs.incrementAndGet() == 1 ? error() : result("null"));

        soon().until(() -> batches.size() == 1);
        assertThat(queue.ids()).containsExactly("m1", "m2");
        time.advance(VISIBILITY.minusSeconds(1));
        assertThat(batches).hasSize(1);
        time.advance(Duration.ofSeconds(1));

        soon().until(() -> queue.ids().isEmpty());
        assertThat(batches).containsExactly(List.of("m1", "m2"), List.of("m1", "m2"));
        assertThat(events.getLast()
                        .at("/Records/0/attributes/ApproximateReceiveCount")
                        .asString())
                .isEqualTo("2");
    }

    @Test
    void start_shouldDeleteOnlyWhatIsNotReported_whenABatchFailsPartly() {
        queue.send(3);
        start(mapping(10, 0, true), answer("{\"batchItemFailures\":[{\"itemIdentifier\":\"m2\"}]}"));

        soon().until(() -> queue.ids().equals(List.of("m2")));
        assertThat(batches).containsExactly(List.of("m1", "m2", "m3"));
    }

    @Test
    void start_shouldTakeAnyAnswerForASuccess_whenTheMappingHasNoPartialResponses() {
        queue.send(3);
        start(mapping(10, 0, false), answer("{\"batchItemFailures\":[{\"itemIdentifier\":\"m2\"}]}"));

        soon().until(() -> queue.ids().isEmpty());
    }

    @Test
    void start_shouldSayWhatIsRight_whenTheReportIsMalformed() {
        queue.send(1);
        start(mapping(10, 0, true), answer("{\"batchItemFailures\":[{\"itemId\":\"m1\"}]}"));

        soon().until(() -> console.lines().stream()
                .anyMatch(line ->
                        line.contains("the whole batch counts as failed") && line.contains("{\"itemId\":\"m1\"}")));
        assertThat(queue.ids()).containsExactly("m1");
    }

    @Test
    void start_shouldTryAgain_whenTheFunctionIsThrottled() {
        queue.send(1);
        AtomicInteger runs = new AtomicInteger();
        start(mapping(10, 0, false), (function, event) -> {
            if (runs.incrementAndGet() <= 3) {
                throw TooManyRequestsException.everyProcessIsBusy(function);
            }
            return result("null");
        });

        soon().until(() -> {
            time.advance(Duration.ofSeconds(1));
            return queue.ids().isEmpty();
        });
        assertThat(events)
                .hasSize(4)
                .allSatisfy(event -> assertThat(event.at("/Records/0/attributes/ApproximateReceiveCount")
                                .asString())
                        .isEqualTo("1"));
    }

    @Test
    void start_shouldLeaveTheMessage_whenLambdaTakesItNotWithinTheVisibilityTimeout() {
        queue.send(1);
        start(mapping(10, 0, false), (function, event) -> {
            throw TooManyRequestsException.everyProcessIsBusy(function);
        });

        soon().until(() -> {
            time.advance(Duration.ofSeconds(1));
            return console.lines().stream().anyMatch(line -> line.contains("1 messages come again"));
        });
        assertThat(queue.ids()).containsExactly("m1");
    }

    @Test
    void start_shouldRunAsManyBatchesAtOnceAsTheMappingAllows() throws Exception {
        queue.send(8);
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch hold = new CountDownLatch(1);
        QueueMapping two = new QueueMapping(
                "WorkerWork", "worker:live", QUEUE, new Batching(1, Duration.ZERO), Optional.of(2), false);
        start(two, (function, event) -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            hold.await();
            running.decrementAndGet();
            return result("null");
        });

        soon().until(() -> running.get() == 2);
        hold.countDown();

        soon().until(() -> queue.ids().isEmpty());
        assertThat(most).hasValue(2);
    }

    private static QueueMapping mapping(int batchSize, int windowSeconds, boolean partialResponses) {
        return new QueueMapping(
                "WorkerWork",
                "worker:live",
                QUEUE,
                new Batching(batchSize, Duration.ofSeconds(windowSeconds)),
                Optional.empty(),
                partialResponses);
    }

    private void start(QueueMapping mapping, FunctionInvoker function) {
        FunctionInvoker recording = (name, payload) -> {
            JsonNode event = JsonMapper.shared().readTree(payload);
            assertThat(payload.length()).isLessThanOrEqualTo(6 * 1024 * 1024);
            events.add(event);
            batches.add(event.path("Records")
                    .valueStream()
                    .map(record -> record.path("messageId").asString())
                    .toList());
            return function.invoke(name, payload);
        };
        ServiceContext context = new ServiceContext(time, console, () -> "id", (arn, body) -> {});
        QueuePoller poller = new QueuePoller(mapping, queue, recording, context, 5);
        pollers.add(poller);
        poller.start();
    }

    private static FunctionInvoker answer(String payload) {
        return (function, event) -> result(payload);
    }

    private static InvocationResult result(String payload) {
        return new InvocationResult("req", payload, Optional.empty(), "1");
    }

    private static InvocationResult error() {
        return new InvocationResult("req", "{\"errorMessage\":\"no\"}", Optional.of("Unhandled"), "1");
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(30));
    }
}
