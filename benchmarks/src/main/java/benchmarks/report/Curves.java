package benchmarks.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;

/**
 * Draws figures against something that is set, such as a load, as lines. Both axes are logarithmic from the least value that is not 0.
 * Not thread-safe.
 */
public final class Curves {

    private static final int WIDTH = 760;
    private static final int HEIGHT = 340;
    private static final int LEFT = 64;
    private static final int RIGHT = 24;
    private static final int TOP = 52;
    private static final int BOTTOM = 48;
    private static final List<String> COLOURS = List.of("#c0504d", "#2f6f9f", "#5f8f3f", "#8a6fb0", "#444444");

    private final String title;
    private final String across;
    private final String up;
    private final Map<String, List<Point>> curves = new LinkedHashMap<>();

    private record Point(double x, double y) {}

    /**
     * @param across what the axis to the right has
     * @param up the unit of the axis upwards
     */
    public Curves(String title, String across, String up) {
        this.title = title;
        this.across = across;
        this.up = up;
    }

    /** Adds a curve. Values that are no number, or 0, have no point. */
    public void add(String name, int[] x, double[] y) {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < x.length; i++) {
            if (y[i] > 0) {
                points.add(new Point(x[i], y[i]));
            }
        }
        curves.put(name, points);
    }

    /** The picture. */
    public String svg() {
        Scale horizontal =
                Scale.of(curves.values().stream().flatMap(List::stream).mapToDouble(Point::x), LEFT, WIDTH - RIGHT);
        Scale vertical =
                Scale.of(curves.values().stream().flatMap(List::stream).mapToDouble(Point::y), HEIGHT - BOTTOM, TOP);
        StringBuilder svg = new StringBuilder(
                """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" \
                font-family="sans-serif" font-size="12">
                <rect width="%1$d" height="%2$d" fill="#ffffff"/>
                <text x="8" y="20" font-weight="bold">%3$s, %4$s</text>
                <path d="M%5$d %6$dV%7$dH%8$d" stroke="#222222" fill="none"/>
                <text x="%8$d" y="%9$d" text-anchor="end">%10$s</text>
                """.formatted(WIDTH, HEIGHT, title, up, LEFT, TOP, HEIGHT - BOTTOM, WIDTH - RIGHT, HEIGHT - 8, across));
        for (double mark : horizontal.marks()) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>\n",
                    horizontal.at(mark),
                    HEIGHT - BOTTOM + 16,
                    Numbers.text(mark)));
        }
        for (double mark : vertical.marks()) {
            svg.append(String.format(
                    Locale.ROOT,
                    """
                    <path d="M%d %.1fH%d" stroke="#dddddd"/>
                    <text x="%d" y="%.1f" text-anchor="end">%s</text>
                    """,
                    LEFT,
                    vertical.at(mark),
                    WIDTH - RIGHT,
                    LEFT - 6,
                    vertical.at(mark) + 4,
                    Numbers.text(mark)));
        }
        int number = 0;
        for (Map.Entry<String, List<Point>> curve : curves.entrySet()) {
            String colour = COLOURS.get(number % COLOURS.size());
            svg.append("<path d=\"").append(path(curve.getValue(), horizontal, vertical));
            svg.append("\" stroke=\"%s\" fill=\"none\" stroke-width=\"2\"/>\n".formatted(colour));
            svg.append("<text x=\"%d\" y=\"40\" fill=\"%s\">%s</text>\n"
                    .formatted(LEFT + number * 150, colour, curve.getKey()));
            number++;
        }
        return svg.append("</svg>\n").toString();
    }

    private static String path(List<Point> points, Scale horizontal, Scale vertical) {
        StringBuilder path = new StringBuilder();
        for (Point point : points) {
            path.append(path.isEmpty() ? "M" : "L")
                    .append(String.format(Locale.ROOT, "%.1f %.1f", horizontal.at(point.x()), vertical.at(point.y())));
        }
        return path.toString();
    }

    /** A logarithmic axis, from the power of ten below the least value to the one above the most. */
    private record Scale(double least, double most, int from, int to) {

        static Scale of(DoubleStream values, int from, int to) {
            double[] all = values.toArray();
            double least = DoubleStream.of(all).min().orElse(1);
            double most = DoubleStream.of(all).max().orElse(10);
            double floor = Math.floor(Math.log10(least));
            double ceiling = Math.max(floor + 1, Math.ceil(Math.log10(most)));
            return new Scale(floor, ceiling, from, to);
        }

        double at(double value) {
            return from + (to - from) * (Math.log10(value) - least) / (most - least);
        }

        List<Double> marks() {
            List<Double> marks = new ArrayList<>();
            for (double power = least; power <= most; power++) {
                marks.add(Math.pow(10, power));
            }
            return marks;
        }
    }
}
