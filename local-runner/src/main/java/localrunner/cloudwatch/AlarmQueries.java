package localrunner.cloudwatch;

import java.util.function.BiConsumer;
import localrunner.alarms.Alarm;
import localrunner.alarms.MetricId;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes what an alarm on an expression reads, as DescribeAlarms and the message to a topic have it ({@code Metrics}). */
final class AlarmQueries {

    private AlarmQueries() {}

    /** @param dimensions writes a metric's dimensions: the two spell their members differently */
    static void write(Alarm alarm, ArrayNode queries, BiConsumer<MetricId, ArrayNode> dimensions) {
        alarm.queries().forEach(query -> write(alarm, query, queries.addObject(), dimensions));
    }

    private static void write(
            Alarm alarm, Alarm.Query query, ObjectNode node, BiConsumer<MetricId, ArrayNode> dimensions) {
        node.put("Id", query.id());
        if (!query.label().isEmpty()) {
            node.put("Label", query.label());
        }
        node.put("ReturnData", query.equals(alarm.watched()));
        switch (query) {
            case Alarm.OfExpression expression ->
                node.put("Expression", expression.expression().toString());
            case Alarm.OfMetric metric -> {
                ObjectNode stat = node.putObject("MetricStat");
                ObjectNode named = stat.putObject("Metric");
                dimensions.accept(metric.metric(), named.putArray("Dimensions"));
                named.put("MetricName", metric.metric().name());
                named.put("Namespace", metric.metric().namespace());
                stat.put("Period", metric.period().toSeconds());
                stat.put("Stat", metric.statistic().text());
            }
        }
    }
}
