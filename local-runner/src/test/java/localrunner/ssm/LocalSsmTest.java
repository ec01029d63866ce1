package localrunner.ssm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import localrunner.edge.ApplicationFixture;
import localrunner.edge.EdgeResponse;
import localrunner.edge.Requests;
import localrunner.time.Time;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LocalSsmTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private final LocalSsm ssm = new LocalSsm(ApplicationFixture.application(), new StandingTime());

    @Test
    void getParameter_shouldGiveTheApplicationsParameter_byNameAndArn() {
        for (String selector :
                new String[] {"/demo/dev/Topic", "arn:aws:ssm:eu-west-1:000000000000:parameter/demo/dev/Topic"}) {
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

    /** Seen on AWS: aws-sdk-js, issue 4330. */
    @Test
    void getParameter_shouldHaveNoMessage_whenTheNameIsUnknown() {
        EdgeResponse answer = ssm.handle(Requests.json("ssm", "AmazonSSM.GetParameter", "{\"Name\":\"/nope\"}"));

        assertThat(answer.bodyText()).isEqualTo("{\"__type\":\"ParameterNotFound\"}");
    }

    /** LocalStack's test_put_parameters and moto's tests, verified on AWS: one level is the same with and without slash. */
    @ParameterizedTest
    @ValueSource(strings = {"one", "/one"})
    void getParameter_shouldFindANameOfOneLevel_withAndWithoutItsSlash(String name) {
        call("PutParameter", "{\"Name\":\"%s\",\"Value\":\"v\",\"Type\":\"String\"}".formatted(name));

        for (String asked : List.of("one", "/one")) {
            JsonNode parameter =
                    call("GetParameter", "{\"Name\":\"%s\"}".formatted(asked)).path("Parameter");
            assertThat(parameter.path("Name").asString()).isEqualTo(asked);
            assertThat(parameter.path("ARN").asString()).isEqualTo("arn:aws:ssm:eu-west-1:000000000000:parameter/one");
            assertThat(names(call("GetParameters", "{\"Names\":[\"%s\"]}".formatted(asked))))
                    .containsExactly(asked);
        }
        assertThat(refusal("PutParameter", "{\"Name\":\"/one\",\"Value\":\"v\",\"Type\":\"String\"}"))
                .isEqualTo("ParameterAlreadyExists");
        assertThat(names(call("GetParametersByPath", "{\"Path\":\"/\"}"))).containsExactly(name);
    }

    /** LocalStack's test_hierarchical_parameter, verified on AWS. */
    @ParameterizedTest
    @ValueSource(strings = {"demo/dev/Topic", "/demo//dev/Topic", "/demo/dev//Topic"})
    void getParameter_shouldRefuseAName_thatNoParameterCanHave(String name) {
        String text =
                "Parameter name: can't be prefixed with \"ssm\" (case-insensitive). If formed as a path, it can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_";

        assertRefusal("GetParameter", "{\"Name\":\"%s\"}".formatted(name), "ValidationException", text);
        assertRefusal("GetParameters", "{\"Names\":[\"%s\"]}".formatted(name), "ValidationException", text);
    }

    /** AWS Systems Manager API Reference, Parameter: the selector is what stands behind the name. */
    @Test
    void getParameter_shouldRepeatTheSelector_whenAVersionIsAskedFor() {
        JsonNode parameter =
                call("GetParameter", "{\"Name\":\"/demo/dev/Topic:1\"}").path("Parameter");

        assertThat(parameter.path("Name").asString()).isEqualTo("/demo/dev/Topic");
        assertThat(parameter.path("Selector").asString()).isEqualTo(":1");
        assertThat(call("GetParameter", "{\"Name\":\"/demo/dev/Topic\"}")
                        .path("Parameter")
                        .has("Selector"))
                .isFalse();
    }

    /** moto's tests/test_ssm/test_ssm_boto3.py has these texts. */
    @Test
    void handle_shouldSayWhatIsWrong_asAwsDoes() {
        assertRefusal(
                "GetParameter",
                "{\"Name\":\"/demo/dev/Topic:9\"}",
                "ParameterVersionNotFound",
                "Systems Manager could not find version 9 of /demo/dev/Topic. Verify the version and try again.");
        assertRefusal(
                "PutParameter",
                "{\"Name\":\"/aws/b\",\"Value\":\"v\",\"Type\":\"String\"}",
                "AccessDeniedException",
                "No access to reserved parameter name: /aws/b.");
        assertRefusal(
                "PutParameter",
                "{\"Name\":\"AwsThing\",\"Value\":\"v\",\"Type\":\"String\"}",
                "ValidationException",
                "Parameter name: can't be prefixed with \"aws\" or \"ssm\" (case-insensitive).");
        assertRefusal(
                "PutParameter",
                "{\"Name\":\"/a\",\"Value\":\"v\",\"Type\":\"Text\"}",
                "ValidationException",
                "1 validation error detected: Value 'Text' at 'type' failed to satisfy constraint: Member must satisfy enum value set: [SecureString, StringList, String]");
        assertRefusal(
                "DescribeParameters",
                "{\"MaxResults\":51}",
                "ValidationException",
                "1 validation error detected: Value '51' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 50");
        assertRefusal(
                "GetParameter",
                "{}",
                "ValidationException",
                "1 validation error detected: Value null at 'name' failed to satisfy constraint: Member must not be null");
    }

    @Test
    void getParameters_shouldListTheName_whenItsVersionIsUnknown() {
        JsonNode answer = call("GetParameters", "{\"Names\":[\"/demo/dev/Topic:9\",\"/demo/dev/Topic:1\"]}");

        assertThat(answer.path("InvalidParameters").path(0).asString()).isEqualTo("/demo/dev/Topic:9");
        assertThat(names(answer)).containsExactly("/demo/dev/Topic");
    }

    private void assertRefusal(String operation, String body, String code, String message) {
        EdgeResponse answer = ssm.handle(Requests.json("ssm", "AmazonSSM." + operation, body));

        assertThat(answer.status()).as(answer.bodyText()).isEqualTo(400);
        JsonNode error = JSON.readTree(answer.body());
        assertThat(error.path("__type").asString()).isEqualTo(code);
        assertThat(error.path("message").asString()).isEqualTo(message);
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
