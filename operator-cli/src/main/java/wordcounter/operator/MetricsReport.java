package wordcounter.operator;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import wordcounter.json.JsonObject;
import wordcounter.runtime.InvocationMetrics;
import wordcounter.runtime.Metric;

/**
 * What a stack did in a time, and how it is now.
 *
 * @param business what only the word counter knows of itself
 * @param resources what the alarms watch
 */
record MetricsReport(
        Instant from,
        Instant until,
        Map<MetricSeries, OptionalDouble> business,
        Map<MetricSeries, OptionalDouble> resources,
        List<StackAlarm> alarms) {

    static MetricsReport of(StackMetrics stack, String stackName, Instant from, Instant until) {
        List<StackAlarm> alarms = stack.alarms();
        Set<MetricSeries> business = new LinkedHashSet<>(business(stackName));
        Set<MetricSeries> watched = new LinkedHashSet<>();
        alarms.forEach(alarm -> watched.addAll(alarm.watched()));
        watched.removeAll(business);
        List<MetricSeries> asked = new ArrayList<>(business);
        asked.addAll(watched);
        Map<MetricSeries, OptionalDouble> values = stack.values(asked, from, until);
        return new MetricsReport(from, until, only(business, values), only(watched, values), alarms);
    }

    private static List<MetricSeries> business(String stackName) {
        List<MetricSeries> metrics = new ArrayList<>();
        for (Metric metric : Metric.values()) {
            metrics.add(new MetricSeries(
                    InvocationMetrics.NAMESPACE,
                    metric.text(),
                    Map.of(InvocationMetrics.DIMENSION, stackName),
                    metric == Metric.LAG_SECONDS ? "Maximum" : "Sum"));
        }
        return metrics;
    }

    private static Map<MetricSeries, OptionalDouble> only(
            Set<MetricSeries> metrics, Map<MetricSeries, OptionalDouble> values) {
        Map<MetricSeries, OptionalDouble> some = new LinkedHashMap<>();
        metrics.forEach(metric -> some.put(metric, values.getOrDefault(metric, OptionalDouble.empty())));
        return some;
    }

    boolean anyRings() {
        return alarms.stream().anyMatch(StackAlarm::rings);
    }

    /** Three tables; a business metric that wrote nothing is 0, and another one is {@code -}. */
    String text() {
        String span = "the last " + Durations.text(Duration.between(from, until));
        Table words = new Table("word counter", span);
        business.forEach((metric, value) -> words.add(metric.name(), number(value, "0")));
        Table watched = new Table("resource", "metric", "statistic", span);
        resources.forEach(
                (metric, value) -> watched.add(metric.of(), metric.name(), metric.statistic(), number(value, "-")));
        Table states = new Table("alarm", "state", "since", "reason");
        alarms.forEach(alarm -> states.add(
                alarm.name(),
                alarm.state(),
                alarm.since().truncatedTo(ChronoUnit.SECONDS).toString(),
                alarm.rings() ? alarm.reason() : ""));
        return words.text() + "\n" + watched.text() + "\n" + states.text();
    }

    /** Whole, or with three digits. */
    private static String number(OptionalDouble value, String ifNone) {
        if (value.isEmpty()) {
            return ifNone;
        }
        double number = value.getAsDouble();
        return number == Math.rint(number)
                ? String.format(Locale.ROOT, "%.0f", number)
                : String.format(Locale.ROOT, "%.3f", number);
    }

    JsonObject json() {
        List<Map<String, Object>> metrics = new ArrayList<>();
        business.forEach((metric, value) -> metrics.add(json(metric, value)));
        resources.forEach((metric, value) -> metrics.add(json(metric, value)));
        List<Map<String, Object>> states = new ArrayList<>();
        for (StackAlarm alarm : alarms) {
            Map<String, Object> state = new LinkedHashMap<>();
            state.put("alarm", alarm.name());
            state.put("state", alarm.state());
            state.put("since", alarm.since().toString());
            state.put("reason", alarm.reason());
            states.add(state);
        }
        return JsonObject.builder()
                .put("from", from.toString())
                .put("until", until.toString())
                .put("metrics", (Object) metrics)
                .put("alarms", (Object) states)
                .build();
    }

    private static Map<String, Object> json(MetricSeries metric, OptionalDouble value) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("namespace", metric.namespace());
        json.put("name", metric.name());
        json.put("dimensions", metric.dimensions());
        json.put("statistic", metric.statistic());
        value.ifPresent(number -> json.put("value", number));
        return json;
    }
}
