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
import java.util.function.Predicate;
import java.util.stream.IntStream;
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
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes each kind of failure edge fail for good, and looks at what ends in the dead-letter queue.
 *
 * <p>A whole runner with real processes runs a function that does what its messages order ({@link
 * localrunner.fixtures.Recipient}). Three minutes of retries pass in 1.5 seconds. Permissions are
 * enforced: those that SAM adds are enough for each edge.
 */
class RunnerFailureEdgesIT {

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

    /** Removes what a test that failed has left. */
    @AfterEach
    void tidyUp() throws Exception {
        createAlias();
        // a queue is purged once in a minute of the runner's time
        soon().untilAsserted(() -> call("sqs", "AmazonSQS.PurgeQueue", queue()));
    }

    @Test
    void message_shouldBeRedrivenAtOnce_whenItsFunctionIsNotThere() throws Exception {
        String name = name();
        assertThat(lambda("DELETE", "app-Subscriber/aliases/live", "").statusCode())
                .isEqualTo(204);

        publish("apply " + name);
        JsonNode letter =
                takeDeadLetter(body -> body.path("Message").asString("").endsWith(name));

        // The letter is the notification, as a queue that subscribes would get it
        assertThat(letter.propertyNames())
                .containsExactlyInAnyOrder(
                        "Type",
                        "MessageId",
                        "TopicArn",
                        "Message",
                        "Timestamp",
                        "SignatureVersion",
                        "Signature",
                        "SigningCertURL",
                        "UnsubscribeURL");
        assertThat(letter.path("TopicArn").asString()).isEqualTo("arn:aws:sns:us-east-1:000000000000:app-Orders");
        assertThat(CONSOLE.lines()).doesNotContain("Subscriber | applied " + name);

        // The function is put back
        assertThat(createAlias()).isEqualTo(201);
        publish(letter.path("Message").asString());

        soon().until(() -> printed("Subscriber", "applied " + name) == 1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "throw | java.lang.IllegalStateException | told to: NAME",
                "sleep | Sandbox.Timedout | RequestId: ID Error: Task timed out after 2.00 seconds",
                "kill | Runtime.ExitError | RequestId: ID Error: Runtime exited with error: signal: killed"
            })
    void event_shouldBeADeadLetter_whenTheFunctionHasFailedThreeTimes(String order, String type, String message)
            throws Exception {
        String name = name();
        publish(order + " " + name);
        publish("apply " + name);
        JsonNode letter =
                takeDeadLetter(body -> snsMessage(body.path("requestPayload")).equals(order + " " + name));

        String requestId = letter.at("/requestContext/requestId").asString();
        assertThat(letter.path("version").asString()).isEqualTo("1.0");
        assertThat(letter.path("requestContext")).isEqualTo(JSON.readTree("""
                {"requestId": "%s", "functionArn": "arn:aws:lambda:us-east-1:000000000000:function:app-Subscriber:live",
                 "condition": "RetriesExhausted", "approximateInvokeCount": 3}
                """.formatted(requestId)));
        assertThat(letter.path("responseContext"))
                .isEqualTo(JSON.readTree(
                        "{\"statusCode\": 200, \"executedVersion\": \"1\", \"functionError\": \"Unhandled\"}"));
        assertThat(letter.at("/responsePayload/errorType").asString()).isEqualTo(type);
        assertThat(letter.at("/responsePayload/errorMessage").asString())
                .isEqualTo(message.replace("ID", requestId).replace("NAME", name));
        soon().untilAsserted(() -> assertThat(CONSOLE.lines().stream()
                        .filter(line -> line.startsWith("Subscriber | REPORT RequestId: " + requestId + " ")))
                .as("each of the three runs has the event's request id")
                .hasSize(3));
        assertThat(printed("Subscriber", "applied " + name))
                .as("the message beside it")
                .isEqualTo(1);
    }

    @Test
    void upload_shouldBeADeadLetter_whenTheFunctionHasFailedThreeTimes() throws Exception {
        String name = name();
        upload("elsewhere/apply " + name);
        upload("orders/apply " + name + "-2");
        upload("orders/throw " + name);
        JsonNode letter = takeDeadLetter(body ->
                body.at("/requestPayload/Records/0/s3/object/key").asString("").equals("orders/throw+" + name));

        assertThat(letter.at("/requestContext/functionArn").asString())
                .isEqualTo("arn:aws:lambda:us-east-1:000000000000:function:app-Subscriber:live");
        assertThat(letter.at("/requestContext/condition").asString()).isEqualTo("RetriesExhausted");
        assertThat(letter.at("/requestPayload/Records/0/s3/bucket/name").asString())
                .isEqualTo("app-uploads");
        assertThat(letter.at("/requestPayload/Records/0/s3/object/versionId").asString())
                .isNotEmpty();
        soon().until(() -> printed("Subscriber", "applied " + name + "-2") == 1);
        assertThat(printed("Subscriber", "applied " + name))
                .as("what is not in orders/")
                .isZero();
    }

