package localrunner.sqs;

import static localrunner.application.ApplicationBuilder.applicationIn;
import static localrunner.edge.Requests.json;
import static localrunner.edge.Requests.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import localrunner.application.Application;
import localrunner.edge.ApplicationFixture;
import localrunner.edge.EdgeResponse;
import localrunner.edge.LeftBehind;
import localrunner.facts.Fact;
import localrunner.facts.RecordingFacts;
import localrunner.time.ManualTime;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import tools.jackson.databind.json.JsonMapper;

@Isolated("LeftBehind looks at the JVM's threads")
class LocalSqsIT {

    private static final URI EDGE = URI.create("http://127.0.0.1:4566");
    private static final String QUEUE_URL = "http://127.0.0.1:4566/000000000000/demo-Dlq";
    private static final String RECEIVE =
            "{\"QueueUrl\":\"%s\",\"MessageAttributeNames\":[\"All\"],\"AttributeNames\":[\"All\"]}"
                    .formatted(QUEUE_URL);

    private static final String RETENTION = "1209600";

    private static final ManualTime TIME = new ManualTime(Instant.parse("2026-11-03T10:15:30Z"));
    private static final LeftBehind LEFT_BEHIND = new LeftBehind();
    private static final RecordingFacts FACTS = new RecordingFacts();
    private static LocalSqs sqs;

    @BeforeAll
    static void start() throws InterruptedException {
        sqs = LocalSqs.start(ApplicationFixture.application(), EDGE, TIME, FACTS);
    }

    @AfterAll
    static void stop() {
        sqs.close();
        TIME.close();
        LEFT_BEHIND.assertNoThread();
    }

