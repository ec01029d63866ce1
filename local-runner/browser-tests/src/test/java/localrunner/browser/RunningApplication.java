package localrunner.browser;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The word counter under {@code ./run-local}, whose minutes are seconds. */
final class RunningApplication implements AutoCloseable {

    private static final Path CHECKOUT = Path.of("../..").toAbsolutePath().normalize();
    private static final Pattern API = Pattern.compile("^Ready in .*: (http\\S+) ", Pattern.MULTILINE);
    private static final Pattern CONSOLE = Pattern.compile("^Console: (http\\S+)", Pattern.MULTILINE);

    private final Process process;
    private final HttpClient http = HttpClient.newHttpClient();
    private final URI api;
    private final URI console;

    private RunningApplication(Process process, URI api, URI console) {
        this.process = process;
        this.api = api;
        this.console = console;
    }

    static RunningApplication start() throws IOException {
        Path log = Path.of("target/run-local.log").toAbsolutePath();
        Files.createDirectories(log.getParent());
        Process process = new ProcessBuilder(
                        "./run-local", "--port", "0", "--edge-port", "0", "--time-scale", "60", "--max-processes", "1")
                .directory(CHECKOUT.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            Awaitility.await().atMost(Duration.ofMinutes(5)).until(() -> {
                if (!process.isAlive()) {
                    throw new IllegalStateException("./run-local has ended: " + Files.readString(log));
                }
                return API.matcher(Files.readString(log)).find();
            });
        } catch (RuntimeException e) {
            process.destroy();
            throw e;
        }
        String text = Files.readString(log);
        return new RunningApplication(process, address(API, text), address(CONSOLE, text));
    }

    private static URI address(Pattern pattern, String log) {
        Matcher matcher = pattern.matcher(log);
        if (!matcher.find()) {
            throw new IllegalStateException("./run-local prints no line like " + pattern + ": " + log);
        }
        return URI.create(matcher.group(1));
    }

    /** The console's address, ending with a slash. */
    String console() {
        return console + "/";
    }

    /** Counts a text, and gives the request id, which is the event's id. */
    String count(String text) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(
                HttpRequest.newBuilder(api.resolve("/words"))
                        .header("x-api-key", "local")
                        .header("Content-Type", "text/plain")
                        .header("Idempotency-Key", UUID.randomUUID().toString())
                        .POST(BodyPublishers.ofString(text))
                        .build(),
                BodyHandlers.ofString());
        if (response.statusCode() != 202) {
            throw new IllegalStateException(response.statusCode() + ": " + response.body());
        }
        return response.headers().firstValue("x-amzn-RequestId").orElseThrow();
    }

    /** Asks the console's API. */
    JsonNode get(String path) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(
                HttpRequest.newBuilder(URI.create(console() + "api/" + path)).build(), BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IllegalStateException(path + ": " + response.statusCode() + ": " + response.body());
        }
        return JsonMapper.shared().readTree(response.body());
    }

    /** Switches a fault of a function on, for all its calls. */
    void fail(String function) throws IOException, InterruptedException {
        faults("PUT", "/_faults/" + function + "/error", "{\"percentage\": 100}");
    }

    void clearFaults() throws IOException, InterruptedException {
        faults("DELETE", "/_faults", "");
    }

    private void faults(String method, String path, String body) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(
                HttpRequest.newBuilder(console.resolve(path))
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
            throw new IllegalStateException(path + ": " + response.statusCode() + ": " + response.body());
        }
    }

    @Override
    public void close() {
        http.close();
        process.destroy();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
