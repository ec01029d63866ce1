package wordcounter.targets;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/**
 * A stack on AWS, with the credentials and the region of whoever runs the tests. What the SDK clients of the functions can't
 * tell about it the AWS CLI does.
 */
final class DeployedTarget implements Target {

    /** This machine's clock may be ahead of AWS's. */
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(1);

    private final Region region = new DefaultAwsRegionProviderChain().getRegion();
    private final DeployedStack stack;
    private final URI api;
    private final String apiKey;
    private final Instant start = Instant.now().minus(CLOCK_SKEW);

    DeployedTarget(String name) {
        stack = new DeployedStack(AwsCli.here(region.id()), name);
        api = URI.create(stack.apiUrl());
        apiKey = stack.apiKey();
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
    public <B extends AwsClientBuilder<B, C>, C> C client(B builder) {
        return builder.region(region).build();
    }

    @Override
    public String parameterPrefix() {
        return stack.parameterPrefix();
    }

    @Override
    public List<String> operatorOptions() {
        return List.of("--stack", stack.name(), "--stage", stack.stage(), "--region", region.id());
    }

    @Override
    public String functionName(String logicalId) {
        return stack.physicalId(logicalId);
    }

    /** Since the tests began. CloudWatch Logs has them some seconds later. */
    @Override
    public List<String> logLines(String logicalId) {
        return stack.logLines(stack.physicalId(logicalId.replaceFirst("Function$", "Logs")), start);
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
