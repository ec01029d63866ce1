package wordcounter.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands in a process of their own, whose environment names a proxy. */
class ProxyIT {

    /** The discard service's port, where nothing listens. */
    private static final String DEAD_PROXY = "http://127.0.0.1:9";

    private static final String NO_STACK = """
            {"Parameters":[]}""";

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private String parameters = NO_STACK;

    /** Parameter Store, and where it says that it is, the API. */
    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String operation = Optional.ofNullable(exchange.getRequestHeaders().getFirst("X-Amz-Target"))
                .orElse("");
        asked.add(exchange.getRequestHeaders().getFirst("Host") + " " + operation);
        byte[] body = (operation.endsWith("GetParameter") ? "{\"Parameter\":{\"Value\":\"secret\"}}" : parameters)
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"replay", "rebuild", "reconcile", "slack hello"})
    void commands_shouldNotUseTheProxy_whenTheEndpointIsOnThisMachine(String command) throws Exception {
        Result result = words(command + " --endpoint-url http://127.0.0.1:" + port(), proxies());

        assertThat(result.output()).contains("there is no stack local").doesNotContain("nothing answers");
        assertThat(result.code()).isEqualTo(WordsCommand.IMPOSSIBLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:", "http://[::ffff:127.0.0.1]:"})
    void commands_shouldNotUseTheProxy_whenTheVariableNamesThisMachine(String endpoint) throws Exception {
        Map<String, String> environment = new HashMap<>(proxies());
        environment.put("AWS_ENDPOINT_URL", endpoint + port());
        environment.put("AWS_ACCESS_KEY_ID", "key");
        environment.put("AWS_SECRET_ACCESS_KEY", "secret");

        assertThat(words("reconcile", environment).output()).contains("there is no stack local");
        assertThat(words("reconcile --stack other --region eu-west-1", environment)
                        .output())
                .contains("there is no stack other");
    }

    @Test
    void slack_shouldNotUseTheProxy_whenTheApiIsOnThisMachine() throws Exception {
        parameters = """
                {"Parameters":[
                {"Name":"/local/dev/SlackSecretsPath","Value":"/local/dev/slack"},
                {"Name":"/local/dev/ApiUrl","Value":"http://127.0.0.1:%d"}]}""".formatted(port());

        Result result = words("slack hello --endpoint-url http://127.0.0.1:" + port(), proxies());

        assertThat(result.output()).contains("POST http://127.0.0.1:" + port() + "/slack/events 200");
        assertThat(result.code()).isEqualTo(WordsCommand.DONE);
    }

    @Test
    void commands_shouldUseTheProxy_whenTheEndpointIsElsewhere() throws Exception {
        Map<String, String> environment = Map.of("HTTP_PROXY", "http://127.0.0.1:" + port());

        assertThat(words("reconcile --endpoint-url http://words.example", environment)
                        .output())
                .contains("there is no stack local");

        assertThat(asked).containsExactly("words.example AmazonSSM.GetParametersByPath");
    }

    @ParameterizedTest
    @ValueSource(strings = {"words.test", ".test", "*.test", "other.example, TEST", "*"})
    void commands_shouldNotUseTheProxy_whenNoProxyNamesTheHost(String noProxy) throws Exception {
        Map<String, String> environment = Map.of("HTTP_PROXY", "http://127.0.0.1:" + port(), "NO_PROXY", noProxy);

        assertThat(words("reconcile --endpoint-url http://words.test", environment)
                        .code())
                .as("there is no such host")
                .isEqualTo(WordsCommand.IMPOSSIBLE);

        assertThat(asked).isEmpty();
    }

    private static Map<String, String> proxies() {
        return Map.of(
                "HTTP_PROXY", DEAD_PROXY,
                "http_proxy", DEAD_PROXY,
                "HTTPS_PROXY", DEAD_PROXY,
                "https_proxy", DEAD_PROXY,
                "JAVA_TOOL_OPTIONS", "-Dhttp.proxyHost=127.0.0.1 -Dhttp.proxyPort=9 -Dhttp.nonProxyHosts=none");
    }

    private int port() {
        return server.getAddress().getPort();
    }

    private record Result(int code, String output) {}

    private static Result words(String arguments, Map<String, String> environment) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                WordsCommand.class.getName()));
        command.addAll(Arrays.asList(arguments.split(" ", -1)));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), output);
    }
}