    private static void upload(String key) throws Exception {
        URI object = runner.edge().resolve("/app-uploads/" + key.replace(" ", "%20"));
        HttpRequest request = HttpRequest.newBuilder(object)
                .header("Authorization", Requests.authorization("s3"))
                .PUT(BodyPublishers.ofString("a text"))
                .build();
        assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }

    @Test
    void record_shouldBeADeadLetterAndItsShardGoOn_whenTheFunctionDiesOnIt() throws Exception {
        List<String> names = names(4);
        enter(names, "apply", "apply", "kill", "apply");
        List<String> later = names(2);
        enter(later, "apply", "apply");
        JsonNode letter = takeDeadLetter(body -> body.has("DDBStreamBatchInfo"));

        // As on AWS, the letter says where the record is and does not hold it
        assertThat(letter.at("/requestContext/condition").asString()).isEqualTo("RetryAttemptsExhausted");
        assertThat(letter.at("/requestContext/functionArn").asString())
                .isEqualTo("arn:aws:lambda:us-east-1:000000000000:function:app-Follower:live");
        assertThat(letter.at("/responseContext/functionError").asString()).isEqualTo("Unhandled");
        JsonNode batch = letter.path("DDBStreamBatchInfo");
        assertThat(batch.path("batchSize").asInt()).as("bisected down to it").isEqualTo(1);
        assertThat(batch.path("endSequenceNumber")).isEqualTo(batch.path("startSequenceNumber"));
        assertThat(recordAt(batch).at("/dynamodb/Keys/name/S").asString()).isEqualTo(names.get(2));

        soon().until(() -> printed("Follower", "applied " + later.getLast()) > 0);
        for (String name : List.of(names.get(0), names.get(1), names.get(3), later.get(0))) {
            assertThat(printed("Follower", "applied " + name)).as(name).isPositive();
        }
        assertThat(printed("Follower", "applied " + names.get(2))).isZero();
    }

    @Test
    void record_shouldStopItsBatchThereAndBeAppliedLater_whenItFailsForAWhile() throws Exception {
        List<String> names = names(4);
        enter(names, "apply", "apply", "throttle", "apply");
        soon().until(() -> printed("Follower", "applied " + names.getLast()) > 0);

        // Each was applied once and in order, though the third one failed twice
        assertThat(CONSOLE.lines().stream()
                        .filter(line -> names.stream().anyMatch(line::endsWith))
                        .map(line -> line.replaceAll(
                                "Follower \\| |" + names.getFirst().replaceAll("-.*", "-"), ""))
                        .toList())
                .containsExactly("applied 0", "applied 1", "throttled 2", "throttled 2", "applied 2", "applied 3");
    }

    @Test
    void message_shouldComeAgainAlone_whenTheFunctionReportsThatItFailed() throws Exception {
        String done = name();
        String failed = name();
        warmWorkerUp();

        order("apply " + done, "throttle " + failed);

        // the queue may hand out each of the two by itself, and then nobody knows which is first
        soon().until(() -> printed("Worker", "applied " + failed) > 0 && printed("Worker", "applied " + done) > 0);
        assertThat(printed("Worker", "throttled " + failed)).isEqualTo(2);
        assertThat(printed("Worker", "applied " + failed)).isEqualTo(1);
        assertThat(printed("Worker", "applied " + done)).isEqualTo(1);
    }

    @Test
    void message_shouldBeInTheDeadLetterQueue_whenItWasReceivedTooOften() throws Exception {
        String bad = name();
        warmWorkerUp();

        order("throw " + bad);

        ObjectNode undone = JSON.createObjectNode().put("QueueUrl", runner.edge() + "/000000000000/app-Undone");
        soon().until(() -> call("sqs", "AmazonSQS.ReceiveMessage", undone)
                .at("/Messages/0/Body")
                .asString("")
                .equals("throw " + bad));
    }

    @Test
    void request_shouldBeOnTheQueueWithoutAFunction_whenTheApiIsIntegratedWithSqs() throws Exception {
        String name = name();
        HttpRequest request = HttpRequest.newBuilder(
                        runner.apis().values().iterator().next().resolve("/work"))
                .header("Content-Type", "text/plain")
                .POST(BodyPublishers.ofString(name))
                .build();

        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(JSON.readTree(answer.body()).path("messageId").asString()).hasSize(36);
        soon().until(() -> printed("Worker", "applied " + name) >= 1);
    }

    @Test
    void schedule_shouldInvokeItsFunction_whenItIsFired() throws Exception {
        HttpRequest fire = HttpRequest.newBuilder(runner.edge().resolve("/_schedules/SubscriberTimed"))
                .POST(BodyPublishers.noBody())
                .build();

        assertThat(http.send(fire, BodyHandlers.ofString()).statusCode()).isEqualTo(202);

        soon().until(() -> printed("Subscriber", "applied on-time") == 1);
    }

