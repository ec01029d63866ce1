package benchmarks.report;

import benchmarks.report.Figures.Figure;
import benchmarks.report.Figures.Spread;
import java.util.List;
import java.util.Optional;

/**
 * What is aimed at: a ratio of two figures, or a figure that does not depend on the machine.
 *
 * @param text what is compared with what
 * @param figures one, or two whose ratio is meant
 * @param atMost whether it should not be above the bound, or not below it
 */
public record Goal(String text, List<Figure> figures, double bound, boolean atMost) {

    public Goal {
        figures = List.copyOf(figures);
        if (figures.isEmpty() || figures.size() > 2) {
            throw new IllegalArgumentException("a goal has one figure or two, not " + figures.size());
        }
    }

    /** What should not be above the bound. */
    public static Goal atMost(double bound, String text, Figure... figures) {
        return new Goal(text, List.of(figures), bound, true);
    }

    /** What should not be below the bound. */
    public static Goal atLeast(double bound, String text, Figure... figures) {
        return new Goal(text, List.of(figures), bound, false);
    }

    /** What was measured of it; empty when something was not. */
    Optional<Spread> measured(Figures measured) {
        Figure first = figures.getFirst();
        return figures.size() == 1
                ? measured.spread(first.contender(), first.metric())
                : measured.ratio(first, figures.getLast());
    }

    boolean isMet(double value) {
        return atMost ? value <= bound : value >= bound;
    }
}
