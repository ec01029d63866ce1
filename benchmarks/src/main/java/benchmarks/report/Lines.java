package benchmarks.report;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Draws figures over time, or over anything else that goes on evenly, as lines from the left to the right. Not thread-safe.
 *
 * @see BarCharts
 */
public final class Lines {

    private static final int WIDTH = 760;
    private static final int HEIGHT = 300;
    private static final int LEFT = 56;
    private static final int RIGHT = 20;
    private static final int TOP = 40;
    private static final int BOTTOM = 44;
    private static final List<String> COLOURS = List.of("#2f6f9f", "#c0504d", "#5f8f3f", "#8a6fb0", "#444444");

    private final String title;
    private final String across;
    private final String up;
    private final Map<String, double[]> values = new LinkedHashMap<>();

    /**
     * @param across what the axis to the right has
     * @param up what the axis upwards has
     */
    public Lines(String title, String across, String up) {
        this.title = title;
        this.across = across;
        this.up = up;
    }

    /** Adds a line; its values are one step apart, beginning at 0. */
    public void add(String name, double[] line) {
        values.put(name, line.clone());
    }

    /** The picture. */
    public String svg() {
        int steps = values.values().stream().mapToInt(line -> line.length).max().orElse(1);
        double most =
                values.values().stream().flatMapToDouble(Arrays::stream).max().orElse(1);
        StringBuilder svg = new StringBuilder("""
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" \
                font-family="sans-serif" font-size="12">
                <rect width="%1$d" height="%2$d" fill="#ffffff"/>
                <text x="8" y="20" font-weight="bold">%3$s</text>
                <path d="M%4$d %5$dV%6$dH%7$d" stroke="#222222" fill="none"/>
                <text x="%4$d" y="%8$d" text-anchor="end">%9$s&#160;</text>
                <text x="%4$d" y="%6$d" text-anchor="end">0&#160;</text>
                <text x="%7$d" y="%10$d" text-anchor="end">%11$d</text>
                <text x="%4$d" y="%10$d">%12$s; upwards: %13$s</text>
                """.formatted(
                        WIDTH,
                        HEIGHT,
                        title,
                        LEFT,
                        TOP,
                        HEIGHT - BOTTOM,
                        WIDTH - RIGHT,
                        TOP + 4,
                        Numbers.text(most),
                        HEIGHT - 8,
                        steps,
                        across,
                        up));
        int number = 0;
        for (Map.Entry<String, double[]> line : values.entrySet()) {
            String colour = COLOURS.get(number % COLOURS.size());
            svg.append("<path d=\"%s\" stroke=\"%s\" fill=\"none\" stroke-width=\"1.5\"/>\n"
                    .formatted(path(line.getValue(), steps, most), colour));
            svg.append("<text x=\"%d\" y=\"%d\" fill=\"%s\">%s</text>\n"
                    .formatted(LEFT + 12 + number * 190, TOP - 6, colour, line.getKey()));
            number++;
        }
        return svg.append("</svg>\n").toString();
    }

    private static String path(double[] line, int steps, double most) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < line.length; i++) {
            path.append(i == 0 ? "M" : "L")
                    .append(String.format(
                            Locale.ROOT,
                            "%.1f %.1f",
                            LEFT + (double) (WIDTH - LEFT - RIGHT) * i / Math.max(1, steps - 1),
                            HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * line[i] / Math.max(most, 1e-9)));
        }
        return path.toString();
    }
}
