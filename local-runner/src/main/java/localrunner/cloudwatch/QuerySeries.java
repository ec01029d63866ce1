package localrunner.cloudwatch;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Function;
import localrunner.alarms.Alarm;

/**
 * Computes one of several queries that may name each other. Where no metric has any data, no expression has: that is what
 * {@code FILL} fills nothing in.
 */
record QuerySeries(List<Alarm.Query> queries, int length, long periodSeconds) {

    /**
     * The series of a query.
     *
     * @param reading gives a metric's values, {@link Double#NaN} where there is none
     * @throws IllegalArgumentException when an expression names something unknown, or itself
     */
    double[] of(Alarm.Query wanted, Function<Alarm.OfMetric, double[]> reading) {
        LinkedHashMap<String, double[]> metrics = new LinkedHashMap<>();
        for (Alarm.Query query : queries) {
            if (query instanceof Alarm.OfMetric metric) {
                metrics.put(metric.id(), reading.apply(metric));
            }
        }
        boolean empty = metrics.values().stream()
                .allMatch(series -> Arrays.stream(series).allMatch(Double::isNaN));
        if (empty) {
            double[] nothing = new double[length];
            Arrays.fill(nothing, Double.NaN);
            return nothing;
        }
        return computed(wanted, metrics, 0);
    }

    private double[] computed(Alarm.Query wanted, SequencedMap<String, double[]> metrics, int depth) {
        if (depth > queries.size()) {
            throw new IllegalArgumentException("the expression " + wanted.id() + " names itself");
        }
        return switch (wanted) {
            case Alarm.OfMetric metric -> metrics.getOrDefault(metric.id(), new double[0]);
            case Alarm.OfExpression expression -> {
                Map<String, double[]> others = new HashMap<>();
                for (Alarm.Query query : queries) {
                    if (query instanceof Alarm.OfExpression
                            && expression.expression().names().contains(query.id())) {
                        others.put(query.id(), computed(query, metrics, depth + 1));
                    }
                }
                yield expression.expression().evaluate(metrics, others, length, periodSeconds);
            }
        };
    }
}
