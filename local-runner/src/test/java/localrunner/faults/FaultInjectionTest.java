package localrunner.faults;

import static localrunner.application.ApplicationBuilder.applicationIn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import localrunner.application.Application;
import localrunner.console.RecordingConsole;
import localrunner.edge.EdgeRequest;
import localrunner.edge.EdgeResponse;
import localrunner.edge.EdgeService;
import localrunner.edge.Requests;
import localrunner.permissions.CalledResources;
import localrunner.time.ManualTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What clients of each service see of a fault, in the service's own words. */
class FaultInjectionTest {

    private static final String PREFIX = "arn:aws:dynamodb:eu-west-1:000000000000:table/";
    private static final Application APPLICATION = applicationIn("eu-west-1")
            .with(table("Words", "PAY_PER_REQUEST"), table("Ledger", "PROVISIONED"))
            .with(new Application.Topic(
                    "Orders", "demo-Orders", "arn:aws:sns:eu-west-1:000000000000:demo-Orders", List.of()))
            .with(new Application.Queue(
                    "Work",
                    "demo-Work",
                    "arn:aws:sqs:eu-west-1:000000000000:demo-Work",
                    Duration.ofSeconds(30),
                    Duration.ofDays(14),
                    Duration.ZERO,
                    Duration.ZERO,
                    Optional.empty()))
            .build();

    private final ManualTime time = new ManualTime();
    private final Faults faults = new Faults(APPLICATION, new Random(17), new RecordingConsole());
    private final FaultInjection injection =
            new FaultInjection(APPLICATION, faults, new CalledResources(APPLICATION)::of, time);

