package localrunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
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
import localrunner.console.RecordingConsole;
import localrunner.edge.Requests;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Follows events through a whole runner with real processes, as the console's page does. */
class ConsoleEventsIT {

    private static final double TIME_SCALE = 120;

    @TempDir
    static Path project;

    private static HttpClient http;
    private static LocalRunner runner;

    @BeforeAll
    static void start() throws Exception {
        http = HttpClient.newHttpClient();
        runner = FixtureRunner.start(project, "edges.yaml", 2, TIME_SCALE, new RecordingConsole());
    }

    @AfterAll
    static void stop() {
        runner.close();
        http.close();
    }

    private static String name() {
        return UUID.randomUUID().toString();
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(90)).pollInterval(Duration.ofMillis(100));
    }

    private static JsonNode console(String path) {
        try {
            URI uri = runner.edge().resolve("/_console/api/" + path);
            HttpResponse<String> answer = http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            return JsonMapper.shared().readTree(answer.body());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** The one event in which a text stands, once it has a status. */
    private static JsonNode event(String text, String status) {
        String query = "events?text=" + URLEncoder.encode(text, StandardCharsets.UTF_8);
        soon().untilAsserted(() -> {
            JsonNode events = console(query).path("events");
            assertThat(events).as(events.toPrettyString()).hasSize(1);
            assertThat(events.at("/0/status").asString())
                    .as(events.toPrettyString())
                    .isEqualTo(status);
        });
        return console("events/" + console(query).at("/events/0/id").asString());
    }

    private static List<String> steps(JsonNode event) {
        return event.path("spans")
                .valueStream()
                .map(span ->
                        span.path("kind").asString() + " " + span.path("who").asString() + " "
                                + span.path("status").asString())
                .toList();
    }

    private static void call(String service, String target, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(runner.edge())
                .header("Authorization", Requests.authorization(service))
                .header("X-Amz-Target", target)
                .header("Content-Type", "application/x-amz-json-1.0")
                .POST(BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private static void publish(String message) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(runner.edge())
                .header("Authorization", Requests.authorization("sns"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("Action=Publish&TopicArn=arn:aws:sns:us-east-1:000000000000:app-Orders"
                        + "&Message=" + URLEncoder.encode(message, StandardCharsets.UTF_8)))
                .build();
        assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }

    private static HttpResponse<String> post(String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(runner.apis().get("Api") + "/work"))
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString(body))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    @Test
    void message_shouldBeFollowedToTheDeadLetterQueue_throughAllAttempts() throws Exception {
        String name = name();
        publish("throw " + name);

        String id = event("throw " + name, "failed").path("id").asString();
        soon().untilAsserted(() -> assertThat(steps(console("events/" + id)))
                .containsExactlyInAnyOrder(
                        "call  ok",
                        "notification Orders ok",
                        "message Subscriber failed",
                        "invocation Subscriber failed",
                        "retry Subscriber ok",
                        "invocation Subscriber failed",
                        "retry Subscriber ok",
                        "invocation Subscriber failed",
                        "dead-letter DeadLetters running"));
        JsonNode event = console("events/" + id);
        assertThat(event.path("kind").asString()).isEqualTo("sns");
        assertThat(event.path("title").asString()).isEqualTo("sns Publish Orders");
        JsonNode runs = JsonMapper.shared()
                .valueToTree(event.path("spans")
                        .valueStream()
                        .filter(span -> span.path("kind").asString().equals("invocation"))
                        .toList());
        assertThat(runs.valueStream().map(run -> run.path("attempt").asInt())).containsExactly(1, 2, 3);
        assertThat(runs.at("/0/response/text").asString()).contains("told to: " + name);
        assertThat(runs.at("/0/request/text").asString()).contains("throw " + name);
        soon().untilAsserted(() -> assertThat(console("events/" + id)
                        .path("spans")
                        .valueStream()
                        .flatMap(span -> span.path("lines").valueStream())
                        .map(line -> line.path("text").asString()))
                .filteredOn(line -> line.startsWith("REPORT RequestId: "))
                .hasSize(3));
        assertThat(console("state").path("edges").propertyNames())
                .contains("Orders->Subscriber", "Subscriber->DeadLetters");
    }

    @Test
    void request_shouldBeFollowedThroughItsQueue_andToWhereTheQueueMovesIt() throws Exception {
        String name = name();
        String requestId = post(name).headers().firstValue("x-amzn-RequestId").orElseThrow();

        JsonNode event = event("apply " + name, "ok");

        assertThat(event.path("id").asString()).isEqualTo(requestId);
        assertThat(event.path("kind").asString()).isEqualTo("api");
        assertThat(event.path("httpStatus").asInt()).isEqualTo(202);
        assertThat(steps(event))
                .containsExactly(
                        "request route:POST /work ok",
                        "message Work ok",
                        "batch WorkerTaken ok",
                        "invocation Worker ok");
        assertThat(console("state").path("edges").propertyNames()).contains("route:POST /work->Work", "Work->Worker");
    }

    @Test
    void record_shouldBeFollowedFromTheCallThatWroteIt() throws Exception {
        String name = name();
        call(
                "dynamodb",
                "DynamoDB_20120810.PutItem",
                "{\"TableName\":\"app-Entries\",\"Item\":{\"name\":{\"S\":\"%s\"},\"order\":{\"S\":\"apply %s\"}}}"
                        .formatted(name, name));

        JsonNode event = event("apply " + name, "ok");
        soon().untilAsserted(() -> assertThat(
                        steps(console("events/" + event.path("id").asString())))
                .containsExactly("call  ok", "batch FollowerEntered ok", "invocation Follower ok"));
        assertThat(console("state").path("edges").propertyNames())
                .contains("Entries->stream:Entries", "stream:Entries->Follower");
    }

    @Test
    void session_shouldHaveStateAndEvents_withoutWhatLooksSecret() throws Exception {
        String name = name();
        publish("apply token=" + name);
        soon().until(() -> !console("events?kind=sns").path("events").isEmpty());

        JsonNode session = console("session");

        assertThat(session.path("format").asString()).isEqualTo("local-runner-session");
        assertThat(session.path("version").asInt()).isEqualTo(1);
        assertThat(session.path("state").has("nodes")).isTrue();
        assertThat(session.path("events")).isNotEmpty();
        assertThat(session.toString()).contains("(left out)").doesNotContain(name);
    }

    @Test
    void stream_shouldTellAnEvent_asItHappens() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(runner.edge().resolve("/_console/api/stream"))
                .build();
        HttpResponse<InputStream> stream = http.send(request, BodyHandlers.ofInputStream());
        try (var lines = new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
            publish("apply " + name());
            String line = lines.lines()
                    .filter(each -> each.startsWith("data: ") && each.contains("sns Publish Orders"))
                    .findFirst()
                    .orElseThrow();
            assertThat(JsonMapper.shared()
                            .readTree(line.substring("data: ".length()))
                            .has("skipped"))
                    .isTrue();
        }
    }
}
