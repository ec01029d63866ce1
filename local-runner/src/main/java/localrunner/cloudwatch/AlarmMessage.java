package localrunner.cloudwatch;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import localrunner.alarms.Alarm;
import localrunner.alarms.MetricId;
import localrunner.application.Application;
import localrunner.cloudwatch.WatchedAlarm.Change;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes what CloudWatch tells a topic. AWS document "Notifying users on alarm changes" and the sample of "Amazon SNS
 * subscriptions" have the members.
 */
final class AlarmMessage {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSxx").withZone(ZoneOffset.UTC);

    /** SNS takes no longer one. */
    private static final int LONGEST_SUBJECT = 100;

    private AlarmMessage() {}

    static String subject(Alarm alarm, Change change, String region) {
        String subject = "%s: \"%s\" in %s".formatted(change.to(), alarm.name(), region);
        return subject.length() < LONGEST_SUBJECT ? subject : subject.substring(0, LONGEST_SUBJECT - 1);
    }

    /** @param configuredAt when the alarm was made */
    static String body(Alarm alarm, Change change, String region, Instant configuredAt) {
        ObjectNode body = JsonMapper.shared().createObjectNode();
        body.put("AlarmName", alarm.name());
        if (alarm.description().isEmpty()) {
            body.putNull("AlarmDescription");
        } else {
            body.put("AlarmDescription", alarm.description());
        }
        body.put("AWSAccountId", Application.ACCOUNT_ID);
        body.put("AlarmConfigurationUpdatedTimestamp", TIME.format(configuredAt));
        body.put("NewStateValue", change.to().name());
        body.put("NewStateReason", change.reason());
        body.put("StateChangeTime", TIME.format(change.at()));
        body.put("Region", region);
        body.put("AlarmArn", alarm.arn());
        body.put("OldStateValue", change.from().name());
        alarm.actions().onOk().forEach(body.putArray("OKActions")::add);
        alarm.actions().onAlarm().forEach(body.putArray("AlarmActions")::add);
        alarm.actions().onInsufficientData().forEach(body.putArray("InsufficientDataActions")::add);
        trigger(alarm, body.putObject("Trigger"));
        return body.toString();
    }

    private static void trigger(Alarm alarm, ObjectNode trigger) {
        if (alarm.watched() instanceof Alarm.OfMetric metric) {
            metric(metric, trigger);
        } else {
            AlarmQueries.write(alarm, trigger.putArray("Metrics"), AlarmMessage::dimensions);
        }
        trigger.put("Period", alarm.period().toSeconds());
        trigger.put("EvaluationPeriods", alarm.evaluationPeriods());
        trigger.put("DatapointsToAlarm", alarm.datapointsToAlarm());
        trigger.put("ComparisonOperator", alarm.comparison().text());
        trigger.put("Threshold", alarm.threshold());
        trigger.put("TreatMissingData", alarm.missingData().text());
        trigger.put("EvaluateLowSampleCountPercentile", "");
    }

    private static void metric(Alarm.OfMetric metric, ObjectNode trigger) {
        trigger.put("MetricName", metric.metric().name());
        trigger.put("Namespace", metric.metric().namespace());
        if (metric.statistic().isPercentile()) {
            trigger.put("StatisticType", "ExtendedStatistic");
            trigger.put("ExtendedStatistic", metric.statistic().text());
        } else {
            trigger.put("StatisticType", "Statistic");
            trigger.put("Statistic", metric.statistic().text().toUpperCase(Locale.ROOT));
        }
        trigger.putNull("Unit");
        dimensions(metric.metric(), trigger.putArray("Dimensions"));
    }

    private static void dimensions(MetricId metric, ArrayNode dimensions) {
        metric.dimensions()
                .forEach((name, value) ->
                        dimensions.addObject().put("value", value).put("name", name));
    }
}
