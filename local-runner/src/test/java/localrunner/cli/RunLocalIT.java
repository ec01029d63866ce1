package localrunner.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import localrunner.functions.FixtureCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the command line as its user sees it: output, exit code, and what it leaves behind. */
class RunLocalIT {

    private static final Path ENV = Path.of("/usr/bin/env");

    private static final Path TEMPLATES = Path.of("src/test/resources/templates");
    private static final Duration LONGEST = Duration.ofSeconds(60);

    @TempDir
    Path project;

    /** The runner's {@code java.io.tmpdir}. */
    @TempDir
    Path temporary;

    private final List<String> jvmOptions = new ArrayList<>();
    private final List<Runner> runners = new ArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeEach
    void makeProject() throws IOException {
        FixtureCode.assemble(project.resolve("code"));
        Files.copy(TEMPLATES.resolve("greeter.yaml"), project.resolve("template.yaml"));
        Files.copy(TEMPLATES.resolve("broken.yaml"), project.resolve("broken.yaml"));
    }

    @AfterEach
    void endRunners() {
        runners.forEach(runner -> {
            runner.process.descendants().forEach(ProcessHandle::destroyForcibly);
            runner.process.destroyForcibly();
        });
        http.close();
    }

    @ParameterizedTest
    @CsvSource({"TERM, 143", "INT, 130"})
    void run_shouldLeaveNothing_whenASignalEndsIt(String signal, int status) throws Exception {
        // By now all has been started that the runner starts
        Runner runner = start("--port", "0", "--edge-port", "0").awaitReady();
        assertThat(get(runner.api().resolve("/greeting")).body()).isEqualTo("hello from dev");
        List<ProcessHandle> functions = runner.process.descendants().toList();
        assertThat(functions).isNotEmpty();
        assertThat(contentOf(temporary)).isNotEmpty();

        runner.signal(signal);

        assertThat(runner.awaitEnd()).as(runner.text()).isEqualTo(status);
        assertThat(functions).noneMatch(ProcessHandle::isAlive);
        assertThat(contentOf(temporary)).isEmpty();
        // The line need not be the last one, as the report on an invocation comes a little later than its answer
        assertThat(runner.lines).contains("Stopping; the data is discarded.");
        for (URI address : List.of(runner.api(), runner.edge())) {
            try (ServerSocket free = new ServerSocket(address.getPort(), 1, InetAddress.getLoopbackAddress())) {
                assertThat(free.isBound()).isTrue();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"TERM, 143", "INT, 130"})
    void run_shouldEndAtOnceAndLeaveNothing_whenASignalComesBeforeItIsReady(String signal, int status)
            throws Exception {
        // The build would take minutes, and has a child
        Path template = project.resolve("template.yaml");
        Files.writeString(
                template,
                Files.readString(template)
                        .replace(
                                "    Type: AWS::Serverless::Function\n",
                                "    Type: AWS::Serverless::Function\n    Metadata:\n      BuildMethod: makefile\n"));
        Files.writeString(
                project.resolve("code/Makefile"), "build-GreeterFunction:\n\tsleep 301 & sleep 302; echo built\n");
        Runner runner = start("--port", "0", "--edge-port", "0");
        await().atMost(LONGEST).until(() -> runner.process.descendants().count() >= 3);
        List<ProcessHandle> building = runner.process.descendants().toList();

        runner.signal(signal);

        assertThat(runner.awaitEnd()).as(runner.text()).isEqualTo(status);
        assertThat(runner.text()).doesNotContain("Ready in", "GreeterFunction");
        await().untilAsserted(() -> assertThat(building).noneMatch(ProcessHandle::isAlive));
        assertThat(contentOf(temporary)).isEmpty();
    }

    @Test
    void run_shouldDeleteWhatAKilledOneHasLeft_whenStartedAgain() throws Exception {
        Runner killed = start("--port", "0", "--edge-port", "0").awaitReady();
        killed.signal("KILL");
        killed.awaitEnd();
        assertThat(contentOf(temporary)).isNotEmpty();

        Runner next = start("--template", "nothing.yaml", "--port", "0", "--edge-port", "0");

        assertFails(next, 1, "nothing.yaml");
    }

    @Test
    void run_shouldShowWhatIsThere_whenReady() throws Exception {
        Runner runner = start("--port", "0", "--edge-port", "0", "--api-key", "secret", "--parameter", "Stage=test")
                .awaitReady();

        assertThat(runner.text())
                .contains("GET /greeting", "GreeterFunction", "local-Said", "local-Unheard", "local-Greeted")
                .contains("curl " + runner.api() + "/greeting")
                .contains("this start is an empty one");
        assertThat(runner.lines.getLast())
                .matches("Ready in \\d+\\.\\d s: http://127\\.0\\.0\\.1:\\d+ \\(x-api-key: secret\\)");
        assertThat(get(runner.api().resolve("/greeting")).body()).isEqualTo("hello from test");
    }

    @Test
    void run_shouldSayWhichPortIsTaken_whenItIsTheApis() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Runner runner = start("--port", Integer.toString(taken.getLocalPort()), "--edge-port", "0");

            assertFails(runner, 1, "run-local: Port " + taken.getLocalPort() + " is in use");
        }
    }

    @Test
    void run_shouldSayWhichPortIsTakenAndLeaveTheFirstAlone_whenASecondIsStarted() throws Exception {
        Runner first = start("--port", "0", "--edge-port", "0").awaitReady();
        int edgePort = first.edge().getPort();

        Runner second = start("--port", "0", "--edge-port", Integer.toString(edgePort));

        assertThat(second.awaitEnd()).as(second.text()).isEqualTo(1);
        assertThat(second.text()).contains("The edge port " + edgePort, "--edge-port");
        assertThat(get(first.api().resolve("/greeting")).statusCode()).isEqualTo(200);
    }

    @Test
    void run_shouldSayWhatIsMissing_whenThereIsNoTemplate() throws Exception {
        assertFails(start("--template", "nothing.yaml", "--port", "0", "--edge-port", "0"), 1, "nothing.yaml");
    }

    @Test
    void run_shouldAskForTheFile_whenTheTemplateIsAFolder() throws Exception {
        assertFails(
                start("--template", "code", "--port", "0", "--edge-port", "0"),
                1,
                "run-local: code: is a folder; name the template file");
    }

    @Test
    void run_shouldFindTheTemplateWhereItIsCalledFrom_whenOneIsGiven() throws Exception {
        Path caller = Files.createDirectory(project.resolve("elsewhere"));
        Files.move(project.resolve("broken.yaml"), caller.resolve("broken.yaml"));
        jvmOptions.add("-Drun-local.folder=" + caller);

        Runner runner = start("--template", "broken.yaml", "--port", "0", "--edge-port", "0");

        assertFails(runner, 1, "run-local: broken.yaml:9: ");
    }

    @Test
    void run_shouldUseTheTemplateOfTheCurrentFolder_whenNoneIsGiven() throws Exception {
        jvmOptions.add("-Drun-local.folder=" + project.resolve("elsewhere"));

        start("--port", "0", "--edge-port", "0").awaitReady();
    }

    @Test
    void run_shouldEnd_whenNobodyReadsItsOutputAnyMore() throws Exception {
        Runner runner = start("--port", "0", "--edge-port", "0").awaitReady();
        URI greeting = runner.api().resolve("/greeting");

        runner.process.getInputStream().close();

        // The runner notices when it prints its next lines
        await().atMost(LONGEST).until(() -> {
            if (runner.process.isAlive()) {
                var _ = http.sendAsync(HttpRequest.newBuilder(greeting).build(), BodyHandlers.discarding());
            }
            return !runner.process.isAlive();
        });
        assertThat(contentOf(temporary)).isEmpty();
    }

    @Test
    void run_shouldTellEachErrorWithItsLine_whenTheTemplateIsBroken() throws Exception {
        Runner runner = start("--template", "broken.yaml", "--port", "0", "--edge-port", "0");

        assertFails(
                runner,
                1,
                "broken.yaml:9: Resources.GreeterFunction.Properties.Runtmie: unknown property; did you mean Runtime?",
                "broken.yaml:17: Resources.GreeterFunction.Properties.Events.Said.Properties.RedrivePolciy: unknown property",
                "broken.yaml:23: Resources.Fortune.Type: the local runner has no AWS::Fortune::Teller",
                "run-local --help types lists all types",
                "broken.yaml:27: Outputs.Nothing.Value: !GetAtt Nobody.Arn: there is no resource Nobody");
        assertThat(runner.text()).doesNotContain("\tat ");
    }

    @Test
    void run_shouldSayWhereTheOptionsAre_whenOneIsUnknown() throws Exception {
        Runner runner = start("--prot", "0");

        assertFails(runner, 2, "run-local: Unknown option", "--prot");
        assertThat(runner.lines).hasSize(2).last().isEqualTo("run-local --help lists the options");
    }

    @ParameterizedTest
    @CsvSource({"--port, 70000", "--edge-port, -1", "--time-scale, 0", "--max-processes, 0", "--port, many"})
    void run_shouldSayWhichOption_whenItsValueIsWrong(String option, String value) throws Exception {
        Runner runner = start(option + "=" + value);

        assertFails(runner, 2, "run-local: ", option, value);
        assertThat(runner.lines).hasSize(2);
    }

    @Test
    void run_shouldShowUsageAndSucceed_whenAskedForHelp() throws Exception {
        assertFails(
                start("--port=1", "--help"),
                0,
                "Usage: run-local",
                "--port=PORT",
                "3000",
                "--edge-port",
                "--api-key",
                "--parameter");
    }

    @Test
    void run_shouldListWhatATemplateCanHave_whenAskedForTypes() throws Exception {
        assertFails(
                start("--help", "types"),
                0,
                "AWS::Serverless::SimpleTable",
                "AWS::ApiGateway::UsagePlanKey",
                "AWS::IAM::Role: calls are checked with --enforce-iam only",
                "AWS::Serverless::Function.Tracing: there is no X-Ray here");
        assertFails(start("--help", "tpyes"), 2, "run-local: --help shows the options, and --help types");
    }

    @Test
    void run_shouldSayInALineWhatIsLeftAside_whenReady() throws Exception {
        Path template = project.resolve("template.yaml");
        Files.writeString(
                template, Files.readString(template).replace("      MemorySize: 128", "      Tracing: Active"));

        assertThat(start("--port", "0", "--edge-port", "0").awaitReady().lines)
                .contains("Left aside (run-local --help types says why): AWS::Serverless::Function.Tracing.");
    }

    @Test
    void run_shouldSayWhichFunctionHasNoCode_whenTheZipIsMissing() throws Exception {
        Path template = project.resolve("template.yaml");
        Files.writeString(template, Files.readString(template).replace("CodeUri: code", "CodeUri: target/lambda.zip"));

        assertFails(
                start("--port", "0", "--edge-port", "0"),
                1,
                "template.yaml:20: Resources.GreeterFunction.Properties.CodeUri: there is no code at ",
                "target/lambda.zip",
                "Name a folder, zip or jar file that is there.");
    }

    @Test
    void run_shouldNameTheParametersItHas_whenOneIsUnknown() throws Exception {
        assertFails(start("--parameter", "Stgae=prod", "--port", "0", "--edge-port", "0"), 1, "Stgae", "Stage");
    }

    private void assertFails(Runner runner, int status, String... told) throws Exception {
        assertThat(runner.awaitEnd()).as(runner.text()).isEqualTo(status);
        assertThat(runner.text()).contains(told).doesNotContain("Ready in");
        assertThat(contentOf(temporary)).isEmpty();
    }

    private Runner start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(ENV)) {
            // A build that runs in the background ignores SIGINT, and all that it starts would, too
            command.addAll(List.of(ENV.toString(), "--default-signal=INT"));
        }
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djava.io.tmpdir=" + temporary));
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), RunLocal.class.getName()));
        command.addAll(List.of(arguments));
        Runner runner = new Runner(new ProcessBuilder(command)
                .directory(project.toFile())
                .redirectErrorStream(true)
                .start());
        runners.add(runner);
        return runner;
    }

    private HttpResponse<String> get(URI uri) throws Exception {
        return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    private static List<Path> contentOf(Path folder) throws IOException {
        try (Stream<Path> content = Files.list(folder)) {
            return content.toList();
        }
    }

    /** A runner that was started, and what it has printed. */
    private static final class Runner {
        private static final Pattern READY = Pattern.compile("^Ready in .*: (\\S+) \\(x-api-key: ");
        private static final Pattern EDGE = Pattern.compile("AWS_ENDPOINT_URL=(\\S+)");

        private final Process process;
        private final List<String> lines = new CopyOnWriteArrayList<>();
        private final Thread reader;

        Runner(Process process) {
            this.process = process;
            reader = Thread.ofVirtual().start(this::read);
        }

        private void read() {
            try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
                output.lines().forEach(lines::add);
            } catch (IOException | UncheckedIOException e) {
                lines.add("(unreadable: " + e + ")");
            }
        }

        Runner awaitReady() {
            await().atMost(LONGEST).until(() -> find(READY).isPresent() || !process.isAlive());
            assertThat(find(READY)).as(text()).isPresent();
            return this;
        }

        void signal(String name) throws Exception {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        }

        int awaitEnd() throws InterruptedException {
            assertThat(process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS))
                    .as("did not end: " + text())
                    .isTrue();
            reader.join(LONGEST);
            return process.exitValue();
        }

        URI api() {
            return URI.create(find(READY).orElseThrow());
        }

        URI edge() {
            return URI.create(find(EDGE).orElseThrow());
        }

        String text() {
            return String.join("\n", lines);
        }

        private Optional<String> find(Pattern pattern) {
            return lines.stream()
                    .map(pattern::matcher)
                    .filter(Matcher::find)
                    .map(matcher -> matcher.group(1))
                    .findFirst();
        }
    }
}
