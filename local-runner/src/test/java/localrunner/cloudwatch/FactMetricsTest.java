package localrunner.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import localrunner.alarms.MetricId;
import localrunner.console.RecordingConsole;
import localrunner.facts.Fact;
import localrunner.facts.Payload;
import localrunner.time.ManualTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FactMetricsTest {

    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
    private static final Fact.Version LIVE = new Fact.Version("Orders", "app-Orders", "live");
    private static final Fact.Version LATEST = new Fact.Version("Orders", "app-Orders", "$LATEST");
    private static final Fact.Place QUEUE = new Fact.Place("Queue", "app-Queue");
    private static final Fact.Place TOPIC = new Fact.Place("Topic", "app-Topic");
    private static final Fact.Place TABLE = new Fact.Place("Table", "app-Table");

    private final ManualTime time = new ManualTime(AT);
    private final MetricStore store = new MetricStore();
    private final Minutes minutes = new Minutes(time);
    private final FactMetrics metrics = new FactMetrics(
            store, minutes, new EmbeddedMetrics(store, minutes, new RecordingConsole()), new MessageAges());

    @AfterEach
    void close() {
        time.close();
    }

    @Test
    void invocation_shouldCountForAllFunctions_forItsFunction_andForWhatWasCalled() {
        metrics.accept(new Fact.Invoked(AT, LIVE, "r", Duration.ofMillis(250), true, 2, "r.1", Payload.NONE));

        assertThat(sums("AWS/Lambda", Map.of()))
                .isEqualTo(Map.of(
                        "Invocations",
                        1.0,
                        "Errors",
                        1.0,
                        "Throttles",
                        0.0,
                        "Duration",
                        250.0,
                        "ConcurrentExecutions",
                        2.0));
        assertThat(sums("AWS/Lambda", Map.of("FunctionName", "app-Orders")))
                .hasSize(5)
                .containsEntry("Errors", 1.0);
        assertThat(sums("AWS/Lambda", Map.of("FunctionName", "app-Orders", "Resource", "app-Orders:live")))
                .hasSize(5)
                .containsEntry("Invocations", 1.0);
    }

    @Test
    void invocation_shouldCountForTheName_whenNoAliasWasCalled() {
        metrics.accept(new Fact.Invoked(AT, LATEST, "r", Duration.ofMillis(250), false, 1, "r.1", Payload.NONE));

        assertThat(sums("AWS/Lambda", Map.of("FunctionName", "app-Orders", "Resource", "app-Orders")))
                .containsEntry("Invocations", 1.0)
                .containsEntry("Errors", 0.0);
    }

    @Test
    void function_shouldHaveTheMetricOfEachFact() {
        metrics.accept(new Fact.Throttled(AT, LIVE, "r"));
        metrics.accept(new Fact.EventQueued(AT, LIVE, "r", Payload.NONE));
        metrics.accept(new Fact.EventAttempted(AT, LIVE, "r", Duration.ofSeconds(3)));
        metrics.accept(new Fact.EventDropped(AT, LIVE, "r", "RetriesExhausted"));
        metrics.accept(new Fact.DestinationFailed(AT, LIVE, "r", "arn"));
        metrics.accept(new Fact.BatchSent(AT, LIVE, 10, Duration.ofSeconds(4)));

        assertThat(sums("AWS/Lambda", Map.of("FunctionName", "app-Orders")))
                .isEqualTo(Map.of(
                        "Throttles", 1.0,
                        "AsyncEventsReceived", 1.0,
                        "AsyncEventAge", 3000.0,
                        "AsyncEventsDropped", 1.0,
                        "DestinationDeliveryFailures", 1.0,
                        "IteratorAge", 4000.0));
        assertThat(store.unit(new MetricId("AWS/Lambda", "IteratorAge", Map.of())))
                .contains("Milliseconds");
    }

    @Test
    void line_shouldBeReadForMetrics() {
        metrics.accept(new Fact.Printed(AT, LIVE, """
                {"_aws": {"Timestamp": 1, "CloudWatchMetrics": [{"Namespace": "Shop", "Dimensions": [[]],\
                 "Metrics": [{"Name": "Accepted"}]}]}, "Accepted": 3}"""));

        assertThat(sums("Shop", Map.of())).isEqualTo(Map.of("Accepted", 3.0));
    }

    @Test
    void queue_shouldHaveTheMetricOfEachFact() {
        metrics.accept(new Fact.MessagesSent(AT, QUEUE, List.of("a", "b"), 30, List.of()));
        metrics.accept(new Fact.MessagesReceived(AT, QUEUE, List.of(new Fact.Receipt("a", Optional.of(1)))));
        metrics.accept(new Fact.MessagesReceived(AT, QUEUE, List.of()));
        metrics.accept(new Fact.MessagesDeleted(AT, QUEUE, List.of("a")));
        metrics.sample("app-Queue", 0, Map.of("ApproximateNumberOfMessagesVisible", 1), Duration.ofSeconds(7));

        assertThat(sums("AWS/SQS", Map.of("QueueName", "app-Queue")))
                .isEqualTo(Map.of(
                        "NumberOfMessagesSent", 2.0,
                        "SentMessageSize", 30.0,
                        "NumberOfMessagesReceived", 1.0,
                        "NumberOfEmptyReceives", 1.0,
                        "NumberOfMessagesDeleted", 1.0,
                        "ApproximateNumberOfMessagesVisible", 1.0,
                        "ApproximateAgeOfOldestMessage", 7.0));
    }

    @Test
    void topic_shouldHaveTheMetricOfEachFact() {
        metrics.accept(new Fact.Published(AT, TOPIC, "m", 12, Payload.NONE));
        metrics.accept(new Fact.Notified(AT, TOPIC, "m", "arn"));
        metrics.accept(new Fact.NotificationFailed(AT, TOPIC, "m", "arn", Fact.Redrive.NONE));
        metrics.accept(new Fact.NotificationFailed(AT, TOPIC, "m", "arn", Fact.Redrive.TAKEN));
        metrics.accept(new Fact.NotificationFailed(AT, TOPIC, "m", "arn", Fact.Redrive.REFUSED));

        assertThat(sums("AWS/SNS", Map.of("TopicName", "app-Topic")))
                .isEqualTo(Map.of(
                        "NumberOfMessagesPublished", 1.0,
                        "PublishSize", 12.0,
                        "NumberOfNotificationsDelivered", 1.0,
                        "NumberOfNotificationsFailed", 3.0,
                        "NumberOfNotificationsRedrivenToDlq", 1.0,
                        "NumberOfNotificationsFailedToRedriveToDlq", 1.0));
    }

    @Test
    void api_shouldCountErrorsOfEachSide_forTheApiAndForItsStage() {
        for (int status : List.of(202, 403, 404, 502)) {
            metrics.accept(new Fact.Answered(
                    AT, "Api", "shop", "dev", "r", "POST /orders", status, Duration.ofMillis(10), Payload.NONE));
        }

        Map<String, Double> expected = Map.of("Count", 4.0, "4XXError", 2.0, "5XXError", 1.0, "Latency", 40.0);
        assertThat(sums("AWS/ApiGateway", Map.of("ApiName", "shop"))).isEqualTo(expected);
        assertThat(sums("AWS/ApiGateway", Map.of("ApiName", "shop", "Stage", "dev")))
                .isEqualTo(expected);
    }

    @Test
    void table_shouldHaveTheMetricOfEachEffect() {
        metrics.accept(new Fact.TableUsed(
                AT, TABLE, "PutItem", 200, Duration.ofMillis(5), new Fact.Effect(0.5, 2, 0, 0, 0, 0), List.of()));
        metrics.accept(new Fact.TableUsed(
                AT,
                TABLE,
                "TransactWriteItems",
                400,
                Duration.ofMillis(5),
                new Fact.Effect(0, 0, 1, 2, 3, 4),
                List.of()));
        metrics.accept(new Fact.TableUsed(
                AT, TABLE, "GetItem", 500, Duration.ofMillis(5), new Fact.Effect(0, 0, 0, 0, 0, 0), List.of()));

        assertThat(sums("AWS/DynamoDB", Map.of("TableName", "app-Table")))
                .isEqualTo(Map.of(
                        "ConsumedReadCapacityUnits", 0.5,
                        "ConsumedWriteCapacityUnits", 2.0,
                        "ReadThrottleEvents", 1.0,
                        "WriteThrottleEvents", 2.0,
                        "TransactionConflict", 3.0,
                        "ConditionalCheckFailedRequests", 4.0));
        assertThat(sums("AWS/DynamoDB", Map.of("TableName", "app-Table", "Operation", "PutItem")))
                .isEqualTo(Map.of("SuccessfulRequestLatency", 5.0));
        assertThat(sums("AWS/DynamoDB", Map.of("TableName", "app-Table", "Operation", "TransactWriteItems")))
                .isEqualTo(Map.of("ThrottledRequests", 1.0));
        assertThat(sums("AWS/DynamoDB", Map.of("TableName", "app-Table", "Operation", "GetItem")))
                .isEqualTo(Map.of("SystemErrors", 1.0));
    }

    private Map<String, Double> sums(String namespace, Map<String, String> dimensions) {
        return store
                .kept(id -> id.namespace().equals(namespace) && id.dimensions().equals(dimensions))
                .stream()
                .collect(Collectors.toMap(
                        metric -> metric.id().name(),
                        metric -> metric.points().getFirst().sum(),
                        Double::sum,
                        TreeMap::new));
    }
}
