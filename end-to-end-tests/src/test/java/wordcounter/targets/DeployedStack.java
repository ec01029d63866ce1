package wordcounter.targets;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import wordcounter.json.JsonObject;

/** What the AWS CLI tells of a stack that was made of the template. Thread-safe. */
final class DeployedStack {

    private final AwsCli aws;
    private final String name;
    private final JsonObject description;
    private final String stage;
    private final Map<String, String> physicalIds = new ConcurrentHashMap<>();

    DeployedStack(AwsCli aws, String name) {
        this.aws = aws;
        this.name = name;
        description = aws.call("cloudformation", "describe-stacks", "--stack-name", name)
                .requiredObjects("Stacks")
                .getFirst();
        stage = value("Parameter", "Stage");
    }

    String name() {
        return name;
    }

    String stage() {
        return stage;
    }

    String parameterPrefix() {
        return "/" + name + "/" + stage + "/";
    }

    String apiUrl() {
        return value("Output", "ApiUrl");
    }

    String apiKey() {
        return aws.call("apigateway", "get-api-key", "--include-value", "--api-key", value("Output", "ApiKeyId"))
                .requiredString("value");
    }

    private String value(String kind, String key) {
        return description.requiredObjects(kind + "s").stream()
                .filter(each -> each.requiredString(kind + "Key").equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the stack " + name + " has no " + kind + " " + key))
                .requiredString(kind + "Value");
    }

    String physicalId(String logicalId) {
        return physicalIds.computeIfAbsent(
                logicalId,
                id -> aws.call(
                                "cloudformation",
                                "describe-stack-resource",
                                "--stack-name",
                                name,
                                "--logical-resource-id",
                                id)
                        .requiredObject("StackResourceDetail")
                        .requiredString("PhysicalResourceId"));
    }

    Set<String> logGroups(String prefix) {
        return aws
                .call("logs", "describe-log-groups", "--log-group-name-prefix", prefix)
                .requiredObjects("logGroups")
                .stream()
                .map(group -> group.requiredString("logGroupName"))
                .collect(Collectors.toSet());
    }

    /** What a function has logged, without the lines of Lambda itself, oldest first. */
    List<String> logLines(String logGroup, Instant since) {
        return aws
                .call(
                        "logs",
                        "filter-log-events",
                        "--log-group-name",
                        logGroup,
                        "--start-time",
                        Long.toString(since.toEpochMilli()))
                .requiredObjects("events")
                .stream()
                .map(event -> event.requiredString("message").strip())
                .filter(line -> line.startsWith("{") && !line.contains("\"type\":\"platform."))
                .toList();
    }
}
