package wordcounter.targets;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import wordcounter.json.JsonObject;

/**
 * A stack on AWS, with the credentials and the region of whoever runs the tests. What the SDK clients of the functions can't
 * tell about it the AWS CLI does.
 */
final class DeployedTarget implements Target {

    /** This machine's clock may be ahead of AWS's. */
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(1);

    private final String stack;
    private final String stage;
    private final Region region;
    private final URI api;
    private final String apiKey;
    private final Map<String, String> physicalIds = new ConcurrentHashMap<>();
    private final Instant start = Instant.now().minus(CLOCK_SKEW);

    DeployedTarget(String stack) {
        this.stack = stack;
        region = new DefaultAwsRegionProviderChain().getRegion();
        JsonObject description = aws("cloudformation", "describe-stacks", "--stack-name", stack)
                .requiredObjects("Stacks")
                .getFirst();
        stage = value(description, "Parameter", "Stage");
        api = URI.create(value(description, "Output", "ApiUrl"));
        String apiKeyId = value(description, "Output", "ApiKeyId");
        apiKey = aws("apigateway", "get-api-key", "--include-value", "--api-key", apiKeyId)
                .requiredString("value");
    }

    private String value(JsonObject description, String kind, String key) {
        return description.requiredObjects(kind + "s").stream()
                .filter(each -> each.requiredString(kind + "Key").equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the stack " + stack + " has no " + kind + " " + key))
                .requiredString(kind + "Value");
    }

    private JsonObject aws(String... arguments) {
        List<String> command = new ArrayList<>(List.of("aws"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--region", region.id(), "--output", "json"));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException("failed: " + String.join(" ", command));
            }
            return JsonObject.parse(answer);
        } catch (IOException e) {
            throw new UncheckedIOException("the AWS CLI could not be started", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted during " + String.join(" ", command), e);
        }
    }

    @Override
    public URI api() {
        return api;
    }

    @Override
    public String apiKey() {
        return apiKey;
    }

    @Override
    public Map<String, String> environment() {
        return Map.of("AWS_REGION", region.id());
    }

    @Override
    public <B extends AwsClientBuilder<B, C>, C> C client(B builder) {
        return builder.region(region).build();
    }

    @Override
    public String parameterPrefix() {
        return "/" + stack + "/" + stage + "/";
    }

    @Override
    public List<String> operatorOptions() {
        return List.of("--stack", stack, "--stage", stage, "--region", region.id());
    }

    @Override
    public String functionName(String logicalId) {
        return physicalId(logicalId);
    }

    private String physicalId(String logicalId) {
        return physicalIds.computeIfAbsent(logicalId, this::readPhysicalId);
    }

    private String readPhysicalId(String logicalId) {
        return aws(
                        "cloudformation",
                        "describe-stack-resource",
                        "--stack-name",
                        stack,
                        "--logical-resource-id",
                        logicalId)
                .requiredObject("StackResourceDetail")
                .requiredString("PhysicalResourceId");
    }

    /** Since the tests began, and without the lines of Lambda itself. CloudWatch Logs has them some seconds later. */
    @Override
    public List<String> logLines(String logicalId) {
        return aws(
                        "logs",
                        "filter-log-events",
                        "--log-group-name",
                        physicalId(logicalId.replaceFirst("Function$", "Logs")),
                        "--start-time",
                        Long.toString(start.toEpochMilli()))
                .requiredObjects("events")
                .stream()
                .map(event -> event.requiredString("message").strip())
                .filter(line -> !line.contains("\"type\":\"platform."))
                .toList();
    }

    @Override
    public Optional<FunctionKiller> functionKiller() {
        return Optional.empty();
    }

    @Override
    public void close() {
        // it was there before
    }
}
