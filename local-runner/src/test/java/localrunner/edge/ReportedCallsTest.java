package localrunner.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import localrunner.facts.Cause;
import localrunner.facts.Fact;
import localrunner.facts.Facts;
import localrunner.facts.RecordingFacts;
import localrunner.time.ManualTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportedCallsTest {

    private static final Cause RUN = new Cause("request-1", "run-1", "Orders");

    private final ManualTime time = new ManualTime();
    private final RecordingFacts facts = new RecordingFacts();
    private final AtomicReference<Cause> within = new AtomicReference<>(Cause.NONE);
    private EdgeResponse answer = EdgeResponse.of(200, "application/x-amz-json-1.0", "{}");

    @AfterEach
    void close() {
        time.close();
    }

    private EdgeResponse call(String service, EdgeRequest request, Facts heard) throws InterruptedException {
        EdgeService answering = new EdgeService() {
            @Override
            public String name() {
                return service;
            }

            @Override
            public EdgeResponse handle(EdgeRequest ignored) {
                within.set(Cause.current());
                return answer;
            }
        };
        return new ReportedCalls(token -> token.equals("process-1") ? RUN : Cause.NONE, heard, time)
                .before(answering)
                .handle(request);
    }

    private static EdgeRequest request(Map<String, String> headers) {
        var all = new HashMap<>(headers);
        all.put("X-Amz-Target", "DynamoDB_20120810.PutItem");
        return new EdgeRequest("POST", "/", "", all, "{}".getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, String> signedBy(String accessKey, String token) {
        return Map.of(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=" + accessKey + "/20260101/us-east-1/dynamodb/aws4_request, Signature=a",
                "X-Amz-Security-Token",
                token);
    }

    @Test
    void handle_shouldTellWhichInvocationCalls() throws Exception {
        call("dynamodb", request(signedBy("localOrders", "process-1")), facts);

        Fact.Called called = facts.of(Fact.Called.class).getFirst();
        assertThat(called.caller()).isEqualTo("Orders");
        assertThat(called.service() + " " + called.operation()).isEqualTo("dynamodb PutItem");
        assertThat(called.status()).isEqualTo(200);
        assertThat(called.error()).isEmpty();
        assertThat(facts.causeOf(Fact.Called.class)).isEqualTo(RUN);
        assertThat(within.get()).isEqualTo(new Cause("request-1", called.call(), "Orders"));
    }

    @Test
    void handle_shouldBeginAnEvent_whenSomebodyOutsideCalls() throws Exception {
        call("dynamodb", request(signedBy("AKID", "whatever")), facts);

        Fact.Called called = facts.of(Fact.Called.class).getFirst();
        assertThat(called.caller()).isEmpty();
        assertThat(facts.causeOf(Fact.Called.class)).isEqualTo(Cause.NONE);
        assertThat(within.get()).isEqualTo(new Cause(called.call(), called.call(), ""));
    }

    @Test
    void handle_shouldTellNothing_whenNobodyListens_orTheServiceIsTheRunnersOwn() throws Exception {
        call("dynamodb", request(Map.of()), Facts.UNHEARD);
        assertThat(within.get()).isEqualTo(Cause.NONE);

        call("_faults", request(Map.of()), facts);
        assertThat(facts.all()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/x-amz-json-1.0 | {\"__type\":\"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException\"} | ResourceNotFoundException",
                "text/xml | <ErrorResponse><Error><Code>NotFound</Code></Error></ErrorResponse> | NotFound",
                "text/plain | nothing to read | ''"
            })
    void handle_shouldTellTheCodeOfAnError(String type, String body, String code) throws Exception {
        answer = EdgeResponse.of(400, type, body);

        call("dynamodb", request(Map.of()), facts);

        assertThat(facts.of(Fact.Called.class).getFirst().error()).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sns    | POST   | /                                       | Action=Publish&Message=Action%3DNone | Publish",
                "sns    | POST   | /                                       | Version=1&Action=Publish             | Publish",
                "lambda | POST   | /2015-03-31/functions/f/invocations     |                                      | Invoke",
                "lambda | GET    | /2015-03-31/functions/f/aliases/live    |                                      | GET /2015-03-31/functions/f/aliases/live",
                "s3     | GET    | /bucket/key?versionId=1                 |                                      | GetObject",
                "s3     | PUT    | /bucket/key                             |                                      | PutObject",
                "s3     | PUT    | /bucket/key?partNumber=1&uploadId=2     |                                      | UploadPart",
                "s3     | GET    | /bucket?list-type=2                     |                                      | ListObjectsV2",
                "s3     | POST   | /bucket/key?uploads                     |                                      | CreateMultipartUpload",
                "s3     | DELETE | /bucket/key                             |                                      | DeleteObject"
            })
    void nameOf_shouldBeTheOperation(String service, String method, String target, String body, String name) {
        String[] parts = target.split("\\?", 2);
        var request = new EdgeRequest(
                method,
                parts[0],
                parts.length > 1 ? parts[1] : "",
                Map.of(),
                (body == null ? "" : body).getBytes(StandardCharsets.UTF_8));

        assertThat(Operation.nameOf(service, request)).isEqualTo(name);
    }
}
