package localrunner.cloudwatch;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import localrunner.alarms.MetricId;
import localrunner.facts.Fact;

/**
 * Writes the metrics of AWS's services from facts.
 *
 * <p>AWS documents "Types of metrics for Lambda functions", "Available CloudWatch metrics for Amazon SQS", "Monitoring
 * Amazon SNS topics using CloudWatch", "Amazon API Gateway dimensions and metrics", "DynamoDB metrics and dimensions": names,
 * units and dimensions. A fact counts in the minute in which it is told; an invocation on AWS in that in which it began,
 * which would be long ago at a high time scale. Thread-safe.
 */
final class FactMetrics implements Consumer<Fact> {

    private static final String LAMBDA = "AWS/Lambda";
    private static final String SQS = "AWS/SQS";
    private static final String SNS = "AWS/SNS";
    private static final String API_GATEWAY = "AWS/ApiGateway";
    private static final String DYNAMODB = "AWS/DynamoDB";

    private static final String COUNT = "Count";
    private static final String MILLISECONDS = "Milliseconds";
    private static final String BYTES = "Bytes";

    private final MetricStore store;
    private final Minutes minutes;
    private final EmbeddedMetrics embedded;
    private final MessageAges ages;

    FactMetrics(MetricStore store, Minutes minutes, EmbeddedMetrics embedded, MessageAges ages) {
        this.store = store;
        this.minutes = minutes;
        this.embedded = embedded;
        this.ages = ages;
    }

    @Override
    public void accept(Fact fact) {
        switch (fact) {
            case Fact.OfFunction ofFunction -> ofFunction(ofFunction);
            case Fact.OfQueue ofQueue -> ofQueue(ofQueue);
            case Fact.OfTopic ofTopic -> ofTopic(ofTopic);
            case Fact.Answered answered -> answered(answered);
            case Fact.TableUsed used -> used(used);
            case Fact.Requested _,
                    Fact.Called _,
                    Fact.PermissionChecked _,
                    Fact.BatchTaken _,
                    Fact.BatchDone _,
                    Fact.Fired _,
                    Fact.ObjectChanged _,
                    Fact.SentByHand _ -> {
                // AWS has no metric of it.
            }
        }
    }

    private void ofFunction(Fact.OfFunction fact) {
        List<Map<String, String>> function = dimensions(fact.function());
        switch (fact) {
            case Fact.Invoked invoked -> {
                add(LAMBDA, "Invocations", COUNT, 1, function);
                add(LAMBDA, "Errors", COUNT, invoked.failed() ? 1 : 0, function);
                add(LAMBDA, "Throttles", COUNT, 0, function);
                add(LAMBDA, "Duration", MILLISECONDS, millis(invoked.duration()), function);
                add(LAMBDA, "ConcurrentExecutions", COUNT, invoked.concurrent(), function);
            }
            case Fact.Throttled _ -> add(LAMBDA, "Throttles", COUNT, 1, function);
            case Fact.EventQueued _ -> add(LAMBDA, "AsyncEventsReceived", COUNT, 1, function);
            case Fact.EventAttempted attempt ->
                add(LAMBDA, "AsyncEventAge", MILLISECONDS, millis(attempt.age()), function);
            case Fact.EventDropped _ -> add(LAMBDA, "AsyncEventsDropped", COUNT, 1, function);
            case Fact.DestinationFailed _ -> add(LAMBDA, "DestinationDeliveryFailures", COUNT, 1, function);
            case Fact.BatchSent batch -> add(LAMBDA, "IteratorAge", MILLISECONDS, millis(batch.age()), function);
            case Fact.Began _, Fact.RetryPlanned _, Fact.EventDone _ -> {
                // AWS has no metric of it.
            }
            case Fact.Printed printed -> embedded.read(printed.who(), printed.line());
        }
    }

    /** Lambda writes each metric of a function three times: of all functions, of the function, of what was called. */
    private static List<Map<String, String>> dimensions(Fact.Version function) {
        String called =
                function.qualifier().equals("$LATEST") ? function.name() : function.name() + ":" + function.qualifier();
        return List.of(
                Map.of(),
                Map.of("FunctionName", function.name()),
                Map.of("FunctionName", function.name(), "Resource", called));
    }

