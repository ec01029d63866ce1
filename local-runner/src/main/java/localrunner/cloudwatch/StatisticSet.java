package localrunner.cloudwatch;

import java.util.Map;
import java.util.TreeMap;
import localrunner.alarms.Statistic;

/**
 * What is kept of the values of one period: their number, sum, least and greatest, and how many lie in each tenth of a
 * magnitude, from which percentiles are told to within 5 %. Not thread-safe.
 */
final class StatisticSet {

    private static final double STEP = Math.log(1.1);

    private double sampleCount;
    private double sum;
    private double minimum = Double.POSITIVE_INFINITY;
    private double maximum = Double.NEGATIVE_INFINITY;

    /** How many values there are by the value that stands for its neighbours. */
    private final TreeMap<Double, Double> distribution = new TreeMap<>();

    /** @param count how many values are equal to this one */
    void add(double value, double count) {
        sampleCount += count;
        sum += value * count;
        minimum = Math.min(minimum, value);
        maximum = Math.max(maximum, value);
        distribution.merge(representative(value), count, Double::sum);
    }

    void add(StatisticSet other) {
        sampleCount += other.sampleCount;
        sum += other.sum;
        minimum = Math.min(minimum, other.minimum);
        maximum = Math.max(maximum, other.maximum);
        other.distribution.forEach((value, count) -> distribution.merge(value, count, Double::sum));
    }

    private static double representative(double value) {
        return value == 0 ? 0 : Math.signum(value) * Math.exp(Math.round(Math.log(Math.abs(value)) / STEP) * STEP);
    }

    double sampleCount() {
        return sampleCount;
    }

    double sum() {
        return sum;
    }

    double minimum() {
        return minimum;
    }

    double maximum() {
        return maximum;
    }

    /** The statistic; {@link Double#NaN} when there is no value. */
    double value(Statistic statistic) {
        if (sampleCount == 0) {
            return Double.NaN;
        }
        return switch (statistic.kind()) {
            case SAMPLE_COUNT -> sampleCount;
            case SUM -> sum;
            case AVERAGE -> sum / sampleCount;
            case MINIMUM -> minimum;
            case MAXIMUM -> maximum;
            case PERCENTILE -> percentile(statistic.percentile());
        };
    }

    private double percentile(double percentile) {
        double below = sampleCount * percentile / 100;
        double counted = 0;
        for (Map.Entry<Double, Double> values : distribution.entrySet()) {
            counted += values.getValue();
            if (counted >= below) {
                return Math.clamp(values.getKey(), minimum, maximum);
            }
        }
        return maximum;
    }
}
