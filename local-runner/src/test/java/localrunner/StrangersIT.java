package localrunner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import localrunner.console.RecordingConsole;
import localrunner.time.ScaledTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs applications as strangers have them, in five shapes, from their sources to an answer. Maven builds them as on the
 * stranger's machine; nothing in them knows the runner.
 */
class StrangersIT {

    private static final Path STRANGERS = Path.of("src/test/resources/strangers");

    @TempDir
    Path folder;

    private final RecordingConsole console = new RecordingConsole();
    private final HttpClient http = HttpClient.newHttpClient();
    private int starts;

    @AfterEach
    void closeClient() {
        http.close();
    }

    @Test
    void mavenFolder_shouldAnswer_asSamInitMakesIt() throws Exception {
        Path project = copy("hello");

        try (LocalRunner runner = start(project)) {
            for (String route : List.of("hello", "older", "newer")) {
                assertThat(answer(runner, "GET", "/" + route))
                        .isEqualTo("200 { \"message\": \"hello world\", \"path\": \"/" + route + "\" }");
            }
        }
        assertThat(builds()).hasSize(1);
        try (Stream<Path> files = Files.list(project.resolve("HelloWorldFunction"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("pom.xml", "src", "target");
        }

        // Started again, it is not built again, until a source changes
        start(project).close();
        assertThat(builds()).hasSize(1);
        Path source = project.resolve("HelloWorldFunction/src/main/java/helloworld/App.java");
        Files.writeString(source, Files.readString(source).replace("hello world", "hello again"));
        try (LocalRunner runner = start(project)) {
            assertThat(answer(runner, "GET", "/hello")).contains("hello again");
        }
        assertThat(builds()).hasSize(2);
    }

    @Test
    void modules_shouldAnswer_whenTheyShareOneThatStandsBesideThem() throws Exception {
        try (LocalRunner runner = start(copy("modules"))) {
            assertThat(answer(runner, "GET", "/orders")).isEqualTo("200 orders");
            assertThat(answer(runner, "GET", "/mail")).isEqualTo("200 mail");
        }
        assertThat(builds()).hasSize(1);
    }

    @Test
    void shadedJar_shouldAnswer_whenFourFunctionsNameIt() throws Exception {
        Path project = copy("shaded");
        jar(project.resolve("src/main/java/shop/Shop.java"), project.resolve("target/shop.jar"));

        try (LocalRunner runner = start(project)) {
            assertThat(answer(runner, "POST", "/items")).startsWith("200 created");
            assertThat(answer(runner, "GET", "/items")).startsWith("200 read");
            assertThat(answer(runner, "PUT", "/items")).startsWith("200 changed");
            assertThat(answer(runner, "DELETE", "/items")).startsWith("200 removed");
        }
        assertThat(builds()).isEmpty();
    }

    @Test
    void sdkVersion1_shouldReachTableAndQueue_whenItKnowsNoEndpointAndHasARegionInItsCode() throws Exception {
        try (LocalRunner runner = start(copy("sdk-v1"))) {
            assertThat(answer(runner, "POST", "/notes/hello"))
                    .isEqualTo("200 hello in " + runner.edge() + "/000000000000/local-Written");
            assertThat(received(runner)).contains("hello");
        }
    }

    @Test
    void sdk217_shouldReachTableAndQueue_byEachOfItsHttpClients() throws Exception {
        try (LocalRunner runner = start(copy("sdk-v2"))) {
            assertThat(answer(runner, "POST", "/notes/hello"))
                    .isEqualTo("200 hello in " + runner.edge() + "/000000000000/local-Written");
            assertThat(received(runner)).contains("hello");

            // Its asynchronous client takes no proxy from the JVM: it reaches nobody, and says why each time it tries
            for (int attempt = 1; attempt <= 2; attempt++) {
                assertThat(answer(runner, "POST", "/objects/any"))
                        .contains("dynamodb.us-east-1.amazonaws.com: the local runner lets no function reach AWS");
            }
        }
    }

    private LocalRunner start(Path project) throws InterruptedException {
        starts++;
        return LocalRunner.start(
                new RunnerSettings(
                        new RunnerSettings.Template(project.resolve("template.yaml"), "template.yaml"),
                        new RunnerSettings.Stack("local", "us-east-1", Map.of()),
                        RunnerSettings.Ports.FREE,
                        "local",
                        1,
                        false),
                folder.resolve("work-" + starts),
                new ScaledTime(1),
                console);
    }

    private String answer(LocalRunner runner, String method, String path) throws Exception {
        URI api = runner.apis().values().iterator().next();
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(api.resolve(path))
                        .method(method, BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());
        return answer.statusCode() + " " + answer.body()
                + (answer.statusCode() < 500 ? "" : "\n" + String.join("\n", console.lines()));
    }

    private String received(LocalRunner runner) throws Exception {
        HttpRequest receive = HttpRequest.newBuilder(runner.edge().resolve("/000000000000/local-Written"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("Action=ReceiveMessage&Version=2012-11-05&WaitTimeSeconds=5"))
                .build();
        return http.send(receive, BodyHandlers.ofString()).body();
    }

    private List<String> builds() {
        return console.lines().stream()
                .filter(line -> line.startsWith("build | ") && line.contains("dependency:copy-dependencies"))
                .filter(line -> line.contains("Function"))
                .toList();
    }

    private Path copy(String name) throws IOException {
        Path from = STRANGERS.resolve(name);
        Path to = folder.resolve(name);
        List<Path> files;
        try (Stream<Path> tree = Files.walk(from)) {
            files = tree.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            Path copied = to.resolve(from.relativize(file).toString());
            Files.createDirectories(copied.getParent());
            Files.copy(file, copied);
        }
        return to;
    }

    private void jar(Path source, Path jar) throws IOException {
        Path classes = folder.resolve("classes");
        ToolProvider javac = ToolProvider.findFirst("javac").orElseThrow();
        assertThat(javac.run(System.out, System.err, "--release", "17", "-d", classes.toString(), source.toString()))
                .isZero();
        Files.createDirectories(jar.getParent());
        try (FileSystem zip = FileSystems.newFileSystem(jar, Map.of("create", "true"));
                InputStream compiled = Files.newInputStream(classes.resolve("shop/Shop.class"))) {
            Files.createDirectory(zip.getPath("shop"));
            Files.copy(compiled, zip.getPath("shop/Shop.class"));
        }
    }
}
