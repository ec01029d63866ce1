package benchmarks.report;

import benchmarks.report.Figures.Spread;
import java.util.List;
import java.util.Locale;

/** Draws figures as bars, a panel for each metric: the median, with a line from the least to the most. */
record BarCharts(Figures figures) {

    private static final int WIDTH = 760;
    private static final int LABELS = 170;
    private static final int VALUES = 70;
    private static final int BAR = 18;
    private static final int HEADING = 34;

    String svg() {
        StringBuilder panels = new StringBuilder();
        int y = 0;
        for (String metric : figures.metrics()) {
            y = panel(panels, metric, y);
        }
        return """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" \
                font-family="sans-serif" font-size="12">
                <rect width="%1$d" height="%2$d" fill="#ffffff"/>
                %3$s</svg>
                """.formatted(WIDTH, y + 8, panels);
    }

    private int panel(StringBuilder panels, String metric, int top) {
        List<String> contenders = figures.contenders(metric);
        double most = contenders.stream()
                .flatMap(contender -> figures.spread(contender, metric).stream())
                .mapToDouble(Spread::most)
                .max()
                .orElse(1);
        double scale = (WIDTH - LABELS - VALUES) / Math.max(most, 1e-9);
        panels.append("<text x=\"8\" y=\"%d\" font-weight=\"bold\">%s</text>\n".formatted(top + 24, metric));
        int y = top + HEADING;
        for (String contender : contenders) {
            Spread spread = figures.spread(contender, metric).orElseThrow();
            double end = LABELS + spread.median() * scale;
            panels.append(String.format(
                    Locale.ROOT,
                    """
                    <text x="%d" y="%d" text-anchor="end">%s</text>
                    <rect x="%d" y="%d" width="%.1f" height="%d" fill="%s"/>
                    <path d="M%.1f %dH%.1f" stroke="#222222"/>
                    <text x="%.1f" y="%d">%s</text>
                    """,
                    LABELS - 6,
                    y + 13,
                    contender,
                    LABELS,
                    y + 2,
                    spread.median() * scale,
                    BAR - 4,
                    contender.startsWith("ours") ? "#2f6f9f" : "#b9c4cc",
                    LABELS + spread.least() * scale,
                    y + BAR / 2,
                    LABELS + spread.most() * scale,
                    Math.max(end, LABELS + spread.most() * scale) + 5,
                    y + 13,
                    Numbers.text(spread.median())));
            y += BAR;
        }
        return y;
    }
}
