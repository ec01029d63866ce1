package localrunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import localrunner.console.RecordingConsole;
import localrunner.edge.Requests;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Switches faults on in a whole runner, and looks at what each kind of caller makes of them: whoever waits is refused, and
 * whatever is asynchronous comes again. Functions do what their messages order ({@link localrunner.fixtures.Recipient}).
 */
class FaultsOnPurposeIT {

    private static final double TIME_SCALE = 120;
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final RecordingConsole CONSOLE = new RecordingConsole();

    @TempDir
    static Path project;

    private static HttpClient http;
    private static LocalRunner runner;

    @BeforeAll
    static void start() throws Exception {
        http = HttpClient.newHttpClient();
        runner = FixtureRunner.start(project, "edges.yaml", 2, TIME_SCALE, CONSOLE);
    }

    @AfterAll
    static void stop() {
        runner.close();
        http.close();
    }

    @AfterEach
    void clear() throws Exception {
        faults("DELETE", "", "");
    }

    @ParameterizedTest
    @CsvSource({
        "error, {}, InjectedError",
        "kill, {}, Runtime.ExitError",
        "delay, {\"delayMilliseconds\":2000}, Sandbox.Timedout"
    })
    void event_shouldBeADeadLetter_whenTheFaultStrikesEachAttempt(String fault, String settings, String errorType)
            throws Exception {
        String name = name();
        faults("PUT", "/Subscriber/" + fault, settings);

        publish("apply " + name);

        JsonNode letter = takeDeadLetter();
        assertThat(letter.at("/responsePayload/errorType").asString()).isEqualTo(errorType);
        assertThat(letter.at("/requestContext/condition").asString()).isEqualTo("RetriesExhausted");
        assertThat(letter.at("/requestContext/approximateInvokeCount").asInt()).isEqualTo(3);
        JsonNode on = faults("GET", "", "").at("/faults/0");
        assertThat(on.path("struck").asInt()).isEqualTo(3);
        assertThat(printed("Subscriber", "applied " + name))
                .as("a killed one may have come that far")
                .isLessThanOrEqualTo(fault.equals("kill") ? 3 : 0);
    }

    @Test
    void event_shouldWaitAndUseUpNoRetry_whenItsFunctionIsThrottled() throws Exception {
        String name = name();
        faults("PUT", "/Subscriber/throttle", "");
        HttpResponse<String> refused = send(
                "POST",
                runner.edge() + "/2015-03-31/functions/app-Subscriber:live/invocations",
                "lambda",
                "application/json",
                "",
                "{}");

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.body())
                .contains("\"Reason\":\"ReservedFunctionConcurrentInvocationLimitExceeded\"")
                .contains("Rate Exceeded.");

        publish("apply " + name);
        awaitStruck(6);
        assertThat(printed("Subscriber", "applied " + name)).isZero();
        faults("DELETE", "/Subscriber", "");

