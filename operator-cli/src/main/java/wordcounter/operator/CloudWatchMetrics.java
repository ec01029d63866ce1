package wordcounter.operator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;

/** Reads a stack's alarms and metrics from CloudWatch, or from the local runner, which speaks the same. */
final class CloudWatchMetrics implements StackMetrics {

    /** What GetMetricData gives in one answer is 100,800 data points; so many queries of so many periods stay below. */
    private static final int QUERIES = 50;

    private static final long MOST_PERIODS = 1_440;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final StackAccess access;
    private final CloudWatchClient cloudWatch;

    CloudWatchMetrics(StackAccess access, CloudWatchClient cloudWatch) {
        this.access = access;
        this.cloudWatch = cloudWatch;
    }

    @Override
    public List<StackAlarm> alarms() {
        String prefix = access.stackName() + "-";
        // The prefix fits the alarms of a stack that is called like this one with something behind it, too.
        Pattern own = Pattern.compile(Pattern.quote(prefix) + "([A-Za-z0-9]+)(-[A-Za-z0-9]{8,})?");
        return access.call(() -> cloudWatch.describeAlarmsPaginator(request -> request.alarmNamePrefix(prefix)).stream()
                .flatMap(page -> page.metricAlarms().stream())
                .filter(alarm -> own.matcher(alarm.alarmName()).matches())
                .map(alarm -> alarm(alarm, own.matcher(alarm.alarmName()).replaceFirst("$1")))
                .sorted(Comparator.comparing(StackAlarm::name))
                .toList());
    }

    private static StackAlarm alarm(MetricAlarm alarm, String name) {
        return new StackAlarm(
                name,
                alarm.stateValueAsString(),
                alarm.stateUpdatedTimestamp(),
                alarm.stateReason(),
                watched(alarm).distinct().toList());
    }

    private static Stream<MetricSeries> watched(MetricAlarm alarm) {
        Stream<MetricSeries> queries = alarm.metrics().stream()
                .filter(query -> query.metricStat() != null)
                .map(MetricDataQuery::metricStat)
                .map(stat -> new MetricSeries(
                        stat.metric().namespace(),
                        stat.metric().metricName(),
                        dimensions(stat.metric().dimensions()),
                        stat.stat()));
        return alarm.metricName() == null
                ? queries
                : Stream.of(new MetricSeries(
                        alarm.namespace(),
                        alarm.metricName(),
                        dimensions(alarm.dimensions()),
                        alarm.extendedStatistic() == null ? alarm.statisticAsString() : alarm.extendedStatistic()));
    }

    private static Map<String, String> dimensions(List<Dimension> dimensions) {
        Map<String, String> values = new LinkedHashMap<>();
        dimensions.forEach(dimension -> values.put(dimension.name(), dimension.value()));
        return values;
    }

    @Override
    public Map<MetricSeries, OptionalDouble> values(List<MetricSeries> metrics, Instant from, Instant until) {
        Map<MetricSeries, OptionalDouble> values = new LinkedHashMap<>();
        metrics.forEach(metric -> values.put(metric, OptionalDouble.empty()));
        List<MetricSeries> asked = List.copyOf(values.keySet());
        for (int begin = 0; begin < asked.size(); begin += QUERIES) {
            List<MetricSeries> some = asked.subList(begin, Math.min(begin + QUERIES, asked.size()));
            results(some, from, until).forEach(result -> {
                MetricSeries metric = some.get(Integer.parseInt(result.id().substring(1)));
                values.merge(metric, together(metric, result.values()), (one, other) -> joined(metric, one, other));
            });
        }
        return values;
    }

    private List<MetricDataResult> results(List<MetricSeries> metrics, Instant from, Instant until) {
        int period = (int) period(Duration.between(from, until)).toSeconds();
        List<MetricDataQuery> queries = new ArrayList<>();
        for (int i = 0; i < metrics.size(); i++) {
            MetricSeries metric = metrics.get(i);
            String id = "m" + i;
            List<Dimension> dimensions = metric.dimensions().entrySet().stream()
                    .map(entry -> Dimension.builder()
                            .name(entry.getKey())
                            .value(entry.getValue())
                            .build())
                    .toList();
            queries.add(MetricDataQuery.builder()
                    .id(id)
                    .metricStat(stat -> stat.period(period)
                            .stat(metric.statistic())
                            .metric(named -> named.namespace(metric.namespace())
                                    .metricName(metric.name())
                                    .dimensions(dimensions)))
                    .build());
        }
        return access.call(
                () -> cloudWatch
                        .getMetricDataPaginator(request ->
                                request.startTime(from).endTime(until).metricDataQueries(queries))
                        .stream()
                        .flatMap(page -> page.metricDataResults().stream())
                        .toList());
    }

    /** A whole number of minutes, as short as the limit of one answer lets it be. */
    static Duration period(Duration span) {
        return MINUTE.multipliedBy(Math.max(1, Math.ceilDiv(span.toMinutes(), MOST_PERIODS)));
    }

    private static OptionalDouble together(MetricSeries metric, List<Double> values) {
        return values.stream()
                .map(OptionalDouble::of)
                .reduce(OptionalDouble.empty(), (one, other) -> joined(metric, one, other));
    }

    private static OptionalDouble joined(MetricSeries metric, OptionalDouble one, OptionalDouble other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.isEmpty() ? other : one;
        }
        boolean sums = metric.statistic().equals("Sum") || metric.statistic().equals("SampleCount");
        double joined = sums
                ? one.getAsDouble() + other.getAsDouble()
                : metric.statistic().equals("Minimum")
                        ? Math.min(one.getAsDouble(), other.getAsDouble())
                        : Math.max(one.getAsDouble(), other.getAsDouble());
        return OptionalDouble.of(joined);
    }
}
