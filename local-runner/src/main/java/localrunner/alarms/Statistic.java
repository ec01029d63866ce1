package localrunner.alarms;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many values become one. AWS document "CloudWatch statistics definitions"; trimmed means and the like are left out.
 *
 * @param text as CloudWatch writes it
 * @param percentile from 0 to 100, of a percentile only
 */
public record Statistic(Kind kind, String text, double percentile) {

    /** What a message says when a statistic is another one. */
    public static final String KNOWN = "Sum, Average, Minimum, Maximum, SampleCount, and percentiles from p0 to p100";

    /** What is done with the values. */
    public enum Kind {
        SAMPLE_COUNT,
        SUM,
        AVERAGE,
        MINIMUM,
        MAXIMUM,
        PERCENTILE
    }

    private static final Map<String, Kind> SIMPLE = Map.of(
            "SampleCount", Kind.SAMPLE_COUNT,
            "Sum", Kind.SUM,
            "Average", Kind.AVERAGE,
            "Minimum", Kind.MINIMUM,
            "Maximum", Kind.MAXIMUM);

    private static final Pattern PERCENTILE = Pattern.compile("p(\\d{1,2}(\\.\\d{1,10})?|100)");

    /** Reads {@code Sum} or {@code p99.9}; empty for what the runner lacks. */
    public static Optional<Statistic> of(String text) {
        if (SIMPLE.containsKey(text)) {
            return Optional.of(new Statistic(SIMPLE.get(text), text, 0));
        }
        Matcher percentile = PERCENTILE.matcher(text);
        return percentile.matches()
                ? Optional.of(new Statistic(Kind.PERCENTILE, text, Double.parseDouble(percentile.group(1))))
                : Optional.empty();
    }

    public boolean isPercentile() {
        return kind == Kind.PERCENTILE;
    }
}
