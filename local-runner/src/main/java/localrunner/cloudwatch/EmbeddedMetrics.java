package localrunner.cloudwatch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import localrunner.alarms.MetricId;
import localrunner.console.Console;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Finds metrics in the lines that functions print.
 *
 * <p>AWS document "Specification: Embedded metric format": a line that is a JSON object with {@code _aws.CloudWatchMetrics}
 * names metrics and sets of dimensions; their values are members of the object, a metric's a number or up to 100 numbers. A
 * line that breaks this is no metric on AWS, and nobody is told; here the console says why, once. Thread-safe.
 */
final class EmbeddedMetrics {

    private static final String MARK = "\"_aws\"";
    private static final int MOST_VALUES = 100;
    private static final int MOST_DIMENSIONS = 30;

    private final MetricStore store;
    private final Minutes minutes;
    private final Console console;
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    EmbeddedMetrics(MetricStore store, Minutes minutes, Console console) {
        this.store = store;
        this.minutes = minutes;
        this.console = console;
    }

    /** @param source whose line it is */
    void read(String source, String line) {
        if (!line.startsWith("{") || !line.contains(MARK)) {
            return;
        }
        try {
            JsonNode root = JsonMapper.shared().readTree(line);
            JsonNode directives = root.path("_aws").path("CloudWatchMetrics");
            if (directives.isMissingNode()) {
                return;
            }
            require(directives.isArray(), "_aws.CloudWatchMetrics is no array");
            require(root.path("_aws").path("Timestamp").isIntegralNumber(), "_aws.Timestamp is no whole number");
            List<Value> values = new ArrayList<>();
            directives.forEach(directive -> read(root, directive, values));
            long minute = minutes.current();
            values.forEach(value -> store.add(value.metric(), value.unit(), minute, value.number(), 1));
        } catch (JacksonException e) {
            tell(source, "it is no JSON");
        } catch (MalformedMetricException e) {
            tell(source, String.valueOf(e.getMessage()));
        }
    }

    private void tell(String source, String problem) {
        if (told.add(source + " " + problem)) {
            console.warn(source, "a line in the embedded metric format is no metric: " + problem);
        }
    }

    private record Value(MetricId metric, String unit, double number) {}

    private static void read(JsonNode root, JsonNode directive, List<Value> values) {
        String namespace = text(directive, "Namespace");
        JsonNode metrics = directive.path("Metrics");
        require(metrics.isArray(), "Metrics is no array");
        require(metrics.size() <= MOST_VALUES, "it has more than 100 metrics");
        List<Map<String, String>> dimensionSets = dimensionSets(root, directive.path("Dimensions"));
        for (JsonNode metric : metrics) {
            String name = text(metric, "Name");
            String unit = metric.path("Unit").asString("None");
            for (double number : numbers(root, name)) {
                dimensionSets.forEach(
                        dimensions -> values.add(new Value(new MetricId(namespace, name, dimensions), unit, number)));
            }
        }
    }

    private static List<Map<String, String>> dimensionSets(JsonNode root, JsonNode sets) {
        require(sets.isArray(), "Dimensions is no array");
        List<Map<String, String>> result = new ArrayList<>();
        for (JsonNode names : sets) {
            require(
                    names.isArray() && names.size() <= MOST_DIMENSIONS,
                    "a set of Dimensions is no array of up to 30 names");
            Map<String, String> dimensions = new TreeMap<>();
            for (JsonNode name : names) {
                dimensions.put(name.asString(""), text(root, name.asString("")));
            }
            result.add(dimensions);
        }
        return result.isEmpty() ? List.of(Map.of()) : result;
    }

    private static List<Double> numbers(JsonNode root, String name) {
        JsonNode value = root.path(name);
        List<JsonNode> nodes = value.isArray() ? value.valueStream().toList() : List.of(value);
        require(
                nodes.size() <= MOST_VALUES && nodes.stream().allMatch(JsonNode::isNumber),
                "the member " + name + " is no number, and no array of up to 100 numbers");
        return nodes.stream().map(JsonNode::doubleValue).toList();
    }

    private static String text(JsonNode node, String member) {
        return Optional.of(node.path(member))
                .filter(JsonNode::isString)
                .map(JsonNode::stringValue)
                .filter(text -> !text.isEmpty())
                .orElseThrow(() -> new MalformedMetricException("the member " + member + " is missing, or no text"));
    }

    private static void require(boolean condition, String problem) {
        if (!condition) {
            throw new MalformedMetricException(problem);
        }
    }

    private static final class MalformedMetricException extends RuntimeException {
        MalformedMetricException(String message) {
            super(message);
        }
    }
}
