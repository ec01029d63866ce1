package localrunner.alarms;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * {@code AWS::CloudWatch::Alarm}.
 *
 * @param description empty when it has none
 * @param watched what is compared with the threshold: the one of the queries that returns data
 * @param queries what the alarm reads, that one among them
 * @param datapointsToAlarm how many of the evaluation periods have to breach, M of "M out of N"
 */
public record Alarm(
        String logicalId,
        String name,
        String arn,
        String description,
        Query watched,
        List<Query> queries,
        int evaluationPeriods,
        int datapointsToAlarm,
        Comparison comparison,
        double threshold,
        MissingData missingData,
        Actions actions) {

    public Alarm {
        queries = List.copyOf(queries);
    }

    /** A time series that an alarm reads or computes. */
    public sealed interface Query {

        /** By which expressions name it. */
        String id();

        /** For people; empty when it has none. */
        String label();
    }

    /** A metric, summed up for each period. */
    public record OfMetric(String id, String label, MetricId metric, Duration period, Statistic statistic)
            implements Query {}

    /** What an expression makes of other queries. */
    public record OfExpression(String id, String label, MetricMath expression) implements Query {}

    /**
     * Topics that are told when the alarm enters a state, by ARN.
     *
     * @param enabled {@code ActionsEnabled}; without it nobody is told
     */
    public record Actions(boolean enabled, List<String> onAlarm, List<String> onOk, List<String> onInsufficientData) {

        public static final Actions NONE = new Actions(true, List.of(), List.of(), List.of());

        public Actions {
            onAlarm = List.copyOf(onAlarm);
            onOk = List.copyOf(onOk);
            onInsufficientData = List.copyOf(onInsufficientData);
        }

        public List<String> on(AlarmState state) {
            return switch (state) {
                case OK -> onOk;
                case ALARM -> onAlarm;
                case INSUFFICIENT_DATA -> onInsufficientData;
            };
        }
    }

    /** How long one data point is: the period of the metrics, which is the same for all of them. */
    public Duration period() {
        return metrics().getFirst().period();
    }

    /** The queries that are metrics; there is at least one. */
    public List<OfMetric> metrics() {
        return queries.stream()
                .filter(OfMetric.class::isInstance)
                .map(OfMetric.class::cast)
                .toList();
    }

    /** The metric that is compared with the threshold; empty for an alarm on an expression. */
    public Optional<OfMetric> singleMetric() {
        return watched instanceof OfMetric metric ? Optional.of(metric) : Optional.empty();
    }
}
