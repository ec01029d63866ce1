package wordcounter.deployment;

import static wordcounter.deployment.Template.list;
import static wordcounter.deployment.Template.map;
import static wordcounter.deployment.Template.properties;
import static wordcounter.deployment.Template.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What we hold the alarms of a template to, so that no resource is without. Each method returns what breaks its rule. */
final class AlarmRules {

    /** They hand on what is left when their time is over, say that they did not come to the end, or work as long as they may. */
    private static final Set<String> USE_ALL_THEIR_TIME =
            Set.of("UploadedWordsFunction", "NightlyReconcileFunction", "DeadLetterReplayFunction");

    /** By any load they take less than one of the others: docs/capacity.md. */
    private static final Set<String> NEVER_AT_THE_CAP_FIRST =
            Set.of("EventLedger", "Documents", "Uploads", "Milestones");

    /** "Create an alarm based on a metric math expression" in the CloudWatch User Guide. */
    private static final int MOST_METRICS_OF_AN_ALARM = 10;

    private final Template template;

    /** Each metric that an alarm looks at, as its name and the values of its dimensions. */
    private final Set<String> watched = new TreeSet<>();

    AlarmRules(String template) {
        this.template = Template.parse(template);
        alarms().values().forEach(alarm -> metrics(alarm).forEach(metric -> watched.add(watched(metric))));
    }

    /** Each function, queue, topic and table has the alarms of its kind. */
    List<String> resourcesThatNobodyWatches() {
        List<String> broken = new ArrayList<>();
        template.resourcesOf(Template.FUNCTION)
                .forEach((id, function) -> requireAlarmsOfFunction(broken, id, function));
        template.resourcesOf("AWS::SQS::Queue").keySet().forEach(id -> {
            require(broken, "ApproximateAgeOfOldestMessage", id + ".QueueName");
            require(broken, "ApproximateNumberOfMessagesVisible", id + ".QueueName");
        });
        subscribedTopics().forEach(id -> {
            require(broken, "NumberOfNotificationsFailed", id + ".TopicName");
            require(broken, "NumberOfNotificationsRedrivenToDlq", id + ".TopicName");
            require(broken, "NumberOfNotificationsFailedToRedriveToDlq", id + ".TopicName");
        });
        template.resourcesOf("AWS::DynamoDB::Table").forEach((id, table) -> {
            requireAlarmsOfTable(broken, id);
            list(table, "Properties", "GlobalSecondaryIndexes")
                    .forEach(index -> requireAlarmsOfTable(broken, id, text(index, "IndexName")));
        });
        return broken;
    }

    private void requireAlarmsOfFunction(List<String> broken, String id, Map<?, ?> function) {
        Map<?, ?> events = map(function, "Properties", "Events");
        if (!events.isEmpty()) {
            require(broken, "Throttles", id);
        }
        boolean isWaitedFor = events.isEmpty()
                || events.values().stream()
                        .allMatch(event -> Template.type((Map<?, ?>) event).equals("Api"));
        if (!isWaitedFor) {
            require(broken, "Errors", id);
        }
        if (!USE_ALL_THEIR_TIME.contains(id)) {
            require(broken, "Duration", id);
        }
        if (!map(function, "Properties", "EventInvokeConfig").isEmpty()) {
            require(broken, "AsyncEventsDropped", id);
            require(broken, "DestinationDeliveryFailures", id);
        }
    }

    private void requireAlarmsOfTable(List<String> broken, String... dimensions) {
        require(broken, "WriteThrottleEvents", dimensions);
        require(broken, "ReadThrottleEvents", dimensions);
        if (!NEVER_AT_THE_CAP_FIRST.contains(dimensions[0])) {
            require(broken, "ConsumedWriteCapacityUnits", dimensions);
            require(broken, "ConsumedReadCapacityUnits", dimensions);
        }
    }

    private Set<String> subscribedTopics() {
        Set<String> topics = new TreeSet<>();
        template.resourcesOf(Template.FUNCTION)
                .values()
                .forEach(function -> map(function, "Properties", "Events").values().stream()
                        .map(event -> text(event, "Properties", "Topic"))
                        .filter(topic -> !topic.isEmpty())
                        .forEach(topics::add));
        return topics;
    }

    /** The ids of the metrics of durations begin with the timeouts by which the expression divides them. */
    List<String> durationsOfAnotherTimeout() {
        List<String> broken = new ArrayList<>();
        long ofAllFunctions = Long.parseLong(text(template.section("Globals"), "Function", "Timeout"));
        for (Map<?, ?> alarm : alarms().values()) {
            queries(alarm)
                    .filter(query ->
                            text(query, "MetricStat", "Metric", "MetricName").equals("Duration"))
                    .forEach(query -> {
                        String function = text(
                                list(query, "MetricStat", "Metric", "Dimensions")
                                        .getFirst(),
                                "Value");
                        String own =
                                text(template.resources().getOrDefault(function, Map.of()), "Properties", "Timeout");
                        long timeout = own.isEmpty() ? ofAllFunctions : Long.parseLong(own);
                        String expected = "of" + timeout + function.replaceFirst("Function$", "");
                        boolean isDivided = queries(alarm)
                                .map(other -> text(other, "Expression"))
                                .anyMatch(expression ->
                                        expression.contains("MAX(METRICS(\"of" + timeout + "\")) / " + timeout * 1000));
                        if (!text(query, "Id").equals(expected) || !isDivided) {
                            broken.add(function);
                        }
                    });
        }
        return broken;
    }

    /** CloudWatch refuses an alarm over more metrics. */
    List<String> alarmsOfTooManyMetrics() {
        return alarms().entrySet().stream()
                .filter(alarm -> metrics(alarm.getValue()).count() > MOST_METRICS_OF_AN_ALARM)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** By their logical ids. */
    Map<String, Map<?, ?>> alarms() {
        return template.resourcesOf("AWS::CloudWatch::Alarm");
    }

    private static Stream<Map<?, ?>> metrics(Map<?, ?> alarm) {
        Stream<Map<?, ?>> ofExpression = queries(alarm).<Map<?, ?>>map(query -> map(query, "MetricStat", "Metric"));
        return Stream.concat(Stream.of(properties(alarm)), ofExpression)
                .filter(metric -> metric.containsKey("MetricName"));
    }

    /** With those that a condition lets in. */
    private static Stream<?> queries(Map<?, ?> alarm) {
        return list(alarm, "Properties", "Metrics").stream()
                .flatMap(query -> query instanceof List<?> choice ? choice.stream() : Stream.of(query))
                .filter(Map.class::isInstance);
    }

    private static String watched(Map<?, ?> metric) {
        List<String> dimensions = list(metric, "Dimensions").stream()
                .map(dimension -> text(dimension, "Value"))
                .toList();
        return text(metric, "MetricName") + dimensions;
    }

    private void require(List<String> broken, String metric, String... dimensions) {
        String wanted = metric + List.of(dimensions);
        if (!watched.contains(wanted)) {
            broken.add("no alarm on " + wanted);
        }
    }
}
