package wordcounter.targets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import wordcounter.runtime.AwsClients;
import wordcounter.runtime.Environment;
import wordcounter.runtime.SignedCalls.Answer;

/** LocalStack under Testcontainers, with the template's tables, topic, queue and parameters, as its CloudFormation makes them. */
final class LocalStackTarget implements Target {

    /** The last version that wants no account. */
    private static final DockerImageName IMAGE = DockerImageName.parse("localstack/localstack:4.14.0");

    private static final String STACK = "localstack";
    private static final Duration LONGEST_DEPLOYMENT = Duration.ofMinutes(2);

    /** LocalStack loads a service when it is called first. */
    private static final Duration LONGEST_CALL = Duration.ofMinutes(1);

    private final LocalStackContainer container;

    private LocalStackTarget(LocalStackContainer container) {
        this.container = container;
    }

    /**
     * Why it can't be started here. Asked of the docker command, which says at once what Testcontainers says after minutes of
     * retries.
     */
    static Optional<String> obstacle() {
        if (!docker("version")) {
            return Optional.of("Docker does not answer, so there is no LocalStack");
        }
        String image = IMAGE.asCanonicalNameString();
        if (!docker("image", "inspect", image) && !docker("pull", "-q", image)) {
            return Optional.of("there is no image " + image + " and it can't be pulled, so there is no LocalStack");
        }
        boolean isStandIn = !docker("image", "inspect", "--format", "{{index .RepoDigests 0}}", image);
        return isStandIn && System.getenv("TESTCONTAINERS_RYUK_DISABLED") == null
                ? Optional.of(
                        image + " is a stand-in, for which Testcontainers needs the variables that .ci/run exports")
                : Optional.empty();
    }

    private static boolean docker(String... arguments) {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(arguments));
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false; // there is no such command
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    static LocalStackTarget start() {
        LocalStackTarget target = new LocalStackTarget(
                // streams by DynamoDB Local itself: the default takes a Kinesis emulator that is downloaded
                new LocalStackContainer(IMAGE).withEnv("PROVIDER_OVERRIDE_DYNAMODB", "v2"));
        try {
            target.container.start();
            target.deploy(new DataTemplate(template()).yaml());
        } catch (RuntimeException e) {
            target.close();
            throw e;
        }
        return target;
    }

    private static String template() {
        try {
            return Files.readString(Path.of("..", "template.yaml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void deploy(String template) {
        cloudFormation(Map.of("Action", "CreateStack", "StackName", STACK, "TemplateBody", template));
        String status = await().atMost(LONGEST_DEPLOYMENT)
                .pollInterval(Duration.ofMillis(200))
                .until(this::stackStatus, answer -> !answer.contains("_IN_PROGRESS<"));
        if (!status.contains("<StackStatus>CREATE_COMPLETE<")) {
            throw new IllegalStateException("LocalStack could not make the stack: " + status);
        }
    }

    private String stackStatus() {
        return cloudFormation(Map.of("Action", "DescribeStacks", "StackName", STACK));
    }

    private String cloudFormation(Map<String, String> parameters) {
        StringBuilder form = new StringBuilder("Version=2010-05-15");
        parameters.forEach(
                (name, value) -> form.append('&').append(name).append('=').append(URLEncoder.encode(value, UTF_8)));
        Answer answer = AwsClients.forLambda(new Environment(environment()), LONGEST_CALL, LONGEST_CALL)
                .signedCalls()
                .post(
                        "cloudformation",
                        "/",
                        Map.of("Content-Type", "application/x-www-form-urlencoded; charset=utf-8"),
                        form.toString().getBytes(UTF_8));
        if (answer.status() != 200) {
            throw new IllegalStateException("CloudFormation answered " + answer.status() + ": " + answer.body());
        }
        return answer.body();
    }

    @Override
    public Optional<String> whyNoFunctions() {
        return Optional.of(
                "no function runs in this LocalStack: it has the template's tables, topic, queue and parameters");
    }

    @Override
    public Map<String, String> environment() {
        return Map.of(
                "AWS_REGION",
                container.getRegion(),
                "AWS_ENDPOINT_URL",
                container.getEndpoint().toString());
    }

    @Override
    public <B extends AwsClientBuilder<B, C>, C> C client(B builder) {
        return builder.endpointOverride(container.getEndpoint())
                .region(Region.of(container.getRegion()))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(container.getAccessKey(), container.getSecretKey())))
                .build();
    }

    @Override
    public String parameterPrefix() {
        return "/" + STACK + "/dev/";
    }

    @Override
    public URI api() {
        throw new UnsupportedOperationException(whyNoFunctions().orElseThrow());
    }

    @Override
    public String apiKey() {
        throw new UnsupportedOperationException(whyNoFunctions().orElseThrow());
    }

    @Override
    public String functionName(String logicalId) {
        throw new UnsupportedOperationException(whyNoFunctions().orElseThrow());
    }

    @Override
    public List<String> operatorOptions() {
        throw new UnsupportedOperationException(whyNoFunctions().orElseThrow());
    }

    @Override
    public List<String> logLines(String logicalId) {
        throw new UnsupportedOperationException(whyNoFunctions().orElseThrow());
    }

    @Override
    public Optional<FunctionKiller> functionKiller() {
        return Optional.empty();
    }

    @Override
    public void close() {
        container.stop();
    }
}
