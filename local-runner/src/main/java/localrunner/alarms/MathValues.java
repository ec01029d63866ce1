package localrunner.alarms;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** The series that an expression can name. */
record MathValues(
        SequencedMap<String, double[]> metrics, Map<String, double[]> others, int length, long periodSeconds) {

    double[] named(String id) {
        double[] series = metrics.containsKey(id) ? metrics.get(id) : others.get(id);
        if (series == null) {
            throw new IllegalArgumentException("there is no " + id);
        }
        return series;
    }

    /** Those whose id has the text in it. */
    List<double[]> metricsNamed(String part) {
        return metrics.entrySet().stream()
                .filter(metric -> metric.getKey().contains(part))
                .map(Map.Entry::getValue)
                .toList();
    }

    static double[] constant(double number, int length) {
        double[] series = new double[length];
        Arrays.fill(series, finite(number));
        return series;
    }

    /** A number that is none, such as 1/0, is no data. */
    static double finite(double number) {
        return Double.isFinite(number) ? number : Double.NaN;
    }
}