    private void ofQueue(Fact.OfQueue fact) {
        ages.note(fact);
        List<Map<String, String>> queue =
                List.of(Map.of("QueueName", fact.queue().name()));
        switch (fact) {
            case Fact.MessagesSent sent -> {
                int messages = sent.messageIds().size();
                add(SQS, "NumberOfMessagesSent", COUNT, messages, queue);
                if (messages > 0) {
                    addTimes(SQS, "SentMessageSize", BYTES, (double) sent.bytes() / messages, messages, queue);
                }
            }
            case Fact.MessagesReceived received -> {
                add(SQS, "NumberOfMessagesReceived", COUNT, received.receipts().size(), queue);
                add(SQS, "NumberOfEmptyReceives", COUNT, received.receipts().isEmpty() ? 1 : 0, queue);
            }
            case Fact.MessagesDeleted deleted ->
                add(SQS, "NumberOfMessagesDeleted", COUNT, deleted.messageIds().size(), queue);
        }
    }

    private void ofTopic(Fact.OfTopic fact) {
        List<Map<String, String>> topic =
                List.of(Map.of("TopicName", fact.topic().name()));
        switch (fact) {
            case Fact.Published published -> {
                add(SNS, "NumberOfMessagesPublished", COUNT, 1, topic);
                add(SNS, "PublishSize", BYTES, published.bytes(), topic);
            }
            case Fact.Notified _ -> add(SNS, "NumberOfNotificationsDelivered", COUNT, 1, topic);
            case Fact.NotificationFailed failed -> {
                add(SNS, "NumberOfNotificationsFailed", COUNT, 1, topic);
                switch (failed.redrive()) {
                    case NONE -> {
                        // it is lost, which no other metric tells
                    }
                    case TAKEN -> add(SNS, "NumberOfNotificationsRedrivenToDlq", COUNT, 1, topic);
                    case REFUSED -> add(SNS, "NumberOfNotificationsFailedToRedriveToDlq", COUNT, 1, topic);
                }
            }
        }
    }

    private void answered(Fact.Answered fact) {
        List<Map<String, String>> api =
                List.of(Map.of("ApiName", fact.api()), Map.of("ApiName", fact.api(), "Stage", fact.stage()));
        add(API_GATEWAY, "Count", COUNT, 1, api);
        add(API_GATEWAY, "4XXError", COUNT, fact.status() / 100 == 4 ? 1 : 0, api);
        add(API_GATEWAY, "5XXError", COUNT, fact.status() / 100 == 5 ? 1 : 0, api);
        add(API_GATEWAY, "Latency", MILLISECONDS, millis(fact.latency()), api);
    }

    private void used(Fact.TableUsed fact) {
        String name = fact.table().name();
        List<Map<String, String>> table = List.of(Map.of("TableName", name));
        List<Map<String, String>> call = List.of(Map.of("TableName", name, "Operation", fact.operation()));
        Fact.Effect effect = fact.effect();
        addIfAny("ConsumedReadCapacityUnits", effect.readUnits(), table);
        addIfAny("ConsumedWriteCapacityUnits", effect.writeUnits(), table);
        addIfAny("ReadThrottleEvents", effect.throttledReads(), table);
        addIfAny("WriteThrottleEvents", effect.throttledWrites(), table);
        addIfAny("ThrottledRequests", effect.throttledReads() + effect.throttledWrites() > 0 ? 1 : 0, call);
        addIfAny("TransactionConflict", effect.conflicts(), table);
        addIfAny("ConditionalCheckFailedRequests", effect.failedConditions(), table);
        addIfAny("SystemErrors", fact.status() >= 500 ? 1 : 0, call);
        if (fact.status() == 200) {
            add(DYNAMODB, "SuccessfulRequestLatency", MILLISECONDS, millis(fact.latency()), call);
        }
    }

    private void addIfAny(String name, double value, List<Map<String, String>> dimensions) {
        if (value > 0) {
            add(DYNAMODB, name, COUNT, value, dimensions);
        }
    }

    /** Writes what a queue holds at the end of a minute, as SQS does each minute. */
    void sample(String queueName, long minute, Map<String, Integer> messagesByMetric, Duration age) {
        Map<String, String> queue = Map.of("QueueName", queueName);
        messagesByMetric.forEach(
                (name, messages) -> store.add(new MetricId(SQS, name, queue), COUNT, minute, messages, 1));
        store.add(new MetricId(SQS, "ApproximateAgeOfOldestMessage", queue), "Seconds", minute, millis(age) / 1000, 1);
    }

    private void add(String namespace, String name, String unit, double value, List<Map<String, String>> dimensions) {
        addTimes(namespace, name, unit, value, 1, dimensions);
    }

    private void addTimes(
            String namespace,
            String name,
            String unit,
            double value,
            double count,
            List<Map<String, String>> dimensions) {
        long minute = minutes.current();
        dimensions.forEach(each ->
                store.add(new MetricId(namespace, name, new LinkedHashMap<>(each)), unit, minute, value, count));
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }
}
