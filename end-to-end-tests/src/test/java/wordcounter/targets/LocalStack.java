package wordcounter.targets;

import static java.util.Locale.ROOT;

import com.github.dockerjava.api.DockerClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/**
 * LocalStack under Testcontainers: a small AWS that stacks are deployed to and that runs their functions in containers. The
 * tools that deploy are those it has inside: the AWS CLI, and AWS's translator of SAM templates.
 */
final class LocalStack implements AutoCloseable {

    /** The image's name, which the scripts of CI read there too. */
    private static final DockerImageName IMAGE = DockerImageName.parse(
            read(Checkout.root().resolve(".ci/images/localstack-image")).strip());

    private static final String FUNCTIONS_IMAGE = "public.ecr.aws/lambda/java:25";

    /** One for each invocation at a time. Without a limit a test with many requests stops the machine. */
    private static final int MOST_FUNCTION_CONTAINERS = 40;

    private static final String TOOLS = "/opt/code/localstack/.venv/bin/";
    private static final String ENDPOINT_INSIDE = "http://localhost:4566";
    private static final String PACKAGE = "/tmp/package/";
    private static final String BUCKET = "word-counter";
    private static final Pattern FUNCTION = Pattern.compile(
            "(?m)^ {2}(?<name>\\w+)Function:\\n {4}Type: AWS::Serverless::Function\\n(?: {4}.*\\n)*? {4}Properties:\\n");
    private static final Pattern INNER_CAPITAL = Pattern.compile("\\B[A-Z]");

    private final LocalStackContainer container;
    private final AtomicInteger stacks = new AtomicInteger();

    private LocalStack(LocalStackContainer container) {
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
        for (String needed : List.of(image, FUNCTIONS_IMAGE)) {
            if (!docker("image", "inspect", needed) && !docker("pull", "-q", needed)) {
                return Optional.of("there is no image " + needed
                        + " and it can't be pulled, so there is no LocalStack with functions");
            }
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

    static LocalStack start() {
        LocalStack localStack = new LocalStack(new LocalStackContainer(IMAGE)
                // streams by DynamoDB Local itself: the default takes a Kinesis emulator that is downloaded
                .withEnv("PROVIDER_OVERRIDE_DYNAMODB", "v2")
                // how long it waits before it tries again or looks at a stream: seconds, not minutes
                .withEnv("LAMBDA_RETRY_BASE_DELAY", "1")
                .withEnv("LAMBDA_EVENT_SOURCE_MAPPING_MAX_BACKOFF_ON_ERROR_SEC", "1")
                .withEnv("LAMBDA_EVENT_SOURCE_MAPPING_MAX_BACKOFF_ON_EMPTY_POLL_SEC", "1")
                .withEnv("LAMBDA_LIMITS_MINIMUM_UNRESERVED_CONCURRENCY", "0")
                .withEnv("LAMBDA_LIMITS_CONCURRENT_EXECUTIONS", Integer.toString(MOST_FUNCTION_CONTAINERS)));
        try {
            localStack.container.start();
            localStack.uploadPackage();
        } catch (RuntimeException e) {
            localStack.close();
            throw e;
        }
        return localStack;
    }

    /** The functions' zips and the template, expanded: LocalStack's CloudFormation does not know all that SAM's template may say. */
    private void uploadPackage() {
        String template = read(Checkout.root().resolve("template.yaml")).replace("    CodeUri: .\n", "");
        String packaged = FUNCTION.matcher(template)
                .replaceAll(function -> function.group() + "      CodeUri: s3://" + BUCKET + "/"
                        + copyZip(function.group("name")) + "\n");
        container.copyFileToContainer(Transferable.of(packaged), "/tmp/packaged.yaml");
        container.copyFileToContainer(
                Transferable.of(read(Checkout.root().resolve(".ci/expand-template"))), "/tmp/expand-template");
        String expanded = run("python", List.of("/tmp/expand-template", "/tmp/packaged.yaml"));
        container.copyFileToContainer(Transferable.of(expanded), PACKAGE + "template.json");
        aws(List.of("s3", "mb", "s3://" + BUCKET));
        aws(List.of("s3", "cp", "--recursive", "--quiet", PACKAGE, "s3://" + BUCKET));
    }

    /** @return its name in the bucket */
    private String copyZip(String function) {
        String module = INNER_CAPITAL.matcher(function).replaceAll("-$0").toLowerCase(ROOT) + "-fn";
        Path zip = Checkout.root().resolve(module).resolve("target").resolve("lambda.zip");
        container.copyFileToContainer(MountableFile.forHostPath(zip), PACKAGE + module + ".zip");
        return module + ".zip";
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deploys the template, once more, as a stack of its own. */
    LocalStackTarget deploy() {
        return new LocalStackTarget(
                this, "word-counter-" + stacks.incrementAndGet(), ENDPOINT_INSIDE + "/" + BUCKET + "/template.json");
    }

    LocalStackContainer container() {
        return container;
    }

    /** The AWS CLI in the container. */
    String aws(List<String> arguments) {
        return run("aws", arguments);
    }

    /** @throws IllegalStateException when it failed */
    private String run(String tool, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("env"));
        Map.of(
                        "AWS_ACCESS_KEY_ID", container.getAccessKey(),
                        "AWS_SECRET_ACCESS_KEY", container.getSecretKey(),
                        "AWS_DEFAULT_REGION", container.getRegion(),
                        "AWS_ENDPOINT_URL", ENDPOINT_INSIDE)
                .forEach((name, value) -> command.add(name + "=" + value));
        command.add(TOOLS + tool);
        command.addAll(arguments);
        try {
            ExecResult result = container.execInContainer(command.toArray(String[]::new));
            if (result.getExitCode() != 0) {
                throw new IllegalStateException("failed in LocalStack: " + tool + " " + String.join(" ", arguments)
                        + ": " + result.getStderr());
            }
            return result.getStdout();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted during " + tool, e);
        }
    }

    /** Killed, as Testcontainers does, it leaves its functions' containers behind. */
    @Override
    public void close() {
        String name = container.getContainerName();
        container.stop();
        if (name != null) {
            DockerClient docker = container.getDockerClient();
            String prefix = name.substring(1).replace('_', '-') + "-lambda-";
            docker.listContainersCmd()
                    .withNameFilter(List.of(prefix))
                    .exec()
                    .forEach(each -> docker.removeContainerCmd(each.getId())
                            .withForce(true)
                            .exec());
        }
    }
}
