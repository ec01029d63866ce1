package benchmarks.report;

import benchmarks.report.Figures.Figure;

/**
 * A ratio that is aimed at.
 *
 * @param text what is compared with what
 * @param atMost whether the ratio should not be above the bound, or not below it
 */
public record Goal(String text, Figure of, Figure to, double bound, boolean atMost) {

    /** A ratio that should not be above the bound. */
    public static Goal atMost(double bound, String text, Figure of, Figure to) {
        return new Goal(text, of, to, bound, true);
    }

    /** A ratio that should not be below the bound. */
    public static Goal atLeast(double bound, String text, Figure of, Figure to) {
        return new Goal(text, of, to, bound, false);
    }

    boolean isMet(double ratio) {
        return atMost ? ratio <= bound : ratio >= bound;
    }
}
