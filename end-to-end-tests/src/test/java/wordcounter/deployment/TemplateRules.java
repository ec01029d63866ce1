package wordcounter.deployment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** What we hold a template to, beyond what CloudFormation does. Each method returns what breaks its rule. */
final class TemplateRules {

    private final Map<String, Map<?, ?>> resources = new TreeMap<>();

    TemplateRules(String template) {
        Node root = new Compose(LoadSettings.builder().build())
                .composeString(template)
                .orElseThrow();
        if (value(root) instanceof Map<?, ?> members && members.get("Resources") instanceof Map<?, ?> all) {
            all.forEach((id, resource) -> resources.put(String.valueOf(id), (Map<?, ?>) resource));
        } else {
            throw new IllegalArgumentException("the template has no resources");
        }
    }

    /** Two stacks live in one account only when no resource names itself; SSM parameters carry the stack in their path. */
    List<String> resourcesWithFixedNames() {
        List<String> broken = new ArrayList<>();
        resources.forEach((id, resource) -> {
            for (String name : List.of(
                    "FunctionName", "TableName", "QueueName", "TopicName", "LogGroupName", "AlarmName", "RoleName")) {
                if (properties(resource).containsKey(name)) {
                    broken.add(id + "." + name);
                }
            }
            boolean isParameter = type(resource).equals("AWS::SSM::Parameter");
            if (isParameter && !text(resource, "Properties", "Name").startsWith("/${AWS::StackName}/")) {
                broken.add(id + ".Name");
            }
        });
        return broken;
    }

    /** What was counted outlives the stack, and a mistake of five minutes ago. */
    List<String> tablesThatCanBeLost() {
        return ofType("AWS::DynamoDB::Table").entrySet().stream()
                .filter(table -> !text(table.getValue(), "DeletionPolicy").equals("Retain")
                        || !text(table.getValue(), "UpdateReplacePolicy").equals("Retain")
                        || !text(
                                        table.getValue(),
                                        "Properties",
                                        "PointInTimeRecoverySpecification",
                                        "PointInTimeRecoveryEnabled")
                                .equals("true"))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Retries, age limit, destination and alarm, always together. */
    List<String> asynchronousEdgesThatLose() {
        List<String> broken = new ArrayList<>();
        ofType("AWS::Serverless::Function").forEach((id, function) -> {
            if (!(properties(function).get("Events") instanceof Map<?, ?> events)) {
                return;
            }
            events.forEach((name, event) -> {
                String path = id + "." + name;
                switch (type((Map<?, ?>) event)) {
                    case "SNS" -> {
                        require(broken, path, event, "Properties", "RedrivePolicy", "deadLetterTargetArn");
                        require(broken, id, function, "Properties", "EventInvokeConfig", "MaximumRetryAttempts");
                        require(broken, id, function, "Properties", "EventInvokeConfig", "MaximumEventAgeInSeconds");
                        require(
                                broken,
                                id,
                                function,
                                "Properties",
                                "EventInvokeConfig",
                                "DestinationConfig",
                                "OnFailure",
                                "Destination");
                        requireAlarm(broken, id, "DestinationDeliveryFailures");
                    }
                    case "DynamoDB" -> {
                        require(broken, path, event, "Properties", "MaximumRetryAttempts");
                        require(broken, path, event, "Properties", "MaximumRecordAgeInSeconds");
                        require(broken, path, event, "Properties", "BisectBatchOnFunctionError");
                        require(broken, path, event, "Properties", "FunctionResponseTypes");
                        require(broken, path, event, "Properties", "DestinationConfig", "OnFailure", "Destination");
                        requireAlarm(broken, id, "IteratorAge");
                    }
                    default -> {}
                }
            });
        });
        return broken;
    }

    /** A policy lists its actions and resources, and none but ours: SAM's managed ones allow more than is needed. */
    List<String> policiesWithWildcards() {
        List<String> broken = new ArrayList<>();
        ofType("AWS::Serverless::Function")
                .forEach((id, function) -> require(broken, id, function, "Properties", "Role"));
        ofType("AWS::IAM::Role").forEach((id, role) -> collectWildcards(broken, id, properties(role)));
        return broken;
    }

    private static void collectWildcards(List<String> broken, String id, Object value) {
        switch (value) {
            // X-Ray has no resources to name
            case Map<?, ?> map when text(map, "Sid").equals("Trace") -> {}
            case Map<?, ?> map -> map.values().forEach(member -> collectWildcards(broken, id, member));
            case List<?> list -> list.forEach(element -> collectWildcards(broken, id, element));
            case String text when text.contains("*") && !text.endsWith("/stream/*") -> broken.add(id + ": " + text);
            default -> {}
        }
    }

    private void requireAlarm(List<String> broken, String function, String metric) {
        boolean hasAlarm = ofType("AWS::CloudWatch::Alarm").values().stream()
                .anyMatch(alarm -> text(alarm, "Properties", "MetricName").equals(metric)
                        && properties(alarm).get("Dimensions") instanceof List<?> dimensions
                        && dimensions.stream()
                                .anyMatch(dimension -> text(dimension, "Value").equals(function)));
        if (!hasAlarm) {
            broken.add(function + ": no alarm on " + metric);
        }
    }

    private static void require(List<String> broken, String name, Object value, String... path) {
        if (text(value, path).isEmpty()) {
            broken.add(name + ": " + String.join(".", path));
        }
    }

    private Map<String, Map<?, ?>> ofType(String type) {
        Map<String, Map<?, ?>> found = new LinkedHashMap<>(resources);
        found.values().removeIf(resource -> !type(resource).equals(type));
        return found;
    }

    private static String type(Map<?, ?> resource) {
        return text(resource, "Type");
    }

    private static Map<?, ?> properties(Map<?, ?> resource) {
        return resource.get("Properties") instanceof Map<?, ?> properties ? properties : Map.of();
    }

    /** What stands at the path, as text; empty when there is nothing. */
    private static String text(Object value, String... path) {
        Object found = value;
        for (String name : path) {
            found = found instanceof Map<?, ?> map && map.containsKey(name) ? map.get(name) : "";
        }
        return String.valueOf(found);
    }

    /** Plain maps, lists and texts; what a tag such as {@code !Ref} names stands for itself. */
    private static Object value(Node node) {
        return switch (node) {
            case MappingNode mapping -> {
                Map<String, Object> members = new LinkedHashMap<>();
                for (NodeTuple tuple : mapping.getValue()) {
                    members.put(((ScalarNode) tuple.getKeyNode()).getValue(), value(tuple.getValueNode()));
                }
                yield members;
            }
            case SequenceNode sequence ->
                sequence.getValue().stream().map(TemplateRules::value).toList();
            case ScalarNode scalar -> scalar.getValue();
            default -> throw new IllegalArgumentException("not a template: " + node);
        };
    }
}