    /** The requests that reached the services. */
    private final List<EdgeRequest> handled = new CopyOnWriteArrayList<>();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GetItem {\"TableName\":\"demo-Words\"}",
                "Query {\"TableName\":\"demo-Words\",\"IndexName\":\"byCount\"}",
                "UpdateItem {\"TableName\":\"" + PREFIX + "demo-Words\"}",
                "BatchGetItem {\"RequestItems\":{\"demo-Words\":{\"Keys\":[]}}}",
                "ExecuteStatement {\"Statement\":\"SELECT * FROM \\\"demo-Words\\\"\"}"
            })
    void throttle_shouldBeDynamoDbs_whenATableIsOnDemand(String call) throws Exception {
        on("Words", new Fault.Throttle(100));

        EdgeResponse answer = dynamoDb(call);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.bodyText())
                .contains("\"__type\":\"com.amazonaws.dynamodb.v20120810#ThrottlingException\"")
                .contains("Throughput exceeds the current capacity of your table or index");
        assertThat(handled).isEmpty();
    }

    @Test
    void throttle_shouldBeDynamoDbs_whenATableIsProvisioned() throws Exception {
        on("Ledger", new Fault.Throttle(100));

        assertThat(dynamoDb("PutItem {\"TableName\":\"demo-Ledger\"}").bodyText())
                .contains("com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException");
    }

    @Test
    void throttle_shouldCancelATransaction_withAReasonForEachItem() throws Exception {
        on("Words", new Fault.Throttle(100));

        EdgeResponse answer = dynamoDb("""
                TransactWriteItems {"TransactItems":[{"Update":{"TableName":"demo-Ledger"}},
                {"Put":{"TableName":"demo-Words"}}]}""");

        JsonNode body = JsonMapper.shared().readTree(answer.bodyText());
        assertThat(answer.status()).isEqualTo(400);
        assertThat(body.path("__type").asString())
                .isEqualTo("com.amazonaws.dynamodb.v20120810#TransactionCanceledException");
        assertThat(body.path("Message").asString())
                .isEqualTo("Transaction cancelled, please refer cancellation reasons for specific reasons"
                        + " [None, ThrottlingError]");
        assertThat(body.path("CancellationReasons").get(0).path("Code").asString())
                .isEqualTo("None");
        assertThat(body.path("CancellationReasons").get(1).path("Code").asString())
                .isEqualTo("ThrottlingError");
        assertThat(handled).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DescribeTable {\"TableName\":\"demo-Words\"}",
                "GetItem {\"TableName\":\"demo-Ledger\"}",
                "ListTables {}"
            })
    void throttle_shouldLeaveOtherCallsAlone(String call) throws Exception {
        on("Words", new Fault.Throttle(100));

        assertThat(dynamoDb(call).status()).isEqualTo(200);
        assertThat(handled).hasSize(1);
        assertThat(faults.entries())
                .singleElement()
                .satisfies(entry -> assertThat(entry.calls()).isZero());
    }

    /** With the answer lost, the client can't know whether the call was done: it was, or it was not. */
    @ParameterizedTest
    @CsvSource({"true, 0", "false, 1"})
    void error_shouldComeInsteadOfTheCallOrAfterIt(boolean preventsExecution, int done) throws Exception {
        on("Words", new Fault.Failure(100, preventsExecution));

        EdgeResponse answer = dynamoDb("PutItem {\"TableName\":\"demo-Words\"}");

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.bodyText()).contains("com.amazonaws.dynamodb.v20120810#InternalServerError");
        assertThat(handled).hasSize(done);
    }

    @Test
    void delay_shouldHoldTheCallUp_beforeItIsDone() throws Exception {
        on("Words", new Fault.Delay(100, Duration.ofSeconds(2)));
        FutureTask<EdgeResponse> call = new FutureTask<>(() -> dynamoDb("PutItem {\"TableName\":\"demo-Words\"}"));

        Thread _ = Thread.ofVirtual().start(call);
        await().until(() -> time.waiting() == 1);
        assertThat(handled).isEmpty();
        assertThat(time.nextDelay()).contains(Duration.ofSeconds(2));
        time.advance(Duration.ofSeconds(2));

        assertThat(call.get().status()).isEqualTo(200);
        assertThat(handled).hasSize(1);
    }

    @Test
    void topic_shouldThrottleAndFail_inSnsWords() throws Exception {
        EdgeRequest publish = Requests.query(
                "sns", "/", "Action=Publish&TopicArn=arn:aws:sns:eu-west-1:000000000000:demo-Orders&Message=a");
        on("Orders", new Fault.Throttle(100));
        assertThat(send("sns", publish).status()).isEqualTo(400);
        assertThat(send("sns", publish).bodyText()).contains("<Code>Throttling</Code>");

        faults.switchOff();
        on("Orders", new Fault.Failure(100, true));
        assertThat(send("sns", publish).status()).isEqualTo(500);
        assertThat(send("sns", publish).bodyText()).contains("<Code>InternalError</Code>");
        assertThat(handled).isEmpty();
    }

    @Test
    void queue_shouldThrottleAndFail_inSqsWordsAndTheRequestsProtocol() throws Exception {
        String url = "http://127.0.0.1:4566/000000000000/demo-Work";
        EdgeRequest json =
                Requests.json("sqs", "AmazonSQS.SendMessage", "{\"QueueUrl\":\"" + url + "\",\"MessageBody\":\"a\"}");
        EdgeRequest query = Requests.query("sqs", "/000000000000/demo-Work", "Action=SendMessage&MessageBody=a");
        on("Work", new Fault.Throttle(100));
        EdgeResponse answer = send("sqs", json);
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.headers()).containsEntry("x-amzn-query-error", "RequestThrottled;Sender");
        assertThat(answer.bodyText()).contains("com.amazonaws.sqs#RequestThrottled");
        assertThat(send("sqs", query).bodyText()).contains("<Code>RequestThrottled</Code>");

        on("Work", new Fault.Failure(100, true));
        faults.switchOff(faults.find("Work").orElseThrow(), Fault.THROTTLE);
        assertThat(send("sqs", json).status()).isEqualTo(500);
        assertThat(send("sqs", query).bodyText()).contains("<Code>InternalFailure</Code>");
        assertThat(handled).isEmpty();
    }

    @Test
    void otherServices_shouldBeLeftAsTheyAre() {
        EdgeService ssm = service("ssm");

        assertThat(injection.before(ssm)).isSameAs(ssm);
    }

    private void on(String target, Fault fault) {
        var _ = faults.switchOn(faults.find(target).orElseThrow(), fault);
    }

    private EdgeResponse dynamoDb(String call) throws InterruptedException {
        String[] parts = call.split(" ", 2);
        return send("dynamodb", Requests.json("dynamodb", "DynamoDB_20120810." + parts[0], parts[1]));
    }

    private EdgeResponse send(String service, EdgeRequest request) throws InterruptedException {
        return injection.before(service(service)).handle(request);
    }

    private EdgeService service(String name) {
        return new EdgeService() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public EdgeResponse handle(EdgeRequest request) {
                handled.add(request);
                return EdgeResponse.of(200, "application/json", "{}");
            }
        };
    }

    private static Application.Table table(String id, String billingMode) {
        return new Application.Table(
                id,
                "demo-" + id,
                PREFIX + "demo-" + id,
                "{\"TableName\":\"demo-" + id + "\",\"BillingMode\":\"" + billingMode + "\"}",
                Optional.empty(),
                Optional.empty());
    }
}
