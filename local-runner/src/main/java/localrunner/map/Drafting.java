package localrunner.map;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import localrunner.map.ApplicationMap.Edge;
import localrunner.map.ApplicationMap.EdgeKind;
import localrunner.map.ApplicationMap.Node;
import localrunner.map.ApplicationMap.NodeType;
import localrunner.map.Drawing.Box;
import localrunner.map.Drawing.Line;
import localrunner.map.Drawing.Point;

/**
 * Draws one map. For one use.
 *
 * <p>Three kinds of nodes stand beside the layers. A table's stream hangs at its table. A queue that several nodes fail into
 * gets a rail: a line along the bottom that all of them lead to, as each drawn for itself would hide everything else. And
 * what has no edge stands in a row of its own.
 */
final class Drafting {

    private static final int MARGIN = 24;
    private static final int COLUMN_GAP = 52;
    private static final int LANE = 7;
    private static final int RAIL_START = 12;
    private static final int ROW_GAP = 22;
    private static final int PORT_GAP = 8;
    private static final int PORT_MARGIN = 8;

    private static final int TALL = 48;
    private static final int FLAT = 30;
    private static final int STREAM_HEIGHT = 22;
    private static final int ICON_AND_MARGINS = 54;
    private static final double LETTER = 7.6;
    private static final int NARROWEST = 120;
    private static final int WIDEST = 264;

    private static final Grid.Gaps GAPS = new Grid.Gaps(14, 12, 9);
    private static final Set<NodeType> ENTRIES = EnumSet.of(NodeType.ROUTE, NodeType.BUCKET);

    private enum Side {
        LEFT,
        RIGHT
    }

    private record Port(String node, Side side) {}

    private final ApplicationMap map;
    private final Map<String, Integer> partOf = new HashMap<>();
    private final List<Node> parts = new ArrayList<>();
    private final Map<String, Node> streams = new HashMap<>();
    private final List<Node> railRow = new ArrayList<>();
    private final List<Node> loose = new ArrayList<>();
    private final Map<String, Integer> rails = new LinkedHashMap<>();
    private final Map<String, Box> boxes = new LinkedHashMap<>();

    Drafting(ApplicationMap map) {
        this.map = map;
    }

    Drawing draw() {
        sortOut();
        List<Edge> linked = map.edges().stream().filter(this::isLink).toList();
        List<Link> links = linked.stream()
                .map(edge -> new Link(part(edge.from()), part(edge.to()), weight(edge.kind())))
                .toList();
        List<Link> forward = Layers.withoutCircles(parts.size(), links);
        int[] layerOf = Layers.of(parts.size(), forward, entries());
        Grid grid = new Grid(layerOf, forward);
        grid.reduceCrossings();
        Columns columns = place(grid);
        int bottom = boxes.values().stream().mapToInt(Box::bottom).max().orElse(MARGIN);
        Map<String, Integer> railHeights = placeRails(columns, bottom);
        int right = Math.max(
                columns.right(),
                boxes.values().stream().mapToInt(Box::right).max().orElse(0));
        placeLoose(right);

        List<Line> lines = new ArrayList<>(railLines(columns, railHeights));
        lines.addAll(linkLines(grid, columns, linked, links, forward));
        return new Drawing(
                farthest(boxes.values().stream().map(Box::right), lines, Point::x) + MARGIN,
                farthest(boxes.values().stream().map(Box::bottom), lines, Point::y) + MARGIN,
                map.nodes().stream()
                        .flatMap(node -> Stream.ofNullable(boxes.get(node.id())))
                        .toList(),
                lines);
    }

    private static int farthest(Stream<Integer> borders, List<Line> lines, ToIntFunction<Point> of) {
        return IntStream.concat(
                        borders.mapToInt(Integer::intValue),
                        lines.stream().flatMap(line -> line.path().stream()).mapToInt(of))
                .max()
                .orElse(0);
    }

    /** Decides what stands in the layers, and what beside them. */
    private void sortOut() {
        Map<String, Long> failures = map.edges().stream()
                .filter(edge -> edge.kind() == EdgeKind.FAILURE)
                .collect(Collectors.groupingBy(Edge::to, LinkedHashMap::new, Collectors.counting()));
        failures.forEach((queue, count) -> {
            if (count > 1) {
                rails.put(queue, rails.size());
            }
        });
        Map<String, String> tableOf = map.edges().stream()
                .filter(edge -> edge.to().equals(NodeIds.stream(edge.from())))
                .collect(Collectors.toMap(Edge::to, Edge::from));
        Set<String> inLayers = new HashSet<>();
        for (Edge edge : map.edges()) {
            if (!tableOf.containsKey(edge.to())) {
                inLayers.add(tableOf.getOrDefault(edge.from(), edge.from()));
                if (!rails.containsKey(edge.to())) {
                    inLayers.add(edge.to());
                }
            }
        }
        for (Node node : map.nodes()) {
            if (node.type() == NodeType.STREAM) {
                streams.put(tableOf.getOrDefault(node.id(), ""), node);
            } else if (inLayers.contains(node.id())) {
                partOf.put(node.id(), parts.size());
                parts.add(node);
            } else {
                (rails.containsKey(node.id()) ? railRow : loose).add(node);
            }
        }
        tableOf.forEach((stream, table) -> {
            int part = part(table);
            if (part >= 0) {
                partOf.put(stream, part);
            }
        });
    }

