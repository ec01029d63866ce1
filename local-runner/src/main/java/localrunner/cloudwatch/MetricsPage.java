package localrunner.cloudwatch;

import java.util.Map;
import localrunner.alarms.MetricId;
import localrunner.edge.EdgeRequest;
import localrunner.edge.EdgeResponse;
import localrunner.edge.EdgeService;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Shows all metrics with what is kept of them, minute by minute, as JSON at {@code /_metrics}. The parameters {@code
 * namespace}, {@code name} and {@code dimension} ({@code QueueName:orders}) leave out the others. AWS has nothing like that.
 * Thread-safe.
 */
final class MetricsPage implements EdgeService {

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
        ObjectNode page = JsonMapper.shared().createObjectNode();
        if (!request.method().equals("GET")) {
            return EdgeResponse.of(
                    405,
                    "application/json",
                    page.put("message", "GET shows the metrics").toString());
        }
        Map<String, String> wanted = request.queryParameters();
        ArrayNode list = page.putArray("metrics");
        store.kept(id -> isWanted(id, wanted)).forEach(metric -> list.add(shown(metric)));
        return EdgeResponse.of(200, "application/json", page.toString());
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