    @BeforeEach
    void purge() throws InterruptedException {
        TIME.advance(Duration.ofSeconds(60));
        assertThat(call("PurgeQueue", "{\"QueueUrl\":\"%s\"}".formatted(QUEUE_URL))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void getQueueUrl_shouldBeginWithTheEdge_inBothProtocols() throws Exception {
        EdgeResponse asJson = call("GetQueueUrl", "{\"QueueName\":\"demo-Dlq\"}");
        EdgeResponse asQuery =
                sqs.handle(query("sqs", "/", "Action=GetQueueUrl&QueueName=demo-Dlq&Version=2012-11-05"));

        assertThat(asJson.bodyText()).isEqualTo("{\"QueueUrl\":\"%s\"}".formatted(QUEUE_URL));
        assertThat(asQuery.bodyText()).contains("<QueueUrl>" + QUEUE_URL + "</QueueUrl>");
    }

    @Test
    void call_shouldBeAFact_inBothProtocols_andFromWithin() throws Exception {
        String sent = call("SendMessage", "{\"QueueUrl\":\"%s\",\"MessageBody\":\"hello\"}".formatted(QUEUE_URL))
                .bodyText();
        String first = JsonMapper.shared().readTree(sent).path("MessageId").stringValue();
        sqs.send(ApplicationFixture.QUEUE_ARN, "日本");
        String second = FACTS.of(Fact.MessagesSent.class).getLast().messageIds().getFirst();
        assertThat(sqs.depth(ApplicationFixture.QUEUE_ARN)).isEqualTo(new QueueDepths.Depth(2, 0, 0));

        String form = "Version=2012-11-05&QueueUrl=" + QUEUE_URL + "&Action=";
        sqs.handle(query("sqs", "/", form + "ReceiveMessage&MaxNumberOfMessages=10&AttributeName.1=All"));
        assertThat(sqs.depth(ApplicationFixture.QUEUE_ARN)).isEqualTo(new QueueDepths.Depth(0, 2, 0));

        assertThat(FACTS.of(Fact.MessagesSent.class).reversed().subList(0, 2))
                .extracting(Fact.MessagesSent::messageIds, Fact.MessagesSent::bytes)
                .containsExactly(tuple(List.of(second), 6), tuple(List.of(first), 5));
        assertThat(FACTS.of(Fact.MessagesReceived.class).getLast().receipts())
                .containsExactlyInAnyOrder(
                        new Fact.Receipt(first, Optional.of(1)), new Fact.Receipt(second, Optional.of(1)));
    }

    @Test
    void delete_shouldBeAFact_withTheMessagesId() throws Exception {
        sqs.send(ApplicationFixture.QUEUE_ARN, "hello");
        List<ReceivedMessage> received = sqs.receive(ApplicationFixture.QUEUE_ARN, 10, Duration.ofSeconds(1));
        sqs.delete(ApplicationFixture.QUEUE_ARN, received);

        assertThat(FACTS.of(Fact.MessagesDeleted.class).getLast().messageIds())
                .containsExactly(received.getFirst().messageId());
    }

    @Test
    void getQueueAttributes_shouldShowTheTemplatesTimeoutAndTheApplicationsArn() throws Exception {
        EdgeResponse answer =
                call("GetQueueAttributes", "{\"QueueUrl\":\"%s\",\"AttributeNames\":[\"All\"]}".formatted(QUEUE_URL));

        assertThat(answer.bodyText())
                .contains(
                        "\"VisibilityTimeout\":\"30\"",
                        ApplicationFixture.QUEUE_ARN,
                        "\"ApproximateNumberOfMessages\":\"0\"");
    }

    @Test
    void start_shouldGiveAQueueTheTemplatesAttributes_andMayNameTwoForEachOther() throws Exception {
        String arn = "arn:aws:sqs:us-east-1:000000000000:demo-";
        Application.Queue one = queue("One", new Application.Redrive(arn + "Two", 3));
        Application.Queue two = queue("Two", new Application.Redrive(arn + "One", 5));
        try (LocalSqs other =
                LocalSqs.start(applicationIn("us-east-1").with(one, two).build(), EDGE, TIME)) {
            String answer = other.handle(json(
                            "sqs",
                            "AmazonSQS.GetQueueAttributes",
                            "{\"QueueUrl\":\"%s\",\"AttributeNames\":[\"All\"]}"
                                    .formatted(QUEUE_URL.replace("Dlq", "One"))))
                    .bodyText();

            assertThat(answer)
                    .contains("\"DelaySeconds\":\"2\"", "\"ReceiveMessageWaitTimeSeconds\":\"1\"")
                    .contains("demo-Two", "maxReceiveCount\\\":3");

            other.send(arn + "One", "later");
            assertThat(other.receive(arn + "One", 10, Duration.ZERO)).isEmpty();
            assertThat(other.receive(arn + "One", 10, Duration.ofSeconds(20)))
                    .singleElement()
                    .satisfies(message ->
                            assertThat(message.json().path("Body").asString()).isEqualTo("later"));
        }
    }

    @Test
    void receive_shouldGiveAMessageWithAllItsAttributes_andDeleteIt() throws Exception {
        call("SendMessage", """
                {"QueueUrl": "%s", "MessageBody": "with attributes", "MessageAttributes":
                  {"text": {"DataType": "String", "StringValue": "a"},
                   "bytes": {"DataType": "Binary", "BinaryValue": "AAE="}}}
                """.formatted(QUEUE_URL));

        List<ReceivedMessage> received = sqs.receive(ApplicationFixture.QUEUE_ARN, 10, Duration.ofSeconds(5));

        assertThat(received).singleElement().satisfies(message -> {
            assertThat(message.json().path("MessageAttributes"))
                    .isEqualTo(JsonMapper.shared().readTree("""
                    {"text": {"DataType": "String", "StringValue": "a"},
                     "bytes": {"DataType": "Binary", "BinaryValue": "AAE="}}
                    """));
            assertThat(message.json().path("Attributes").propertyNames())
                    .contains(
                            "ApproximateFirstReceiveTimestamp", "ApproximateReceiveCount", "SenderId", "SentTimestamp");
            assertThat(message.json().path("MD5OfMessageAttributes").asString()).hasSize(32);
        });
        sqs.delete(ApplicationFixture.QUEUE_ARN, received);
        assertThat(call(
                                "GetQueueAttributes",
                                "{\"QueueUrl\":\"%s\",\"AttributeNames\":[\"ApproximateNumberOfMessagesNotVisible\"]}"
                                        .formatted(QUEUE_URL))
                        .bodyText())
                .contains("\"ApproximateNumberOfMessagesNotVisible\":\"0\"");
    }

    private static Application.Queue queue(String name, Application.Redrive redrive) {
        return new Application.Queue(
                name,
                "demo-" + name,
                "arn:aws:sqs:us-east-1:000000000000:demo-" + name,
                Duration.ofSeconds(30),
                Duration.ofDays(4),
                Duration.ofSeconds(2),
                Duration.ofSeconds(1),
                Optional.of(redrive));
    }

    @Test
    void send_shouldDeliverTheBody_whenQueueIsNamedByArn() throws Exception {
        sqs.send(ApplicationFixture.QUEUE_ARN, "what could not be delivered");

        assertThat(call("ReceiveMessage", RECEIVE).bodyText()).contains("what could not be delivered");
    }

    /** As recorded on AWS: LocalStack's test_lambda_destinations.snapshot.json: messages of destinations have it. */
    @Test
    void sendTraced_shouldGiveTheMessageItsTraceHeader() throws Exception {
        sqs.sendTraced(ApplicationFixture.QUEUE_ARN, "traced", "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=0");

        assertThat(call("ReceiveMessage", RECEIVE).bodyText())
                .contains("\"AWSTraceHeader\":\"Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=0\"");
    }

    @Test
    void receive_shouldHideTheMessageForTheVisibilityTimeout_thenShowItAgain() throws Exception {
        String forASecond = RECEIVE.replace("{\"Q", "{\"VisibilityTimeout\":1,\"Q");
        sqs.send(ApplicationFixture.QUEUE_ARN, "once and again");

        EdgeResponse first = call("ReceiveMessage", forASecond);
        EdgeResponse second = call("ReceiveMessage", forASecond);

        assertThat(first.bodyText()).contains("once and again", "\"ApproximateReceiveCount\":\"1\"");
        assertThat(second.bodyText()).doesNotContain("once and again");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> call("ReceiveMessage", RECEIVE).bodyText().contains("once and again"));
    }

    @Test
    void send_shouldDeliver_whenMessageHasOneMebibyte() throws Exception {
        sqs.send(ApplicationFixture.QUEUE_ARN, "x".repeat(1024 * 1024));

        assertThat(call("ReceiveMessage", RECEIVE).body().length).isGreaterThan(1024 * 1024);
    }

    @Test
    void send_shouldSayWhy_whenMessageIsTooLargeOrQueueUnknown() {
        assertThatThrownBy(() -> sqs.send(ApplicationFixture.QUEUE_ARN, "x".repeat(1024 * 1024 + 1)))
                .hasMessageContaining("queue Dlq")
                .hasMessageContaining("MessageTooLong");
        assertThatThrownBy(() -> sqs.send("arn:aws:sqs:eu-west-1:000000000000:other", "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(ApplicationFixture.QUEUE_ARN);
    }

    /** As recorded on AWS: LocalStack's test_non_existent_queue, 14-11-2023. */
    @Test
    void handle_shouldGiveAwsErrorCode_whenQueueDoesNotExist() throws Exception {
        assertError(
                call("GetQueueUrl", "{\"QueueName\":\"nope\"}"),
                400,
                "AWS.SimpleQueueService.NonExistentQueue",
                "QueueDoesNotExist",
                "The specified queue does not exist.");
        assertThat(sqs.handle(query("sqs", "/", "Action=GetQueueUrl&QueueName=nope&Version=2012-11-05"))
                        .bodyText())
                .contains(
                        "<Type>Sender</Type>",
                        "<Code>AWS.SimpleQueueService.NonExistentQueue</Code>",
                        "<Message>The specified queue does not exist for this wsdl version.</Message>");
    }

    /** As recorded on AWS: LocalStack's test_receive_empty_queue, 02-2025. */
    @Test
    void receive_shouldHaveNoMember_whenTheQueueIsEmpty() throws Exception {
        assertThat(call("ReceiveMessage", RECEIVE).bodyText()).isEqualTo("{}");
        assertThat(call("ListQueues", "{\"QueueNamePrefix\":\"none\"}").bodyText())
                .isEqualTo("{}");
        assertThat(call("ListQueueTags", "{\"QueueUrl\":\"%s\"}".formatted(QUEUE_URL))
                        .bodyText())
                .isEqualTo("{}");
    }

    /** As recorded on AWS: LocalStack's test_successive_purge_calls_fail, 14-11-2023. */
    @Test
    void purge_shouldBeRefused_whenTheLastOneIsLessThanAMinuteAgo() throws Exception {
        TIME.advance(Duration.ofSeconds(59));

        assertError(
                call("PurgeQueue", "{\"QueueUrl\":\"%s\"}".formatted(QUEUE_URL)),
                403,
                "AWS.SimpleQueueService.PurgeQueueInProgress",
                "PurgeQueueInProgress",
                "Only one PurgeQueue operation on demo-Dlq is allowed every 60 seconds.");
        TIME.advance(Duration.ofSeconds(1));
        assertThat(call("PurgeQueue", "{\"QueueUrl\":\"%s\"}".formatted(QUEUE_URL))
                        .status())
                .isEqualTo(200);
    }

    /** As recorded on AWS: LocalStack's test_sqs_move_task.snapshot.json, 05-01-2024. */
    @Test
    void moveTask_shouldBeRefusedAtOnce_whenItsSourceIsNoQueuesDeadLetterQueueOrAQueueIsNotThere() throws Exception {
        String ofFunctions = ApplicationFixture.QUEUE_ARN;
        String ofAQueue = ofFunctions.replace("demo-Dlq", "dead");
        call("CreateQueue", "{\"QueueName\":\"dead\"}");
        call(
                "CreateQueue",
                "{\"QueueName\":\"jobs\",\"Attributes\":{\"RedrivePolicy\":\"{\\\"deadLetterTargetArn\\\":\\\"%s\\\",\\\"maxReceiveCount\\\":\\\"1\\\"}\"}}"
                        .formatted(ofAQueue));

        assertError(
                move(ofFunctions, ""),
                400,
                "InvalidParameterValue",
                "InvalidParameterValueException",
                "Source queue must be configured as a Dead Letter Queue.");
        assertError(
                move(ofAQueue, ",\"DestinationArn\":\"" + ofAQueue + "no\""),
                404,
                "ResourceNotFoundException",
                "ResourceNotFoundException",
                "The resource that you specified for the DestinationArn parameter doesn't exist.");
        assertError(
                move(ofAQueue + "no", ""),
                404,
                "ResourceNotFoundException",
                "ResourceNotFoundException",
                "The resource that you specified for the SourceArn parameter doesn't exist.");
        assertError(
                call("ListMessageMoveTasks", "{\"SourceArn\":\"%sno\"}".formatted(ofAQueue)),
                404,
                "ResourceNotFoundException",
                "ResourceNotFoundException",
                "The resource that you specified for the SourceArn parameter doesn't exist.");
        assertError(
                call("CancelMessageMoveTask", "{\"TaskHandle\":\"foobared\"}"),
                400,
                "InvalidParameterValue",
                "InvalidParameterValueException",
                "Value for parameter TaskHandle is invalid.");
        assertThat(move(ofAQueue, "").status()).isEqualTo(200);
        await().untilAsserted(() -> assertThat(
                        call("ListMessageMoveTasks", "{\"SourceArn\":\"%s\"}".formatted(ofAQueue))
                                .bodyText())
                .contains("\"Status\":\"COMPLETED\"")
                .doesNotContain("TaskHandle"));
    }

    private static EdgeResponse move(String sourceArn, String more) throws InterruptedException {
        return call("StartMessageMoveTask", "{\"SourceArn\":\"%s\"%s}".formatted(sourceArn, more));
    }

    /** As recorded on AWS: LocalStack's test_fifo_set_content_based_deduplication_strategy; 1 MiB since 08-2025. */
    @Test
    void getQueueAttributes_shouldHaveTheAttributesThatAwsGivesEveryQueue_inBothProtocols() throws Exception {
        String all = call(
                        "GetQueueAttributes", "{\"QueueUrl\":\"%s\",\"AttributeNames\":[\"All\"]}".formatted(QUEUE_URL))
                .bodyText();
        String one = call(
                        "GetQueueAttributes",
                        "{\"QueueUrl\":\"%s\",\"AttributeNames\":[\"MaximumMessageSize\"]}".formatted(QUEUE_URL))
                .bodyText();
        String asQuery = sqs.handle(query(
                        "sqs",
                        "/",
                        "Action=GetQueueAttributes&AttributeName.1=All&Version=2012-11-05&QueueUrl=" + QUEUE_URL))
                .bodyText();

        assertThat(all)
                .contains(
                        "\"MaximumMessageSize\":\"1048576\"",
                        "\"MessageRetentionPeriod\":\"" + RETENTION + "\"",
                        "\"SqsManagedSseEnabled\":\"true\"");
        assertThat(one).isEqualTo("{\"Attributes\":{\"MaximumMessageSize\":\"1048576\"}}");
        assertThat(asQuery)
                .contains("<Attribute><Name>MaximumMessageSize</Name><Value>1048576</Value></Attribute>")
                .contains("<Name>MessageRetentionPeriod</Name><Value>" + RETENTION + "</Value>")
                .contains("<Name>SqsManagedSseEnabled</Name><Value>true</Value>");
    }

    /** As recorded on AWS: moto's test_sqs.py, verified; the status is the API model's. */
    @Test
    void delete_shouldQuoteTheHandle_whenItIsNone_alsoInABatch() throws Exception {
        String text = "The input receipt handle \\\"none\\\" is not a valid receipt handle.";

        EdgeResponse one =
                call("DeleteMessage", "{\"QueueUrl\":\"%s\",\"ReceiptHandle\":\"none\"}".formatted(QUEUE_URL));
        EdgeResponse batch = call(
                "DeleteMessageBatch",
                "{\"QueueUrl\":\"%s\",\"Entries\":[{\"Id\":\"a\",\"ReceiptHandle\":\"none\"}]}".formatted(QUEUE_URL));

        assertError(one, 404, "ReceiptHandleIsInvalid", "ReceiptHandleIsInvalid", text);
        assertThat(batch.bodyText())
                .contains(
                        "\"Code\":\"ReceiptHandleIsInvalid\"",
                        "\"Id\":\"a\"",
                        "\"Message\":\"" + text + "\"",
                        "\"SenderFault\":true");
    }

    /** ElasticMQ's own checks, under SQS's codes. */
    @Test
    void send_shouldHaveSqsCode_whenElasticMqRefusesTheMessage() throws Exception {
        String number = "{\"a\":{\"DataType\":\"Number\",\"StringValue\":\"abc\"}}";

        EdgeResponse one = call(
                "SendMessage",
                "{\"QueueUrl\":\"%s\",\"MessageBody\":\"x\",\"MessageAttributes\":%s}".formatted(QUEUE_URL, number));
        EdgeResponse batch = call(
                "SendMessageBatch",
                "{\"QueueUrl\":\"%s\",\"Entries\":[{\"Id\":\"a\",\"MessageBody\":\"x\",\"MessageAttributes\":%s}]}"
                        .formatted(QUEUE_URL, number));

        assertThat(one.headers().get("x-amzn-query-error")).isEqualTo("InvalidParameterValue;Sender");
        assertThat(batch.bodyText())
                .contains("\"Code\":\"InvalidParameterValue\"")
                .doesNotContain("Successful");
    }

    /** As recorded on AWS: LocalStack's test_create_fifo_queue_with_different_attributes_raises_error, 14-11-2023. */
    @Test
    void createQueue_shouldBeRefused_whenOneOfThatNameHasOtherAttributes() throws Exception {
        assertError(
                call("CreateQueue", "{\"QueueName\":\"demo-Dlq\",\"Attributes\":{\"VisibilityTimeout\":\"31\"}}"),
                400,
                "QueueAlreadyExists",
                "QueueNameExists",
                "A queue already exists with the same name and a different value for attribute VisibilityTimeout");
    }

    /** An error has the older code in a header, where SDKs look for it, and its shape in the body. */
    private static void assertError(EdgeResponse answer, int status, String code, String shape, String message) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.headers().get("x-amzn-query-error")).isEqualTo(code + ";Sender");
        assertThat(answer.bodyText())
                .isEqualTo("{\"__type\":\"com.amazonaws.sqs#%s\",\"message\":\"%s\"}".formatted(shape, message));
    }

    @Test
    void start_shouldWork_whenAnotherOneRunsOrRanBefore() throws Exception {
        URI otherEdge = URI.create("http://127.0.0.1:4567");
        for (int round = 0; round < 2; round++) {
            try (LocalSqs other = LocalSqs.start(ApplicationFixture.application(), otherEdge, TIME)) {
                other.send(ApplicationFixture.QUEUE_ARN, "elsewhere");

                assertThat(other.handle(json("sqs", "AmazonSQS.ListQueues", "{}"))
                                .bodyText())
                        .contains("http://127.0.0.1:4567/000000000000/demo-Dlq");
                assertThat(call("ReceiveMessage", RECEIVE).bodyText()).doesNotContain("elsewhere");
            }
        }
    }

    @Test
    void close_shouldNotWait_whenSomebodyReceives() throws Exception {
        LocalSqs other = LocalSqs.start(ApplicationFixture.application(), EDGE, TIME);
        var received = new CountDownLatch(1);
        Thread receiver = Thread.startVirtualThread(() -> {
            try {
                while (true) {
                    other.receive(ApplicationFixture.QUEUE_ARN, 1, Duration.ofSeconds(20))
                            .forEach(_ -> received.countDown());
                }
            } catch (InterruptedException | RuntimeException e) {
                // It was closed, which is what the test is about.
            }
        });
        other.send(ApplicationFixture.QUEUE_ARN, "first");
        assertThat(received.await(20, TimeUnit.SECONDS)).isTrue();
        await().atMost(Duration.ofSeconds(20))
                .during(Duration.ofMillis(200))
                .until(() -> receiver.getState().name().endsWith("WAITING"));

        receiver.interrupt();

        // Docker kills what has not ended ten seconds after it was asked to.
        assertTimeout(Duration.ofSeconds(5), other::close);
        assertThat(receiver.join(Duration.ofSeconds(5))).isTrue();
    }

    private static EdgeResponse call(String operation, String body) throws InterruptedException {
        return sqs.handle(json("sqs", "AmazonSQS." + operation, body));
    }
}
