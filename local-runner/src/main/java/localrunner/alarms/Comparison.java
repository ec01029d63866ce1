package localrunner.alarms;

import java.util.Arrays;
import java.util.List;

/** When a data point breaches an alarm's threshold. */
public enum Comparison {
    GREATER_THAN_OR_EQUAL_TO("GreaterThanOrEqualToThreshold", "greater than or equal to"),
    GREATER_THAN("GreaterThanThreshold", "greater than"),
    LESS_THAN("LessThanThreshold", "less than"),
    LESS_THAN_OR_EQUAL_TO("LessThanOrEqualToThreshold", "less than or equal to");

    private final String text;
    private final String words;

    Comparison(String text, String words) {
        this.text = text;
        this.words = words;
    }

    /** As {@code ComparisonOperator} has it. */
    public String text() {
        return text;
    }

    /** As the reason of a state has it. */
    public String words() {
        return words;
    }

    public boolean breaches(double value, double threshold) {
        return switch (this) {
            case GREATER_THAN_OR_EQUAL_TO -> value >= threshold;
            case GREATER_THAN -> value > threshold;
            case LESS_THAN -> value < threshold;
            case LESS_THAN_OR_EQUAL_TO -> value <= threshold;
        };
    }

    public static List<String> texts() {
        return Arrays.stream(values()).map(Comparison::text).toList();
    }

    /** @throws IllegalArgumentException when there is no such operator */
    public static Comparison of(String text) {
        return Arrays.stream(values())
                .filter(comparison -> comparison.text.equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no ComparisonOperator: " + text));
    }
}
