package localrunner.map;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import localrunner.map.ApplicationMap.Edge;
import localrunner.map.ApplicationMap.EdgeKind;
import localrunner.map.ApplicationMap.Node;

/**
 * A map with a place for each of its nodes and a way for each of its edges. Units are pixels of the console's page at a zoom of
 * one; the origin is the upper left corner.
 *
 * @param lines from beneath to above; an edge between a table and its own stream has none, as the two touch
 */
public record Drawing(int width, int height, List<Box> boxes, List<Line> lines) {

    public Drawing {
        boxes = List.copyOf(boxes);
        lines = List.copyOf(lines);
    }

    /** Draws a map. The same map always gives the same drawing. */
    public static Drawing of(ApplicationMap map) {
        return new Drafting(map).draw();
    }

    /**
     * The same drawing, with edges that the map did not know. What is drawn stays where it is. Pairs of unknown nodes, and
     * those that have an edge, add nothing.
     */
    public Drawing with(Collection<Pair> seen) {
        Map<String, Box> byId =
                boxes.stream().collect(Collectors.toMap(box -> box.node().id(), Function.identity()));
        Set<Pair> drawn = lines.stream()
                .map(line -> new Pair(line.edge().from(), line.edge().to()))
                .collect(Collectors.toCollection(HashSet::new));
        Detour detour = new Detour(boxes);
        List<Line> all = new ArrayList<>(lines);
        for (Pair pair : seen) {
            Box from = byId.get(pair.from());
            Box to = byId.get(pair.to());
            if (from != null && to != null && !from.touches(to) && drawn.add(pair)) {
                all.add(new Line(new Edge(pair.from(), pair.to(), EdgeKind.USE), detour.between(from, to)));
            }
        }
        return new Drawing(width, height, boxes, all);
    }

    /** An edge that was seen, by the ids of its nodes. */
    public record Pair(String from, String to) {}

    /** The place of a node. */
    public record Box(Node node, int x, int y, int width, int height) {

        int right() {
            return x + width;
        }

        int bottom() {
            return y + height;
        }

        int middle() {
            return y + height / 2;
        }

        boolean overlaps(Box other) {
            return x < other.right() && other.x < right() && y < other.bottom() && other.y < bottom();
        }

        /** Whether it is the same box, or a table and its stream. */
        boolean touches(Box other) {
            return equals(other) || (x == other.x && (bottom() == other.y || other.bottom() == y));
        }
    }

    /**
     * The way of an edge.
     *
     * @param path from the first node's border to the second one's. Between two points with different x and y the line is a
     *     curve that begins and ends horizontally.
     */
    public record Line(Edge edge, List<Point> path) {
        public Line {
            path = List.copyOf(path);
        }
    }

    /** A point of a line. */
    public record Point(int x, int y) {}
}
