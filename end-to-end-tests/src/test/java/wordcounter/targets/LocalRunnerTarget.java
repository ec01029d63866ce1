package wordcounter.targets;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.core.ConditionTimeoutException;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;

/**
 * {@code ./run-local} as a newcomer starts it, but for the ports, which are free ones, for the documents, which a server of the
 * tests has, and with permissions enforced: a call that AWS would refuse is refused here too.
 */
final class LocalRunnerTarget implements Target {

    private static final Duration LONGEST_START = Duration.ofSeconds(90);
    private static final Duration LONGEST_END = Duration.ofSeconds(20);
    private static final Pattern EDGE = Pattern.compile("AWS_ENDPOINT_URL=(\\S+)");
    private static final Pattern READY = Pattern.compile("^Ready in .*: (?<api>\\S+) \\(x-api-key: (?<key>\\S+)\\)$");

    /** Longer than a busy machine needs from one change to the next. */
    private static final int QUIET_SECONDS = 5;

    /** No night falls while a test breaks something on purpose; a test that wants one fires the schedule. */
    private static final String NEVER = "rate(3650 days)";

    /** Longer than a busy machine needs to count and aggregate a text, and no longer, since what is wrong in the end is waited for too. */
    private static final int PATIENCE_SECONDS = 30;

    private final Process runner;
    private final DocumentsServer documents;
    private final List<String> output = new CopyOnWriteArrayList<>();
    private final Thread reader;
    private final Thread endWithTheTests;
    private final URI edge;
    private final URI api;
    private final String apiKey;

    private LocalRunnerTarget(Process runner, DocumentsServer documents) {
        this.runner = runner;
        this.documents = documents;
        reader = Thread.ofVirtual().name("run-local-output").start(this::readOutput);
        // a build that is interrupted leaves nothing behind
        endWithTheTests = new Thread(runner::destroy);
        Runtime.getRuntime().addShutdownHook(endWithTheTests);
        try {
            Matcher ready = awaitLine(READY);
            api = URI.create(ready.group("api"));
            apiKey = ready.group("key");
            edge = URI.create(awaitLine(EDGE).group(1));
        } catch (RuntimeException e) {
            runner.destroyForcibly();
            throw e;
        }
    }

    static LocalRunnerTarget start(int timeScale) {
        return start(List.of("--time-scale", Integer.toString(timeScale)));
    }

    /** @param parameters of the template, by name */
    static LocalRunnerTarget start(int timeScale, Map<String, String> parameters) {
        List<String> options = new ArrayList<>(List.of("--time-scale", Integer.toString(timeScale)));
        parameters.forEach((name, value) -> options.addAll(List.of("--parameter", name + "=" + value)));
        return start(options);
    }

    /**
     * The template with other functions' settings, or another usage plan.
     *
     * @param change of the template's text
     * @param folder to put the changed one in
     */
    static LocalRunnerTarget start(UnaryOperator<String> change, Path folder, int timeScale) {
        try {
            String template = Files.readString(Checkout.root().resolve("template.yaml"));
            Path changed = folder.resolve("template.yaml");
            // what is relative in it is so to the project's folder
            Files.writeString(
                    changed, change.apply(template).replace("CodeUri: .\n", "CodeUri: " + Checkout.root() + "\n"));
            return start(List.of("--template", changed.toString(), "--time-scale", Integer.toString(timeScale)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static LocalRunnerTarget start(List<String> more) {
        Path root = Checkout.root();
        DocumentsServer documents = DocumentsServer.start();
        List<String> command = new ArrayList<>(
                List.of(root.resolve("run-local").toString(), "--port", "0", "--edge-port", "0", "--enforce-iam"));
        command.addAll(List.of("--parameter", "DocumentsBaseUrl=" + documents.url()));
        command.addAll(List.of("--parameter", "DocumentsQuietSeconds=" + QUIET_SECONDS));
        command.addAll(List.of("--parameter", "ReconcileSchedule=" + NEVER));
        command.addAll(List.of("--parameter", "ReconcilePatienceSeconds=" + PATIENCE_SECONDS));
        command.addAll(more);
        try {
            return new LocalRunnerTarget(
                    new ProcessBuilder(command)
                            .directory(root.toFile())
                            .redirectErrorStream(true)
                            .start(),
                    documents);
        } catch (IOException e) {
            throw new UncheckedIOException("could not start run-local", e);
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
    public <B extends AwsClientBuilder<B, C>, C> C client(B builder) {
        return builder.endpointOverride(edge)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                .build();
    }

    @Override
    public String parameterPrefix() {
        return "/local/dev/";
    }

    @Override
    public List<String> operatorOptions() {
        return List.of("--endpoint-url", edge.toString());
    }

    @Override
    public String functionName(String logicalId) {
        return "local-" + logicalId;
    }

    @Override
    public List<String> logLines(String logicalId) {
        Pattern line = Pattern.compile(Pattern.quote(logicalId) + " *\\| (.*)");
        return output.stream()
                .map(line::matcher)
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1))
                .toList();
    }

    @Override
    public Optional<DocumentsServer> documents() {
        return Optional.of(documents);
    }

    @Override
    public Optional<FunctionKiller> functionKiller() {
        return Optional.of(logicalId -> {
            // what the command line of its process ends with
            String handler = Optional.ofNullable(TemplateFunctions.handlers().get(logicalId))
                    .orElseThrow(() -> new IllegalArgumentException("no function " + logicalId));
            return runner.children()
                    .filter(child -> child.info()
                            .commandLine()
                            .filter(command -> command.endsWith(handler))
                            .isPresent())
                    .findAny()
                    .map(ProcessHandle::destroyForcibly)
                    .orElse(false);
        });
    }

    /** @throws AssertionError when it does not end by itself, or leaves a process behind */
    @Override
    public void close() {
        PermissionReports.keep(edge);
        documents.close();
        List<ProcessHandle> started = runner.descendants().toList();
        // not Process.destroy, which would close the stream of the last lines
        runner.toHandle().destroy();
        try {
            if (!runner.waitFor(LONGEST_END.toSeconds(), TimeUnit.SECONDS)) {
                runner.destroyForcibly();
                throw failure("run-local did not end after SIGTERM");
            }
            reader.join(LONGEST_END);
            Runtime.getRuntime().removeShutdownHook(endWithTheTests);
        } catch (InterruptedException e) {
            runner.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (IllegalStateException e) {
            // the hook is running: the JVM ends anyway
            return;
        }
        if (started.stream().anyMatch(ProcessHandle::isAlive)) {
            throw failure("run-local left a process behind");
        }
    }

    private void readOutput() {
        try (BufferedReader lines = runner.inputReader(StandardCharsets.UTF_8)) {
            lines.lines().forEach(output::add);
        } catch (UncheckedIOException | IOException e) {
            output.add("(the rest could not be read: " + e + ")");
        }
    }

    private Matcher awaitLine(Pattern pattern) {
        try {
            await().atMost(LONGEST_START)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> find(pattern).isPresent() || !reader.isAlive());
        } catch (ConditionTimeoutException e) {
            throw failure("run-local was not ready within " + LONGEST_START);
        }
        return find(pattern).orElseThrow(() -> failure("run-local ended"));
    }

    private Optional<Matcher> find(Pattern pattern) {
        return output.stream().map(pattern::matcher).filter(Matcher::find).findFirst();
    }

    private AssertionError failure(String what) {
        return new AssertionError(what + "; it printed:\n" + String.join("\n", output));
    }
}
