package localrunner.ssm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import localrunner.edge.ApplicationFixture;
import localrunner.edge.EdgeResponse;
import localrunner.edge.Requests;
import localrunner.time.Time;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LocalSsmTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private final LocalSsm ssm = new LocalSsm(ApplicationFixture.application(), new StandingTime());

    @Test
    void getParameter_shouldGiveTheApplicationsParameter_byNameArnAndVersion() {
        for (String selector : new String[] {
            "/demo/dev/Topic", "arn:aws:ssm:eu-west-1:000000000000:parameter/demo/dev/Topic", "/demo/dev/Topic:1"
        }) {
            JsonNode parameter = call("GetParameter", "{\"Name\":\"%s\"}".formatted(selector))
                    .path("Parameter");

            assertThat(parameter).as(selector).isEqualTo(JSON.readTree("""
                                    {"Name": "/demo/dev/Topic", "Type": "String", "Value": "topic-arn", "Version": 1,
                                     "LastModifiedDate": 1767225600.5, "DataType": "text",
                                     "ARN": "arn:aws:ssm:eu-west-1:000000000000:parameter/demo/dev/Topic"}
                                    """));
        }
    }

    @Test
    void getParameter_shouldFail_whenNameOrVersionIsUnknown() {
        assertThat(refusal("GetParameter", "{\"Name\":\"/nope\"}")).isEqualTo("ParameterNotFound");
        assertThat(refusal("GetParameter", "{\"Name\":\"/demo/dev/Topic:2\"}")).isEqualTo("ParameterVersionNotFound");
    }

    @Test
    void getParameters_shouldListUnknownOnes_whenSomeAreUnknown() {
        JsonNode answer = call("GetParameters", "{\"Names\":[\"/demo/dev/Words\",\"/nope\"]}");

        assertThat(answer.path("Parameters").path(0).path("Value").asString()).isEqualTo("a,b");
        assertThat(answer.path("InvalidParameters").path(0).asString()).isEqualTo("/nope");
    }

    @Test
    void getParametersByPath_shouldGiveOneLevelOrAll() {
        assertThat(names(call("GetParametersByPath", "{\"Path\":\"/demo/dev\"}")))
                .containsExactly("/demo/dev/Topic", "/demo/dev/Words");
        assertThat(names(call("GetParametersByPath", "{\"Path\":\"/demo/\",\"Recursive\":true}")))
                .containsExactly("/demo/dev/Topic", "/demo/dev/Words", "/demo/dev/deep/Down");
        assertThat(names(call("GetParametersByPath", "{\"Path\":\"/dem\",\"Recursive\":true}")))
                .isEmpty();
    }

    @Test
    void getParametersByPath_shouldPage_whenThereAreMoreThanAskedFor() {
        JsonNode first = call("GetParametersByPath", "{\"Path\":\"/\",\"Recursive\":true,\"MaxResults\":2}");
        JsonNode second = call(
                "GetParametersByPath",
                "{\"Path\":\"/\",\"Recursive\":true,\"MaxResults\":2,\"NextToken\":\"%s\"}"
                        .formatted(first.path("NextToken").asString()));

        assertThat(names(first)).containsExactly("/demo/dev/Topic", "/demo/dev/Words");
        assertThat(names(second)).containsExactly("/demo/dev/deep/Down");
        assertThat(second.has("NextToken")).isFalse();
    }

    @Test
    void putParameter_shouldNeedOverwrite_whenParameterExists() {
        String put = "{\"Name\":\"/demo/dev/Topic\",\"Value\":\"new\"%s}";

        assertThat(refusal("PutParameter", put.formatted(""))).isEqualTo("ParameterAlreadyExists");
        assertThat(call("PutParameter", put.formatted(",\"Overwrite\":true"))
                        .path("Version")
                        .asInt())
                .isEqualTo(2);
        assertThat(call("GetParameter", "{\"Name\":\"/demo/dev/Topic\"}")
                        .at("/Parameter/Value")
                        .asString())
                .isEqualTo("new");
        assertThat(call("GetParameter", "{\"Name\":\"/demo/dev/Topic:1\"}")
                        .at("/Parameter/Value")
                        .asString())
                .isEqualTo("topic-arn");
    }

    @Test
    void getParameter_shouldHideSecureString_unlessDecryptionIsAskedFor() {
        call("PutParameter", "{\"Name\":\"/secret\",\"Value\":\"open sesame\",\"Type\":\"SecureString\"}");

        String hidden = call("GetParameter", "{\"Name\":\"/secret\"}")
                .at("/Parameter/Value")
                .asString();
        String shown = call("GetParameter", "{\"Name\":\"/secret\",\"WithDecryption\":true}")
                .at("/Parameter/Value")
                .asString();

        assertThat(hidden).isNotEmpty().doesNotContain("sesame");
        assertThat(shown).isEqualTo("open sesame");
    }

    @Test
    void deleteParameter_shouldFail_whenItIsGone() {
        call("DeleteParameter", "{\"Name\":\"/demo/dev/Topic\"}");

        assertThat(refusal("DeleteParameter", "{\"Name\":\"/demo/dev/Topic\"}")).isEqualTo("ParameterNotFound");
    }

    @Test
    void putParameter_shouldBeRefused_whenAwsWouldRefuseIt() {
        assertThat(refusal("PutParameter", "{\"Name\":\"/a\",\"Value\":\"v\"}")).isEqualTo("ValidationException");
        assertThat(refusal("PutParameter", "{\"Name\":\"a/b\",\"Value\":\"v\",\"Type\":\"String\"}"))
                .isEqualTo("ValidationException");
        assertThat(refusal("PutParameter", "{\"Name\":\"/aws/b\",\"Value\":\"v\",\"Type\":\"String\"}"))
                .isEqualTo("ValidationException");
        assertThat(refusal(
                        "PutParameter",
                        "{\"Name\":\"/a\",\"Value\":\"%s\",\"Type\":\"String\"}".formatted("v".repeat(4097))))
                .isEqualTo("ValidationException");
        assertThat(refusal(
                        "PutParameter",
                        "{\"Name\":\"/a\",\"Value\":\"v\",\"Type\":\"String\",\"AllowedPattern\":\"[0-9]+\"}"))
                .isEqualTo("ParameterPatternMismatchException");
    }

    @Test
    void handle_shouldNameWhatIsSupported_whenOperationIsNot() {
        EdgeResponse answer = ssm.handle(Requests.json("ssm", "AmazonSSM.SendCommand", "{}"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.bodyText()).contains("UnknownOperationException", "SendCommand", "GetParametersByPath");
    }

    private JsonNode call(String operation, String body) {
        EdgeResponse answer = ssm.handle(Requests.json("ssm", "AmazonSSM." + operation, body));
        assertThat(answer.status()).as(answer.bodyText()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private String refusal(String operation, String body) {
        EdgeResponse answer = ssm.handle(Requests.json("ssm", "AmazonSSM." + operation, body));
        assertThat(answer.status()).as(answer.bodyText()).isEqualTo(400);
        return JSON.readTree(answer.body()).path("__type").asString();
    }

    private static Iterable<String> names(JsonNode answer) {
        return answer.path("Parameters")
                .valueStream()
                .map(parameter -> parameter.path("Name").asString())
                .toList();
    }

    private static final class StandingTime implements Time {
        @Override
        public Instant now() {
            return Instant.parse("2026-01-01T00:00:00.500Z");
        }

        @Override
        public Cancellable schedule(Duration delay, Runnable task) {
            throw new UnsupportedOperationException("Parameter Store schedules nothing");
        }

        @Override
        public void sleep(Duration duration) {
            throw new UnsupportedOperationException("Parameter Store does not sleep");
        }

        @Override
        public void close() {}
    }
}