    private boolean isLink(Edge edge) {
        return !rails.containsKey(edge.to()) && part(edge.from()) != part(edge.to());
    }

    private int part(String node) {
        return partOf.getOrDefault(node, -1);
    }

    private Set<Integer> entries() {
        return IntStream.range(0, parts.size())
                .filter(part -> ENTRIES.contains(parts.get(part).type()))
                .boxed()
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static int weight(EdgeKind kind) {
        return switch (kind) {
            case DELIVER, INVOKE -> 3;
            case SEND -> 2;
            case USE, READ, WRITE, FAILURE -> 1;
        };
    }

    /** The columns' left and right borders, by layer, and where each item of the grid is. */
    private static final class Columns {

        private final int[] lefts;
        private final int[] rights;
        private final double[] middles;
        private final int[] layerOf;

        Columns(int layers, double[] middles) {
            this.lefts = new int[layers];
            this.rights = new int[layers];
            this.middles = middles;
            this.layerOf = new int[middles.length];
        }

        int right() {
            return rights.length == 0 ? MARGIN : rights[rights.length - 1];
        }
    }

    private Columns place(Grid grid) {
        double[] heights =
                new double[grid.layers().stream().mapToInt(List::size).sum()];
        for (int part = 0; part < parts.size(); part++) {
            heights[part] = heightWithStream(parts.get(part));
        }
        Columns columns = new Columns(grid.layers().size(), grid.middles(heights, GAPS));
        double top = IntStream.range(0, heights.length)
                .mapToDouble(item -> columns.middles[item] - heights[item] / 2)
                .min()
                .orElse(0);
        int x = MARGIN + LANE * rails.size();
        for (int layer = 0; layer < columns.lefts.length; layer++) {
            int width = grid.layers().get(layer).stream()
                    .filter(grid::isPart)
                    .mapToInt(part -> widthOf(parts.get(part)))
                    .max()
                    .orElse(0);
            columns.lefts[layer] = x;
            columns.rights[layer] = x + width;
            for (int item : grid.layers().get(layer)) {
                columns.layerOf[item] = layer;
                columns.middles[item] += MARGIN - top;
                if (grid.isPart(item)) {
                    put(parts.get(item), x, (int) Math.round(columns.middles[item] - heights[item] / 2), width);
                }
            }
            x += width + COLUMN_GAP + LANE * rails.size();
        }
        return columns;
    }

    private void put(Node node, int x, int y, int width) {
        boxes.put(node.id(), new Box(node, x, y, width, heightOf(node)));
        streamOf(node)
                .ifPresent(
                        stream -> boxes.put(stream.id(), new Box(stream, x, y + heightOf(node), width, STREAM_HEIGHT)));
    }

    private Optional<Node> streamOf(Node table) {
        return Optional.ofNullable(streams.get(table.id()));
    }

    private int heightWithStream(Node node) {
        return heightOf(node) + (streamOf(node).isPresent() ? STREAM_HEIGHT : 0);
    }

    private static int heightOf(Node node) {
        return node.type() == NodeType.ROUTE || node.type() == NodeType.SCHEDULE ? FLAT : TALL;
    }

    private static int widthOf(Node node) {
        int wanted = ICON_AND_MARGINS + (int) Math.round(LETTER * node.label().length());
        return Math.clamp(wanted, NARROWEST, WIDEST);
    }

    /** Gives each rail its height, and a place on it to its queue when that has none in the layers. */
    private Map<String, Integer> placeRails(Columns columns, int bottom) {
        Map<String, Integer> heights = new HashMap<>();
        int y = bottom + ROW_GAP;
        for (String queue : rails.keySet()) {
            if (partOf.containsKey(queue)) {
                heights.put(queue, y);
                y += LANE;
            }
        }
        for (Node queue : railRow) {
            int last = map.edges().stream()
                    .filter(edge -> edge.to().equals(queue.id()))
                    .mapToInt(edge -> columns.layerOf[part(edge.from())])
                    .max()
                    .orElse(0);
            if (last + 1 < columns.lefts.length) {
                int column = columns.rights[last + 1] - columns.lefts[last + 1];
                boolean hasRoom = last + 2 == columns.lefts.length;
                put(queue, columns.lefts[last + 1], y, hasRoom ? Math.max(column, widthOf(queue)) : column);
            } else {
                put(queue, columns.rights[last] + COLUMN_GAP + LANE * rails.size(), y, widthOf(queue));
            }
            heights.put(queue.id(), y + TALL / 2);
            y += TALL + ROW_GAP / 2;
        }
        return heights;
    }

    private void placeLoose(int right) {
        int x = MARGIN;
        int y = boxes.values().stream().mapToInt(Box::bottom).max().orElse(0) + (boxes.isEmpty() ? MARGIN : ROW_GAP);
        int tallest = 0;
        for (Node node : loose) {
            int width = widthOf(node);
            if (x > MARGIN && x + width > right) {
                x = MARGIN;
                y += tallest + ROW_GAP / 2;
                tallest = 0;
            }
            put(node, x, y, width);
            tallest = Math.max(tallest, heightWithStream(node));
            x += width + ROW_GAP;
        }
    }

    private List<Line> railLines(Columns columns, Map<String, Integer> heights) {
        List<Line> lines = new ArrayList<>();
        for (Edge edge : map.edges()) {
            Box from = boxes.get(edge.from());
            Box to = boxes.get(edge.to());
            Integer lane = rails.get(edge.to());
            if (lane != null && from != null && to != null) {
                int height = heights.getOrDefault(edge.to(), 0);
                int down = columns.rights[columns.layerOf[part(edge.from())]] + RAIL_START + LANE * lane;
                int start = from.bottom() - PORT_MARGIN;
                List<Point> path = new ArrayList<>(
                        List.of(new Point(from.right(), start), new Point(down, start), new Point(down, height)));
                if (partOf.containsKey(edge.to())) {
                    int up = to.x() - RAIL_START - LANE * lane;
                    path.add(new Point(up, height));
                    path.add(new Point(up, to.middle()));
                }
                path.add(new Point(to.x(), to.middle()));
                lines.add(new Line(edge, path));
            }
        }
        lines.sort(Comparator.comparing(line -> line.edge().kind()));
        return lines;
    }

    private List<Line> linkLines(Grid grid, Columns columns, List<Edge> linked, List<Link> links, List<Link> forward) {
        List<List<Point>> between = new ArrayList<>();
        Map<Port, List<Integer>> leaving = new LinkedHashMap<>();
        for (int index = 0; index < linked.size(); index++) {
            List<Integer> way = grid.ways().get(index);
            List<Point> points = new ArrayList<>();
            for (int place : way.subList(1, way.size() - 1)) {
                int layer = columns.layerOf[place];
                int y = (int) Math.round(columns.middles[place]);
                points.add(new Point(columns.lefts[layer], y));
                points.add(new Point(columns.rights[layer], y));
            }
            between.add(points);
            boolean turned = !links.get(index).equals(forward.get(index));
            Edge edge = linked.get(index);
            leaving.computeIfAbsent(new Port(turned ? edge.to() : edge.from(), Side.RIGHT), _ -> new ArrayList<>())
                    .add(index);
            leaving.computeIfAbsent(new Port(turned ? edge.from() : edge.to(), Side.LEFT), _ -> new ArrayList<>())
                    .add(index);
        }
        Map<Port, Map<Integer, Point>> ports = new HashMap<>();
        leaving.forEach((port, edges) -> ports.put(port, spread(port, edges, linked, between)));

        List<Line> lines = new ArrayList<>();
        for (int index = 0; index < linked.size(); index++) {
            boolean turned = !links.get(index).equals(forward.get(index));
            Edge edge = linked.get(index);
            List<Point> path = new ArrayList<>();
            path.add(pointOf(ports, new Port(turned ? edge.to() : edge.from(), Side.RIGHT), index));
            path.addAll(between.get(index));
            path.add(pointOf(ports, new Port(turned ? edge.from() : edge.to(), Side.LEFT), index));
            lines.add(new Line(edge, turned ? path.reversed() : path));
        }
        // what is looked for most comes last, and so above the others
        lines.sort(Comparator.comparingInt(line -> weight(line.edge().kind())));
        return lines;
    }

    private static Point pointOf(Map<Port, Map<Integer, Point>> ports, Port port, int edge) {
        return ports.getOrDefault(port, Map.of()).getOrDefault(edge, new Point(0, 0));
    }

    /** Where the edges at one side of a box meet it: evenly about its middle, in the order of where they come from. */
    private Map<Integer, Point> spread(Port port, List<Integer> edges, List<Edge> linked, List<List<Point>> between) {
        Box box = boxOf(port.node());
        List<Integer> fromTop = edges.stream()
                .sorted(Comparator.comparingInt(index -> neighbour(port, linked.get(index), between.get(index))))
                .toList();
        double gap = Math.min(PORT_GAP, (box.height() - 2.0 * PORT_MARGIN) / Math.max(1, fromTop.size() - 1));
        Map<Integer, Point> points = new HashMap<>();
        for (int place = 0; place < fromTop.size(); place++) {
            double y = box.middle() + (place - (fromTop.size() - 1) / 2.0) * gap;
            points.put(fromTop.get(place), new Point(port.side() == Side.LEFT ? box.x() : box.right(), (int)
                    Math.round(y)));
        }
        return points;
    }

    /** The height at which an edge's next point lies, seen from a side of a box. */
    private int neighbour(Port port, Edge edge, List<Point> between) {
        if (!between.isEmpty()) {
            return (port.side() == Side.LEFT ? between.getLast() : between.getFirst()).y();
        }
        return boxOf(edge.from().equals(port.node()) ? edge.to() : edge.from()).middle();
    }

    private Box boxOf(String node) {
        Box box = boxes.get(node);
        if (box == null) {
            throw new IllegalStateException("'" + node + "' has an edge and no place");
        }
        return box;
    }
}
