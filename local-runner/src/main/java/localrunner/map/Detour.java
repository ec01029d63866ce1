package localrunner.map;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import localrunner.map.Drawing.Box;
import localrunner.map.Drawing.Point;

/** Finds ways between boxes that have their places already, through the gaps between the others. Immutable. */
final class Detour {

    private static final int AROUND = 22;
    private static final int CLEARANCE = 6;

    private record Column(int left, int right, List<Box> boxes) {}

    private final List<Column> columns;

    Detour(List<Box> boxes) {
        TreeMap<Integer, List<Box>> byLeft = new TreeMap<>();
        boxes.stream()
                .sorted(Comparator.comparingInt(Box::y))
                .forEach(box ->
                        byLeft.computeIfAbsent(box.x(), _ -> new ArrayList<>()).add(box));
        columns = byLeft.entrySet().stream()
                .map(column -> new Column(
                        column.getKey(),
                        column.getValue().stream().mapToInt(Box::right).max().orElseThrow(),
                        column.getValue()))
                .toList();
    }

    List<Point> between(Box from, Box to) {
        if (from.right() <= to.x()) {
            return rightwards(from, to);
        }
        if (to.right() <= from.x()) {
            return rightwards(to, from).reversed();
        }
        int outside = Math.max(from.right(), to.right()) + AROUND;
        return List.of(
                new Point(from.right(), from.middle()),
                new Point(outside, from.middle()),
                new Point(outside, to.middle()),
                new Point(to.right(), to.middle()));
    }

    private List<Point> rightwards(Box from, Box to) {
        List<Point> path = new ArrayList<>();
        path.add(new Point(from.right(), from.middle()));
        int y = from.middle();
        for (Column column : columns) {
            if (column.left() >= from.right() && column.right() <= to.x()) {
                double share = (double) (column.left() - from.right()) / (to.x() - from.right());
                y = free(column, (int) Math.round(from.middle() + share * (to.middle() - from.middle())));
                path.add(new Point(column.left(), y));
                path.add(new Point(column.right(), y));
            }
        }
        path.add(new Point(to.x(), to.middle()));
        return path;
    }

    /** The height nearest to the wanted one at which a line passes between a column's boxes. */
    private static int free(Column column, int wanted) {
        List<Integer> candidates = new ArrayList<>(List.of(wanted));
        for (Box box : column.boxes()) {
            candidates.add(box.y() - CLEARANCE);
            candidates.add(box.bottom() + CLEARANCE);
        }
        return candidates.stream()
                .filter(y -> column.boxes().stream()
                        .noneMatch(box -> y > box.y() - CLEARANCE && y < box.bottom() + CLEARANCE))
                .min(Comparator.comparingInt(y -> Math.abs(y - wanted)))
                .orElse(wanted);
    }
}