    /** The first start of the process may take longer than the visibility timeout, and a message would come twice. */
    private static void warmWorkerUp() throws Exception {
        String first = name();
        order("apply " + first);
        soon().until(() -> printed("Worker", "applied " + first) == 1);
    }

    private static String name() {
        return UUID.randomUUID().toString();
    }

    private static List<String> names(int count) {
        String prefix = name().substring(0, 8);
        return IntStream.range(0, count)
                .mapToObj(number -> prefix + "-" + number)
                .toList();
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50));
    }

    private static long printed(String function, String text) {
        return CONSOLE.lines().stream()
                .filter((function + " | " + text)::equals)
                .count();
    }

    private static String snsMessage(JsonNode event) {
        return event.at("/Records/0/Sns/Message").asString("");
    }

    private static void publish(String message) throws Exception {
        String form = "Action=Publish&TopicArn=arn:aws:sns:us-east-1:000000000000:app-Orders&Message="
                + URLEncoder.encode(message, StandardCharsets.UTF_8);
        assertThat(send("POST", "/", "sns", "application/x-www-form-urlencoded", "", form)
                        .statusCode())
                .isEqualTo(200);
    }

    /** Puts orders on the queue Work, in one request. */
    private static void order(String... orders) throws Exception {
        ObjectNode request = JSON.createObjectNode().put("QueueUrl", runner.edge() + "/000000000000/app-Work");
        ArrayNode entries = request.putArray("Entries");
        for (String order : orders) {
            entries.addObject().put("Id", "e" + entries.size()).put("MessageBody", order);
        }
        assertThat(call("sqs", "AmazonSQS.SendMessageBatch", request).path("Failed"))
                .isEmpty();
    }

    /** Enters all items in one transaction, so that their records are in one batch. */
    private static void enter(List<String> names, String... orders) throws Exception {
        ObjectNode request = JSON.createObjectNode();
        ArrayNode actions = request.putArray("TransactItems");
        for (int i = 0; i < orders.length; i++) {
            ObjectNode put = actions.addObject().putObject("Put").put("TableName", "app-Entries");
            ObjectNode item = put.putObject("Item");
            item.putObject("name").put("S", names.get(i));
            item.putObject("order").put("S", orders[i] + " " + names.get(i));
        }
        call("dynamodb", "DynamoDB_20120810.TransactWriteItems", request);
    }

    private static JsonNode recordAt(JsonNode batch) throws Exception {
        JsonNode iterator = call(
                "dynamodb",
                "DynamoDBStreams_20120810.GetShardIterator",
                JSON.createObjectNode()
                        .put("StreamArn", batch.path("streamArn").asString())
                        .put("ShardId", batch.path("shardId").asString())
                        .put("ShardIteratorType", "AT_SEQUENCE_NUMBER")
                        .put("SequenceNumber", batch.path("startSequenceNumber").asString()));
        return call(
                        "dynamodb",
                        "DynamoDBStreams_20120810.GetRecords",
                        JSON.createObjectNode()
                                .put(
                                        "ShardIterator",
                                        iterator.path("ShardIterator").asString())
                                .put("Limit", 1))
                .at("/Records/0");
    }

    /** Takes the only letter out of the queue, and asserts that it is the one that is meant. */
    private static JsonNode takeDeadLetter(Predicate<JsonNode> isOurs) {
        List<JsonNode> letters = new CopyOnWriteArrayList<>();
        soon().until(() -> {
            for (JsonNode message : receive()) {
                letters.add(JSON.readTree(message.path("Body").asString()));
                call(
                        "sqs",
                        "AmazonSQS.DeleteMessage",
                        queue().put(
                                        "ReceiptHandle",
                                        message.path("ReceiptHandle").asString()));
            }
            return !letters.isEmpty();
        });
        assertThat(letters).singleElement().matches(isOurs);
        return letters.getFirst();
    }

    private static JsonNode receive() throws Exception {
        return call("sqs", "AmazonSQS.ReceiveMessage", queue().put("MaxNumberOfMessages", 10))
                .path("Messages");
    }

    private static ObjectNode queue() {
        return JSON.createObjectNode().put("QueueUrl", runner.edge() + "/000000000000/app-DeadLetters");
    }

    private static int createAlias() throws Exception {
        return lambda("POST", "app-Subscriber/aliases", "{\"Name\":\"live\",\"FunctionVersion\":\"1\"}")
                .statusCode();
    }

    private static HttpResponse<String> lambda(String method, String path, String body) throws Exception {
        return send(method, "/2015-03-31/functions/" + path, "lambda", "application/json", "", body);
    }

    private static JsonNode call(String service, String target, ObjectNode body) throws Exception {
        HttpResponse<String> answer = send("POST", "/", service, "application/x-amz-json-1.0", target, body.toString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body().isEmpty() ? "{}" : answer.body());
    }

    private static HttpResponse<String> send(
            String method, String path, String service, String contentType, String target, String body)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(runner.edge() + path))
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
