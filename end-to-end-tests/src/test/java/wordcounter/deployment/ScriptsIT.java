package wordcounter.deployment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import wordcounter.targets.TemplateFunctions;

/**
 * {@code ./run-local}, {@code ./words} and the Makefile in the environments that people have. What is built here is fresh, since Maven
 * has just packaged it, so none of them starts a Maven of its own.
 */
class ScriptsIT {

    private static final long LONGEST_SECONDS = 120;
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /** größenwahn, in bash and whatever the encoding of this JVM's own arguments. */
    private static final String WORD = "$'gr\\303\\266\\303\\237enwahn'";

    /** A name with all that a shell could take for its own. */
    private static final String ODD_NAME = "it's a \"folder\" $x";

    private static final String EXECUTABLE = "#!/usr/bin/env bash\n";

    @TempDir
    Path temporary;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "LC_ALL=C",
                "LC_ALL=xx_YY.UTF-8",
                "JAVA_TOOL_OPTIONS=-XX:+UseG1GC",
                "JAVA_TOOL_OPTIONS=-Dany=thing -XX:+UseParallelGC -XX:+UseStringDeduplication",
                "JDK_JAVA_OPTIONS=-XX:+UseZGC",
                "_JAVA_OPTIONS=-XX:+UseG1GC"
            })
    void words_shouldTakeItsArguments_whenTheEnvironmentHas(String variable) throws Exception {
        String[] parts = variable.split("=", 2);

        Finished words = run(ROOT, Map.of(parts[0], parts[1]), "./words " + WORD);

        assertTookWord(words);
    }

    @ParameterizedTest
    @ValueSource(strings = {"LANG LC_ALL LC_CTYPE", "HOME"})
    void words_shouldTakeItsArguments_whenTheEnvironmentLacks(String variables) throws Exception {
        assertTookWord(run(ROOT, Map.of(), "unset " + variables + "; ./words " + WORD));
    }

    @Test
    void runLocal_shouldTakeItsArguments_whenAllOfItIsUnusual() throws Exception {
        Map<String, String> environment = Map.of(
                "LC_ALL", "C",
                "JAVA_TOOL_OPTIONS", "-XX:+UseG1GC",
                "JDK_JAVA_OPTIONS", "-XX:+UseZGC",
                "_JAVA_OPTIONS", "-XX:+UseParallelGC",
                "TMPDIR", Files.createDirectory(temporary.resolve(ODD_NAME)).toString());

        Finished runLocal = run(ROOT, environment, "./run-local --" + WORD);

        assertThat(runLocal.status()).as(runLocal.output()).isEqualTo(2);
        assertThat(runLocal.output()).contains("'--größenwahn'");
    }

    @ParameterizedTest
    @CsvSource({"words, Usage: words", "run-local, Usage: run-local"})
    void script_shouldRun_whenCalledThroughLinksFromElsewhere(String script, String usage) throws Exception {
        Path bin = Files.createDirectories(temporary.resolve("a folder/bin"));
        Files.createSymbolicLink(bin.resolve("link"), ROOT.resolve(script));
        Files.createSymbolicLink(temporary.resolve("called"), Path.of("a folder/bin/link"));

        for (String call :
                List.of("./called --help", "cd 'a folder' && ../called --help", "PATH=$PWD:$PATH && called --help")) {
            Finished finished = run(temporary, Map.of(), call);

            assertThat(finished.status()).as(call + ": " + finished.output()).isZero();
            assertThat(finished.output()).contains(usage);
        }
    }

    @ParameterizedTest
    @CsvSource({"words, Usage: words", "run-local, Usage: run-local"})
    void script_shouldRun_whenCdPathHasAFolderOfTheSameName(String script, String usage) throws Exception {
        String checkout = ROOT.getFileName().toString();
        Files.createDirectories(temporary.resolve(checkout));

        Finished finished = run(
                ROOT.resolve(".."),
                Map.of("CDPATH", temporary.toString(), "CHECKOUT", checkout),
                "\"$CHECKOUT\"/" + script + " --help");

        assertThat(finished.status()).as(finished.output()).isZero();
        assertThat(finished.output()).contains(usage).doesNotContain(temporary.toString());
    }

    @ParameterizedTest
    @CsvSource({"LC_ALL, C", "HTTP_PROXY, http://127.0.0.1:9"})
    void slack_shouldSendTheWordThatWasTyped_whenTheEnvironmentHas(String variable, String value) throws Exception {
        try (SlackStub stub = SlackStub.start()) {
            Finished words = run(
                    ROOT,
                    Map.of(variable, value, "URL", stub.url()),
                    "./words slack --endpoint-url $URL --api-url $URL '/count '" + WORD);

            assertThat(words.status()).as(words.output()).isZero();
            assertThat(stub.commands()).singleElement().asString().contains("text=gr%C3%B6%C3%9Fenwahn&");
        }
    }

    @Test
    void words_shouldRun_whenGitWasToldToWriteWindowsLineEndings() throws Exception {
        assumeTrue(run(temporary, Map.of(), "git --version").status() == 0, "there is no git");
        Path original = copyOfScripts("original");
        Files.copy(ROOT.resolve(".gitattributes"), original.resolve(".gitattributes"));
        Finished git = run(
                temporary,
                Map.of("CLONE", ODD_NAME, "GIT_CONFIG_GLOBAL", "/dev/null"),
                "cd original && git init -q && git add -A && git -c user.name=test -c user.email=test@test commit -q -m test"
                        + " && cd .. && git -c core.autocrlf=true clone -q original \"$CLONE\"");
        assertThat(git.status()).as(git.output()).isZero();
        Path clone = temporary.resolve(ODD_NAME);
        Files.createSymbolicLink(clone.resolve("operator-cli"), ROOT.resolve("operator-cli"));

        assertTookWord(run(clone, pathWith(makeThat("exit 0")), "./words " + WORD));
    }

    @Test
    void words_shouldBuildWithTheUsersOptionsButTheirCollector_whenItIsStale() throws Exception {
        Path copy = copyOfScripts(ODD_NAME);
        Files.createSymbolicLink(copy.resolve("operator-cli"), ROOT.resolve("operator-cli"));
        Map<String, String> environment = pathWith(makeThat("""
                [ "$1" != -q ] || exit 1
                echo "$* with $MAVEN_OPTS and $JAVA_TOOL_OPTIONS"
                """));
        environment.put("MAVEN_OPTS", "-Xmx1g -XX:+UseParallelGC");
        environment.put("JAVA_TOOL_OPTIONS", "-XX:+UseG1GC -Dany=thing");

        Finished words = run(copy, environment, "./words " + WORD);

        assertTookWord(words);
        assertThat(words.output())
                .contains("-s operator MVN=mvn ", "-Xmx1g", "-Dany=thing")
                .doesNotContain("UseParallelGC", "UseG1GC");
    }

    @Test
    void words_shouldShowNoColours_whenItsBuildIsMavensAndNobodySeesIt() throws Exception {
        Path copy = copyOfScripts("copy");
        Files.createSymbolicLink(copy.resolve("operator-cli"), ROOT.resolve("operator-cli"));
        Files.writeString(copy.resolve("Makefile"), "operator:\n\t@$(MVN) --version\n");

        Finished words = run(copy, Map.of(), "./words " + WORD);

        assertTookWord(words);
        assertThat(words.output()).contains("Apache Maven").doesNotContain("\u001b");
    }

    @Test
    void words_shouldSayThatTheBuildFailed() throws Exception {
        Path copy = copyOfScripts("copy");

        Finished words = run(copy, pathWith(makeThat("exit 2")), "./words --help");

        assertThat(words.status()).isEqualTo(1);
        assertThat(words.output()).contains("words: the build failed, see above.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ./run-local                                          | all
            ./run-local --template template.yaml                 | all
            cd .ci && ../run-local --template=../template.yaml   | all
            ./run-local --template ../orders.yaml                | runner
            cd .ci && ../run-local --template=../../orders.yaml  | runner
            ./run-local --help                                   | runner
            """)
    void runLocal_shouldBuildTheWordCounter_onlyForItsOwnTemplate(String call, String built) throws Exception {
        Path copy = copyOfScripts("copy");
        Files.createFile(copy.resolve("template.yaml"));
        Files.createFile(temporary.resolve("orders.yaml"));

        Finished runLocal = run(copy, pathWith(makeThat("[ \"$1\" = -q ] || echo \"made $*\"; exit 2")), call);

        assertThat(runLocal.output()).contains("made -s " + built + " MVN=");
    }

    @Test
    void runLocal_shouldSayWhatToDoInOneLine_whenNoLibraryCanBeLoadedFromItsTemporaryFolder() throws Exception {
        String mount = "mount -t tmpfs -o noexec tmpfs \"$TMPDIR\"";
        String unshare = "unshare --map-root-user --mount bash -c '" + mount + " && %s'";
        Map<String, String> environment = Map.of(
                "TMPDIR", Files.createDirectory(temporary.resolve(ODD_NAME)).toString());
        assumeTrue(
                run(ROOT, environment, unshare.formatted("true")).status() == 0,
                "nothing can be mounted here (on Linux it can)");

        Finished runLocal = run(ROOT, environment, unshare.formatted("./run-local --port 0 --edge-port 0"));

        assertThat(runLocal.status()).isEqualTo(1);
        assertThat(runLocal.output().lines())
                .filteredOn(line -> line.startsWith("run-local: "))
                .containsExactly("run-local: DynamoDB Local could not start: its library can't be loaded from "
                        + environment.get("TMPDIR") + ", which is mounted noexec; set TMPDIR to another folder");
        assertThat(runLocal.output()).doesNotContain("UnsatisfiedLinkError", "\tat ");
    }

    @ParameterizedTest
    @MethodSource("functions")
    void make_shouldCopyTheFunction_whateverItsFolderIsCalled(String function) throws Exception {
        Path project = projectOfModules();
        Path artifacts = Files.createDirectories(temporary.resolve(ODD_NAME));

        Finished make =
                run(project, Map.of("ARTIFACTS_DIR", artifacts.toString(), "MVN", "false"), "make build-" + function);

        assertThat(make.status()).as(make.output()).isZero();
        assertThat(artifacts.resolve("module")).hasContent(TemplateFunctions.module(function));
    }

    static Set<String> functions() {
        return TemplateFunctions.handlers().keySet();
    }

    /** The Makefile and, of each function's module, something that is built. */
    private Path projectOfModules() throws IOException {
        Path project = temporary.resolve("project");
        Files.createDirectories(project.resolve(".mvn"));
        Files.copy(ROOT.resolve("Makefile"), project.resolve("Makefile"));
        Files.createFile(project.resolve("pom.xml"));
        Files.createFile(project.resolve(".mvn/lambda-zip.xml"));
        Files.createDirectories(project.resolve("shared-model"));
        Files.createDirectories(project.resolve("reconciliation"));
        Files.createDirectories(project.resolve("local-runner"));
        Files.createDirectories(project.resolve("operator-cli"));
        try (var modules = Files.newDirectoryStream(ROOT, "*-fn")) {
            for (Path module : modules) {
                String name = module.getFileName().toString();
                Path lambda = Files.createDirectories(project.resolve(name).resolve("target/lambda"));
                Files.writeString(lambda.resolve("module"), name);
                Files.createFile(lambda.resolveSibling("lambda.zip"));
            }
        }
        return project;
    }

    private Path copyOfScripts(String name) throws IOException {
        Path copy = Files.createDirectories(temporary.resolve(name));
        Files.createDirectories(copy.resolve(".ci"));
        for (String script : List.of("run-local", "words", ".ci/launch.sh")) {
            Files.copy(ROOT.resolve(script), copy.resolve(script), StandardCopyOption.COPY_ATTRIBUTES);
        }
        return copy;
    }

    /** A folder with a make of ours, and a mvn that must not be called. */
    private Path makeThat(String does) throws IOException {
        Path tools = Files.createDirectories(temporary.resolve("tools"));
        for (var tool : Map.of("make", does, "mvn", "exit 3").entrySet()) {
            Path file = Files.writeString(tools.resolve(tool.getKey()), EXECUTABLE + tool.getValue() + "\n");
            assertThat(file.toFile().setExecutable(true)).isTrue();
        }
        return tools;
    }

    private static Map<String, String> pathWith(Path tools) {
        return new HashMap<>(Map.of("PATH", tools + ":" + System.getenv("PATH")));
    }

    private static void assertTookWord(Finished words) {
        assertThat(words.status()).as(words.output()).isEqualTo(2);
        assertThat(words.output()).contains("'größenwahn'");
    }

    private Finished run(Path folder, Map<String, String> environment, String command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", command)
                .directory(folder.toFile())
                .redirectErrorStream(true);
        builder.environment().putAll(environment);
        Path output = Files.createTempFile(temporary, "output", ".txt");
        Process process = builder.redirectOutput(output.toFile()).start();
        try {
            assertThat(process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS))
                    .as(command)
                    .isTrue();
            return new Finished(process.exitValue(), Files.readString(output));
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private record Finished(int status, String output) {}

    /** The SSM that has Slack's secret, and the API that it is for. */
    private record SlackStub(HttpServer server, List<String> commands) implements AutoCloseable {

        static SlackStub start() throws IOException {
            SlackStub stub = new SlackStub(
                    HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0),
                    new CopyOnWriteArrayList<>());
            stub.server.createContext("/", stub::answer);
            stub.server.start();
            return stub;
        }

        String url() {
            return "http://127.0.0.1:" + server.getAddress().getPort();
        }

        private void answer(HttpExchange exchange) throws IOException {
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            String operation = String.valueOf(exchange.getRequestHeaders().getFirst("X-Amz-Target"));
            String answer = switch (operation) {
                case "AmazonSSM.GetParametersByPath" -> """
                            {"Parameters": [{"Name": "/local/dev/SlackSecretsPath", "Value": "/local/dev/slack"}]}""";
                case "AmazonSSM.GetParameter" -> """
                            {"Parameter": {"Name": "/local/dev/slack/signing-secret", "Value": "secret"}}""";
                default -> {
                    commands.add(body);
                    yield "{\"text\": \"counted\"}";
                }
            };
            byte[] bytes = answer.getBytes(UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
