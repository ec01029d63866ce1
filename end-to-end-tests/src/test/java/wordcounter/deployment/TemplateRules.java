package wordcounter.deployment;

import static wordcounter.deployment.Template.list;
import static wordcounter.deployment.Template.map;
import static wordcounter.deployment.Template.properties;
import static wordcounter.deployment.Template.text;
import static wordcounter.deployment.Template.type;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What we hold a template to, beyond what CloudFormation does. Each method returns what breaks its rule. */
final class TemplateRules {

    private final Template template;

    TemplateRules(String template) {
        this.template = Template.parse(template);
    }

    /** Two stacks live in one account only when no resource names itself; SSM parameters carry the stack in their path. */
    List<String> resourcesWithFixedNames() {
        List<String> broken = new ArrayList<>();
        template.resources().forEach((id, resource) -> {
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
        return template.resourcesOf("AWS::DynamoDB::Table").entrySet().stream()
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
        template.resourcesOf(Template.FUNCTION).forEach((id, function) -> {
            map(function, "Properties", "Events").forEach((name, event) -> {
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
        template.resourcesOf(Template.FUNCTION)
                .forEach((id, function) -> require(broken, id, function, "Properties", "Role"));
        template.resourcesOf("AWS::IAM::Role").forEach((id, role) -> collectWildcards(broken, id, properties(role)));
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
        boolean hasAlarm = template.resourcesOf("AWS::CloudWatch::Alarm").values().stream()
                .anyMatch(alarm -> text(alarm, "Properties", "MetricName").equals(metric)
                        && list(alarm, "Properties", "Dimensions").stream()
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
}
