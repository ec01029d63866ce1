package localrunner.sqs;

import static localrunner.edge.Requests.json;
import static localrunner.edge.Requests.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import localrunner.edge.ApplicationFixture;
import localrunner.edge.EdgeResponse;
import localrunner.edge.LeftBehind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("LeftBehind looks at the JVM's threads")
class LocalSqsIT {

    private static final URI EDGE = URI.create("http://127.0.0.1:4566");
    private static final String QUEUE_URL = "http://127.0.0.1:4566/000000000000/demo-Dlq";
    private static final String RECEIVE =
            "{\"QueueUrl\":\"%s\",\"MessageAttributeNames\":[\"All\"],\"AttributeNames\":[\"All\"]}"
                    .formatted(QUEUE_URL);

    private static final LeftBehind LEFT_BEHIND = new LeftBehind();
    private static LocalSqs sqs;

    @BeforeAll
    static void start() throws InterruptedException {
        sqs = LocalSqs.start(ApplicationFixture.application(), EDGE);
    }

    @AfterAll
    static void stop() {
        sqs.close();
        LEFT_BEHIND.assertNoThread();
    }

    @BeforeEach
    void purge() throws InterruptedException {
        call("PurgeQueue", "{\"QueueUrl\":\"%s\"}".formatted(QUEUE_URL));
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
    void send_shouldDeliverTheBody_whenQueueIsNamedByArn() throws Exception {
        sqs.send(ApplicationFixture.QUEUE_ARN, "what could not be delivered");

        assertThat(call("ReceiveMessage", RECEIVE).bodyText()).contains("what could not be delivered");
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

    @Test
    void handle_shouldGiveAwsErrorCode_whenQueueDoesNotExist() throws Exception {
        EdgeResponse answer = call("GetQueueUrl", "{\"QueueName\":\"nope\"}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.headers().get("x-amzn-query-error"))
                .isEqualTo("AWS.SimpleQueueService.NonExistentQueue;Sender");
    }

    @Test
    void start_shouldWork_whenAnotherOneRunsOrRanBefore() throws Exception {
        URI otherEdge = URI.create("http://127.0.0.1:4567");
        for (int round = 0; round < 2; round++) {
            try (LocalSqs other = LocalSqs.start(ApplicationFixture.application(), otherEdge)) {
                other.send(ApplicationFixture.QUEUE_ARN, "elsewhere");

                assertThat(other.handle(json("sqs", "AmazonSQS.ListQueues", "{}"))
                                .bodyText())
                        .contains("http://127.0.0.1:4567/000000000000/demo-Dlq");
                assertThat(call("ReceiveMessage", RECEIVE).bodyText()).doesNotContain("elsewhere");
            }
        }
    }

    private static EdgeResponse call(String operation, String body) throws InterruptedException {
        return sqs.handle(json("sqs", "AmazonSQS." + operation, body));
    }
}
