package localrunner;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import localrunner.console.RecordingConsole;
import localrunner.edge.Requests;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A runner of {@code edges.yaml}, with the calls of the console's page and those of an SDK. */
final class WatchedRunner implements AutoCloseable {

    /** What a page must show as text. */
    static final String HOSTILE = "</script><img src=x onerror=alert(1)>\u202e\"'`${1}";

    private static final double TIME_SCALE = 120;
    private static final JsonMapper JSON = JsonMapper.shared();

    private final RecordingConsole console = new RecordingConsole();
    private final HttpClient http = HttpClient.newHttpClient();
    private final LocalRunner runner;

    /** @param project a folder for the template and its code */
    WatchedRunner(Path project) throws Exception {
        Files.createDirectories(project.resolve("events/subscriber"));
        Files.writeString(project.resolve("events/subscriber/hostile.json"), HOSTILE);
        runner = FixtureRunner.start(project, "edges.yaml", 2, TIME_SCALE, console);
    }

    @Override
    public void close() {
        runner.close();
        http.close();
    }

    /** The first message of a queue, as soon as there is one. */
    JsonNode await(String queue) throws Exception {
        soon().until(() ->
                get("data/queues/" + queue + "/messages").path("messages").size() > 0);
        return only(queue);
    }

    /** The only message of a queue. */
    JsonNode only(String queue) throws Exception {
        JsonNode messages = get("data/queues/" + queue + "/messages").path("messages");
        assertThat(messages).hasSize(1);
        return messages.get(0);
    }

    /** How many warnings about events of the function Subscriber have this text. */
    long warnings(String text) {
        return console.lines().stream()
                .filter(line -> line.startsWith("Subscriber | WARNING: event ") && line.contains(text))
                .count();
    }

    boolean printed(String function, String name) {
        return count(function, name) > 0;
    }

    long count(String function, String name) {
        return console.lines().stream()
                .filter((function + " | applied " + name)::equals)
                .count();
    }

    static String name() {
        return UUID.randomUUID().toString();
    }

    static ConditionFactory soon() {
        return Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50));
    }

    /** Asks the console. */
    JsonNode get(String path) throws Exception {
        HttpResponse<String> answer = fetch(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    HttpResponse<String> fetch(String path) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(runner.edge() + "/_console/api/" + path))
                        .build(),
                BodyHandlers.ofString());
    }

    JsonNode post(String path, String body) throws Exception {
        HttpResponse<String> answer = send("POST", path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    /** As the console's page changes something. */
    HttpResponse<String> send(String method, String path, String body) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(runner.edge() + "/_console/api/" + path))
                        .header("Content-Type", "application/json")
                        .header("X-Console", "1")
                        .header("Origin", runner.edge().toString())
                        .method(method, BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    void put(String name, String order) throws Exception {
        ObjectNode request = JSON.createObjectNode().put("TableName", "app-Entries");
        ObjectNode item = request.putObject("Item");
        item.putObject("name").put("S", name);
        item.putObject("order").put("S", order);
        call("dynamodb", "DynamoDB_20120810.PutItem", request.toString());
    }

    void publish(String message) throws Exception {
        String form = "Action=Publish&TopicArn=arn:aws:sns:us-east-1:000000000000:app-Orders&Message="
                + URLEncoder.encode(message, StandardCharsets.UTF_8);
        request("sns", "application/x-www-form-urlencoded", "", form);
    }

    /** Sends to a queue. */
    void sqs(String queue, String body) throws Exception {
        ObjectNode request = JSON.createObjectNode()
                .put("QueueUrl", runner.edge() + "/000000000000/" + queue)
                .put("MessageBody", body);
        call("sqs", "AmazonSQS.SendMessage", request.toString());
    }

    void upload(String key, byte[] content) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(runner.edge() + "/app-uploads/" + key))
                .header("Authorization", Requests.authorization("s3"))
                .header("X-Amz-Date", "20260101T000000Z")
                .header("X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD")
                .PUT(BodyPublishers.ofByteArray(content))
                .build();
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    void call(String service, String target, String body) throws Exception {
        request(service, "application/x-amz-json-1." + (service.equals("ssm") ? "1" : "0"), target, body);
    }

    void request(String service, String contentType, String target, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(runner.edge() + "/"))
                .POST(BodyPublishers.ofString(body))
                .header("Authorization", Requests.authorization(service))
                .header("X-Amz-Date", "20260101T000000Z")
                .header("Content-Type", contentType);
        if (!target.isEmpty()) {
            request.header("X-Amz-Target", target);
        }
        HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    /** Sends JSON without what shows that it comes from the console's page. */
    HttpResponse<String> sendAsAnyPage(String path, String body) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(runner.edge() + "/_console/api/" + path))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    /** Empties the queues for what was given up. */
    void purge() {
        for (String queue : new String[] {"DeadLetters", "Undone"}) {
            // A queue is purged once in a minute of the runner's time.
            soon().until(() ->
                    send("POST", "data/queues/" + queue + "/purge", "{}").statusCode() == 200);
        }
    }
}