        soon().until(() -> printed("Subscriber", "applied " + name) == 1);
        assertThat(CONSOLE.lines())
                .anyMatch(
                        line -> line.matches("Subscriber \\| fault off: throttle, has struck [0-9]+ of [0-9]+ calls"));
    }

    @Test
    void records_shouldWaitInTheStream_whenTheirFunctionIsThrottled() throws Exception {
        String name = name();
        faults("PUT", "/Follower/throttle", "");

        assertThat(enter(name).statusCode()).isEqualTo(200);
        awaitStruck(3);
        assertThat(printed("Follower", "applied " + name)).isZero();
        faults("DELETE", "/Follower/throttle", "");

        soon().until(() -> printed("Follower", "applied " + name) == 1);
    }

    @Test
    void messages_shouldWaitInTheQueue_whenTheirFunctionIsThrottled() throws Exception {
        String name = name();
        faults("PUT", "/Worker/throttle", "");

        assertThat(postWork(name).statusCode()).isEqualTo(202);
        awaitStruck(1);
        assertThat(printed("Worker", "applied " + name)).isZero();
        faults("DELETE", "/Worker", "");

        soon().until(() -> printed("Worker", "applied " + name) > 0);
    }

    @Test
    void call_shouldGetTheServicesError_whenATableTopicOrQueueHasAFault() throws Exception {
        String name = name();
        faults("PUT", "/Entries/throttle", "");
        faults("PUT", "/Orders/error", "");
        faults("PUT", "/Work/throttle", "");

        assertThat(enter(name).statusCode()).isEqualTo(400);
        assertThat(enter(name).body()).contains("#ThrottlingException");
        assertThat(send("POST", runner.edge() + "/", "sns", "application/x-www-form-urlencoded", "", form("a"))
                        .statusCode())
                .isEqualTo(500);
        assertThat(postWork(name).statusCode())
                .as("as the template answers when SQS refuses")
                .isEqualTo(503);

        faults("DELETE", "", "");
        assertThat(enter(name).statusCode()).isEqualTo(200);
        soon().until(() -> printed("Follower", "applied " + name) == 1);
        assertThat(printed("Worker", "applied " + name)).isZero();
    }

    @Test
    void faults_shouldBeRefusedToAPageOfAnotherSite() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(runner.edge() + "/_faults/Worker/kill"))
                .header("Origin", "https://example.com")
                .PUT(BodyPublishers.noBody())
                .build();

        assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(403);
        assertThat(faults("GET", "", "").path("faults")).isEmpty();
    }

    private static void awaitStruck(int times) {
        soon().until(() -> faults("GET", "", "").at("/faults/0/struck").asInt(0) >= times);
    }

    private static JsonNode faults(String method, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(runner.edge() + "/_faults" + path))
                .method(method, BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private static String name() {
        return UUID.randomUUID().toString();
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50));
    }

    private static long printed(String function, String text) {
        return CONSOLE.lines().stream()
                .filter((function + " | " + text)::equals)
                .count();
    }

    private static String form(String message) {
        return "Action=Publish&TopicArn=arn:aws:sns:us-east-1:000000000000:app-Orders&Message="
                + URLEncoder.encode(message, StandardCharsets.UTF_8);
    }

    private static void publish(String message) throws Exception {
        assertThat(send("POST", runner.edge() + "/", "sns", "application/x-www-form-urlencoded", "", form(message))
                        .statusCode())
                .isEqualTo(200);
    }

    /** By the API's integration with SQS. */
    private static HttpResponse<String> postWork(String name) throws Exception {
        URI api = runner.apis().values().iterator().next();
        return send("POST", api + "/work", "execute-api", "text/plain", "", name);
    }

    private static HttpResponse<String> enter(String name) throws Exception {
        ObjectNode request = JSON.createObjectNode().put("TableName", "app-Entries");
        ObjectNode item = request.putObject("Item");
        item.putObject("name").put("S", name);
        item.putObject("order").put("S", "apply " + name);
        return send(
                "POST",
                runner.edge() + "/",
                "dynamodb",
                "application/x-amz-json-1.0",
                "DynamoDB_20120810.PutItem",
                request.toString());
    }

    /** Takes the only letter out of the queue. */
    private static JsonNode takeDeadLetter() {
        String queue = "\"QueueUrl\":\"" + runner.edge() + "/000000000000/app-DeadLetters\"";
        List<JsonNode> letters = new CopyOnWriteArrayList<>();
        soon().until(() -> {
            for (JsonNode message : JSON.readTree(
                            sqs("ReceiveMessage", "{" + queue + "}").body())
                    .path("Messages")) {
                letters.add(JSON.readTree(message.path("Body").asString()));
                String handle = message.path("ReceiptHandle").asString();
                sqs("DeleteMessage", "{" + queue + ",\"ReceiptHandle\":\"" + handle + "\"}");
            }
            return !letters.isEmpty();
        });
        assertThat(letters).hasSize(1);
        return letters.getFirst();
    }

    private static HttpResponse<String> sqs(String operation, String body) throws Exception {
        return send("POST", runner.edge() + "/", "sqs", "application/x-amz-json-1.0", "AmazonSQS." + operation, body);
    }

    private static HttpResponse<String> send(
            String method, String uri, String service, String contentType, String target, String body)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(uri))
                .method(method, BodyPublishers.ofString(body))
                .header("Authorization", Requests.authorization(service))
                .header("X-Amz-Date", "20260101T000000Z")
                .header("Content-Type", contentType);
        if (!target.isEmpty()) {
            request.header("X-Amz-Target", target);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }
}
