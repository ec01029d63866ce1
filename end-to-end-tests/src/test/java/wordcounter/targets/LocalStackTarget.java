package wordcounter.targets;

import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;

/** A stack in {@link LocalStack}: the whole template with its functions. */
final class LocalStackTarget implements Target {

    private static final Duration LONGEST_DEPLOYMENT = Duration.ofMinutes(3);

    private final LocalStack localStack;
    private final DeployedStack stack;
    private final String apiKey;

    /** A path that stands for the API's host name, which not every machine's resolver knows. */
    private final String root;

    LocalStackTarget(LocalStack localStack, String name, String templateUrl) {
        this.localStack = localStack;
        deploy(name, templateUrl);
        stack = new DeployedStack(localStack::aws, name);
        apiKey = stack.apiKey();
        root = localStack.container().getEndpoint() + "/_aws/execute-api/"
                + URI.create(stack.apiUrl()).getHost().replaceFirst("\\..*", "");
    }

    private void deploy(String name, String templateUrl) {
        localStack.aws(List.of(
                "cloudformation",
                "create-stack",
                "--stack-name",
                name,
                "--template-url",
                templateUrl,
                "--parameters",
                "ParameterKey=Architecture,ParameterValue=" + architecture(),
                "ParameterKey=WithDashboard,ParameterValue=false", // it has no AWS::CloudWatch::Dashboard
                "--capabilities",
                "CAPABILITY_IAM"));
        String status = await().atMost(LONGEST_DEPLOYMENT)
                .pollInterval(Duration.ofSeconds(1)) // each look starts the AWS CLI
                .until(() -> status(name), answer -> !answer.endsWith("_IN_PROGRESS"));
        if (!status.equals("CREATE_COMPLETE")) {
            throw new IllegalStateException("LocalStack could not make the stack: " + status + ", "
                    + localStack.aws(List.of("cloudformation", "describe-stack-events", "--stack-name", name)));
        }
    }

    private static String architecture() {
        return System.getProperty("os.arch").equals("aarch64") ? "arm64" : "x86_64";
    }

    private String status(String name) {
        return localStack
                .aws(List.of(
                        "cloudformation", "describe-stacks",
                        "--stack-name", name,
                        "--query", "Stacks[0].StackStatus",
                        "--output", "text"))
                .strip();
    }

    @Override
    public URI api() {
        return follow("/" + stack.stage());
    }

    @Override
    public URI follow(String location) {
        return URI.create(root + location);
    }

    @Override
    public String apiKey() {
        return apiKey;
    }

    @Override
    public <B extends AwsClientBuilder<B, C>, C> C client(B builder) {
        return builder.endpointOverride(localStack.container().getEndpoint())
                .region(Region.of(localStack.container().getRegion()))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(
                        localStack.container().getAccessKey(),
                        localStack.container().getSecretKey())))
                .build();
    }

    @Override
    public boolean hasExactGateway() {
        return false;
    }

    @Override
    public String parameterPrefix() {
        return stack.parameterPrefix();
    }

    @Override
    public List<String> operatorOptions() {
        return List.of(
                "--stack", stack.name(),
                "--stage", stack.stage(),
                "--region", localStack.container().getRegion(),
                "--endpoint-url", localStack.container().getEndpoint().toString());
    }

    @Override
    public String functionName(String logicalId) {
        return stack.physicalId(logicalId);
    }

    /** It does not log to the template's groups, and makes its own when there is something to log. */
    @Override
    public List<String> logLines(String logicalId) {
        String group = "/aws/lambda/" + functionName(logicalId);
        return stack.logGroups(group).contains(group) ? stack.logLines(group, Instant.EPOCH) : List.of();
    }

    @Override
    public Optional<FunctionKiller> functionKiller() {
        return Optional.empty();
    }

    @Override
    public void close() {
        localStack.aws(List.of("cloudformation", "delete-stack", "--stack-name", stack.name()));
    }
}
