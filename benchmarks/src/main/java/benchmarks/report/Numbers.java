package benchmarks.report;

import java.util.Locale;

/** Writes numbers with three digits that matter. */
public final class Numbers {

    private Numbers() {}

    /** Such as {@code 0.123}, {@code 12.3} and {@code 1,234}. */
    public static String text(double value) {
        double size = Math.abs(value);
        String format = size >= 100 || size == 0 ? "%,.0f" : size >= 10 ? "%.1f" : size >= 0.1 ? "%.2f" : "%.3f";
        return String.format(Locale.ROOT, format, value);
    }
}
