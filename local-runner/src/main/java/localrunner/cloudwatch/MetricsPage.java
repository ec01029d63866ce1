package localrunner.cloudwatch;

import java.util.Map;
import java.util.TreeMap;
import localrunner.alarms.MetricId;
import localrunner.edge.EdgeRequest;
import localrunner.edge.EdgeResponse;
import localrunner.edge.EdgeService;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Shows all metrics with what is kept of them, minute by minute, as JSON at {@code /_metrics}. The parameters {@code
 * namespace}, {@code name} and {@code dimension} ({@code QueueName:orders}) leave out the others. A PUT adds a value to one, in
 * this minute or {@code minutesAgo}. AWS has nothing like that. Thread-safe.
 */
final class MetricsPage implements EdgeService {

    private static final String EXPECTED = "the body is a JSON object such as {\"namespace\":\"AWS/SQS\",\"name\":"
            + "\"NumberOfMessagesSent\",\"dimensions\":{\"QueueName\":\"orders\"},\"unit\":\"Count\",\"value\":1,"
            + "\"minutesAgo\":0}, at most two weeks ago";

    /** As long ago as CloudWatch takes a value: two weeks ("PutMetricData", CloudWatch API Reference). */
    private static final int MOST_MINUTES_AGO = 14 * 24 * 60;

    private final MetricStore store;
    private final Minutes minutes;

    MetricsPage(MetricStore store, Minutes minutes) {
        this.store = store;
        this.minutes = minutes;
    }

    @Override
    public String name() {
        return "_metrics";
    }

    @Override
    public EdgeResponse handle(EdgeRequest request) {
        return switch (request.method()) {
            case "GET" -> show(request);
            case "PUT" -> write(request);
            default -> refusal(405, "GET shows the metrics, PUT adds a value to one");
        };
    }

    private EdgeResponse show(EdgeRequest request) {
        ObjectNode page = JsonMapper.shared().createObjectNode();
        Map<String, String> wanted = request.queryParameters();
        ArrayNode list = page.putArray("metrics");
        store.kept(id -> isWanted(id, wanted)).forEach(metric -> list.add(shown(metric)));
        return EdgeResponse.of(200, "application/json", page.toString());
    }

    /** For alarms on what does not come to pass here. AWS takes no values for metrics of its own services. */
    private EdgeResponse write(EdgeRequest request) {
        JsonNode value;
        try {
            value = JsonMapper.shared().readTree(request.bodyText());
        } catch (JacksonException e) {
            return refusal(400, EXPECTED);
        }
        Map<String, String> dimensions = new TreeMap<>();
        value.path("dimensions").forEachEntry((name, dimension) -> dimensions.put(name, dimension.asString("")));
        String namespace = value.path("namespace").asString("");
        String name = value.path("name").asString("");
        int minutesAgo = value.path("minutesAgo").asInt(0);
        boolean isPast = minutesAgo >= 0 && minutesAgo <= MOST_MINUTES_AGO;
        if (namespace.isEmpty() || name.isEmpty() || !value.path("value").isNumber() || !isPast) {
            return refusal(400, EXPECTED);
        }
        store.add(
                new MetricId(namespace, name, dimensions),
                value.path("unit").asString("None"),
                minutes.current() - minutesAgo,
                value.path("value").doubleValue(),
                1);
        return EdgeResponse.of(200, "application/json", "{}");
    }

    private static EdgeResponse refusal(int status, String message) {
        return EdgeResponse.of(
                status,
                "application/json",
                JsonMapper.shared().createObjectNode().put("message", message).toString());
    }

    private static boolean isWanted(MetricId id, Map<String, String> wanted) {
        String[] dimension = wanted.getOrDefault("dimension", "").split(":", 2);
        return wanted.getOrDefault("namespace", id.namespace()).equals(id.namespace())
                && wanted.getOrDefault("name", id.name()).equals(id.name())
                && (dimension.length < 2 || dimension[1].equals(id.dimensions().get(dimension[0])));
    }

    private ObjectNode shown(MetricStore.Kept metric) {
        ObjectNode node = JsonMapper.shared()
                .createObjectNode()
                .put("namespace", metric.id().namespace())
                .put("name", metric.id().name());
        ObjectNode dimensions = node.putObject("dimensions");
        metric.id().dimensions().forEach(dimensions::put);
        node.put("unit", metric.unit());
        ArrayNode points = node.putArray("points");
        metric.points()
                .forEach(point -> points.addObject()
                        .put("at", minutes.startOf(point.minute()).toString())
                        .put("sampleCount", point.sampleCount())
                        .put("sum", point.sum())
                        .put("minimum", point.minimum())
                        .put("maximum", point.maximum()));
        return node;
    }
}
