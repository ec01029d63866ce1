package localrunner.map;

import static localrunner.application.ApplicationBuilder.applicationIn;
import static localrunner.application.FunctionBuilder.function;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import localrunner.application.Application;
import localrunner.map.ApplicationMap.Edge;
import localrunner.map.ApplicationMap.EdgeKind;
import localrunner.map.ApplicationMap.Node;
import localrunner.map.ApplicationMap.NodeType;
import localrunner.map.Drawing.Box;
import localrunner.map.Drawing.Line;
import localrunner.map.Drawing.Pair;
import localrunner.map.Drawing.Point;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DrawingTest {

    static Stream<ApplicationMap> maps() {
        return Stream.concat(
                Stream.of(
                                Templates.read("edges.yaml"),
                                Templates.read("greeter.yaml"),
                                Templates.read("orders.yaml"),
                                Templates.wordCounter())
                        .map(ApplicationMap::of),
                new Random(18).longs(20).mapToObj(DrawingTest::anyMap));
    }

    /** A map of up to 40 nodes and 80 edges, circles and rails among them. */
    private static ApplicationMap anyMap(long seed) {
        Random random = new Random(seed);
        List<Node> nodes = new ArrayList<>();
        List<NodeType> types = List.of(NodeType.ROUTE, NodeType.FUNCTION, NodeType.QUEUE, NodeType.TABLE);
        for (int number = 0; number < 2 + random.nextInt(39); number++) {
            nodes.add(new Node("n" + number, types.get(random.nextInt(types.size())), "node " + number, ""));
        }
        List<EdgeKind> kinds = List.of(EdgeKind.values());
        List<Edge> edges = new ArrayList<>();
        for (int number = 0; number < random.nextInt(80); number++) {
            String from = "n" + random.nextInt(nodes.size());
            String to = "n" + random.nextInt(nodes.size());
            EdgeKind kind = kinds.get(random.nextInt(kinds.size()));
            if (!from.equals(to)
                    && edges.stream()
                            .noneMatch(edge ->
                                    edge.from().equals(from) && edge.to().equals(to))) {
                edges.add(new Edge(from, to, kind));
            }
        }
        return new ApplicationMap(nodes, edges);
    }

    @ParameterizedTest
    @MethodSource("maps")
    void of_shouldHaveNoNodeOverAnother_whateverTheMap(ApplicationMap map) {
        List<Box> boxes = Drawing.of(map).boxes();

        assertThat(boxes).extracting(Box::node).containsExactlyElementsOf(map.nodes());
        for (Box one : boxes) {
            assertThat(boxes).filteredOn(other -> !other.equals(one)).noneMatch(one::overlaps);
        }
    }

    @ParameterizedTest
    @MethodSource("maps")
    void of_shouldStayWithinItsSize_whateverTheMap(ApplicationMap map) {
        Drawing drawing = Drawing.of(map);

        assertThat(drawing.boxes())
                .allMatch(box ->
                        box.x() > 0 && box.y() > 0 && box.right() < drawing.width() && box.bottom() < drawing.height());
        assertThat(drawing.lines().stream().flatMap(line -> line.path().stream()))
                .allMatch(point ->
                        point.x() > 0 && point.y() > 0 && point.x() < drawing.width() && point.y() < drawing.height());
    }

    @ParameterizedTest
    @MethodSource("maps")
    void of_shouldLeadNoLineOverANode_whateverTheMap(ApplicationMap map) {
        Drawing drawing = Drawing.of(map);

        for (Line line : drawing.lines()) {
            for (int index = 1; index < line.path().size(); index++) {
                Point from = line.path().get(index - 1);
                Point to = line.path().get(index);
                assertThat(drawing.boxes())
                        .describedAs("%s from %s to %s", line.edge(), from, to)
                        .noneMatch(box -> isIn(box, from, to));
            }
        }
    }

    /** A curve between two points stays in the rectangle that they span. */
    private static boolean isIn(Box box, Point from, Point to) {
        return Math.min(from.x(), to.x()) < box.x() + box.width()
                && Math.max(from.x(), to.x()) > box.x()
                && Math.min(from.y(), to.y()) < box.y() + box.height()
                && Math.max(from.y(), to.y()) > box.y();
    }

    @ParameterizedTest
    @MethodSource("maps")
    void of_shouldBeginAndEndAtTheNodes_whateverTheMap(ApplicationMap map) {
        Drawing drawing = Drawing.of(map);

        assertThat(drawing.lines())
                .extracting(Line::edge)
                .containsExactlyInAnyOrderElementsOf(map.edges().stream()
                        .filter(edge -> !edge.to().equals(NodeIds.stream(edge.from())))
                        .toList());
        for (Line line : drawing.lines()) {
            assertThat(line.path().getFirst())
                    .matches(point -> isAtSide(box(drawing, line.edge().from()), point));
            assertThat(line.path().getLast())
                    .matches(point -> isAtSide(box(drawing, line.edge().to()), point));
        }
    }

    private static boolean isAtSide(Box box, Point point) {
        return (point.x() == box.x() || point.x() == box.x() + box.width())
                && point.y() > box.y()
                && point.y() < box.y() + box.height();
    }

    private static Box box(Drawing drawing, String id) {
        return drawing.boxes().stream()
                .filter(box -> box.node().id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("maps")
    void of_shouldBeTheSame_whenTheMapIs(ApplicationMap map) {
        assertThat(Drawing.of(map)).isEqualTo(Drawing.of(new ApplicationMap(map.nodes(), map.edges())));
    }

    @Test
    void of_shouldBeTheSame_whenTheTemplateIsReadAgain() {
        assertThat(Drawing.of(ApplicationMap.of(Templates.wordCounter())))
                .isEqualTo(Drawing.of(ApplicationMap.of(Templates.wordCounter())));
    }

    @Test
    void of_shouldLeadFromLeftToRight_whenNothingGoesInACircle() {
        Drawing drawing = Drawing.of(ApplicationMap.of(Templates.read("edges.yaml")));

        assertThat(drawing.lines())
                .allMatch(line ->
                        line.path().getFirst().x() < line.path().getLast().x());
    }

    @Test
    void of_shouldHaveOneNode_whenThereIsOneFunction() {
        Application application =
                applicationIn("us-east-1").with(function("Only").build()).build();

        Drawing drawing = Drawing.of(ApplicationMap.of(application));

        assertThat(drawing.boxes()).hasSize(1);
        assertThat(drawing.lines()).isEmpty();
        assertThat(drawing.width()).isBetween(100, 400);
        assertThat(drawing.height()).isBetween(40, 150);
    }

    @Test
    void of_shouldBeEmpty_whenThereIsNothing() {
        Drawing drawing = Drawing.of(new ApplicationMap(List.of(), List.of()));

        assertThat(drawing.boxes()).isEmpty();
        assertThat(drawing.width()).isPositive();
    }

    @Test
    void of_shouldLeadAlongTheBottom_whenSeveralFailIntoOneQueue() {
        Drawing drawing = Drawing.of(ApplicationMap.of(Templates.read("edges.yaml")));

        Box letters = box(drawing, "DeadLetters");
        assertThat(drawing.boxes())
                .filteredOn(box -> drawing.lines().stream().anyMatch(line -> touches(line, box)))
                .allMatch(box -> box.bottom() <= letters.bottom());
        assertThat(drawing.lines())
                .filteredOn(line -> line.edge().to().equals("DeadLetters"))
                .hasSize(3)
                .allMatch(line -> line.edge().kind() == EdgeKind.FAILURE);
    }

    private static boolean touches(Line line, Box box) {
        return line.edge().from().equals(box.node().id())
                || line.edge().to().equals(box.node().id());
    }

    @Test
    void with_shouldMoveNothing_whenAnEdgeWasSeen() {
        Drawing drawing = Drawing.of(ApplicationMap.of(Templates.wordCounter()));

        Drawing more = drawing.with(List.of(
                new Pair("SlackDigestFunction", "WordCounts"),
                new Pair("SnsLoggerFunction", "EventLedger"),
                new Pair("Nobody", "EventLedger"),
                new Pair("WordsTopic", "SnsLoggerFunction")));

        assertThat(more.boxes()).isEqualTo(drawing.boxes());
        assertThat(more.lines())
                .startsWith(drawing.lines().toArray(new Line[0]))
                .hasSize(drawing.lines().size() + 2);
        for (Line line :
                more.lines().subList(drawing.lines().size(), more.lines().size())) {
            assertThat(line.edge().kind()).isEqualTo(EdgeKind.USE);
            for (int index = 1; index < line.path().size(); index++) {
                Point from = line.path().get(index - 1);
                Point to = line.path().get(index);
                assertThat(more.boxes()).noneMatch(box -> from.y() == to.y() && isIn(box, from, to));
            }
        }
    }
}
