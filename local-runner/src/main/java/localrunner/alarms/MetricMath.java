package localrunner.alarms;

import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/**
 * An expression of CloudWatch metric math: the operators, and the functions {@value #FUNCTIONS}.
 *
 * <p>AWS document "Using metric math". A series is an array of values, one for each period, the oldest first; {@link
 * Double#NaN} stands for a period without data, and so does the result of a division by zero. An operator on two series has
 * data where both have some; a function on several series takes those that have some. Immutable.
 */
public final class MetricMath {

    /** The functions that there are, for messages. */
    public static final String FUNCTIONS =
            "ABS, AVG, CEIL, DIFF, FILL, FLOOR, IF, MAX, METRICS, METRIC_COUNT, MIN, PERIOD, RATE, RUNNING_SUM, SUM";

    private final String text;
    private final MathNode root;
    private final Set<String> names;

    private MetricMath(String text, MathNode root, Set<String> names) {
        this.text = text;
        this.root = root;
        this.names = names;
    }

    /**
     * Reads an expression.
     *
     * @throws IllegalArgumentException when it is none, or has what the runner lacks; the message says which part
     */
    public static MetricMath parse(String text) {
        MathParser parser = new MathParser(text);
        MathNode root = parser.parse();
        return new MetricMath(text, root, parser.names());
    }

    /** The ids of other queries that the expression names. {@code METRICS()} names none. */
    public Set<String> names() {
        return names;
    }

    /** Whether the result is one series, as an alarm wants it: not a number, and not several series. */
    public boolean isSeries() {
        return root.kind() == MathNode.Kind.SERIES;
    }

    /**
     * Computes the series.
     *
     * @param metrics the series of all metrics by id, in their order, each of the given length
     * @param others the series of the other expressions that this one names
     * @throws IllegalArgumentException when a name is unknown
     */
    public double[] evaluate(
            SequencedMap<String, double[]> metrics, Map<String, double[]> others, int length, long periodSeconds) {
        MathValues values = new MathValues(metrics, others, length, periodSeconds);
        return switch (root.evaluate(values)) {
            case MathNode.Value.Scalar(double number) -> MathValues.constant(number, length);
            case MathNode.Value.Series series -> series.values();
            case MathNode.Value.Several(List<double[]> several) ->
                throw new IllegalArgumentException(
                        text + " is " + several.size() + " series, not one; use a function such as SUM");
        };
    }

    /** The expression as it was written. */
    @Override
    public String toString() {
        return text;
    }
}
