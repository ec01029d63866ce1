package localrunner.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import localrunner.edge.ApplicationFixture;
import localrunner.edge.EdgeRequest;
import localrunner.edge.EdgeResponse;
import localrunner.edge.Requests;
import localrunner.invoke.FunctionDirectory;
import localrunner.invoke.InvocationResult;
import localrunner.invoke.InvocationType;
import localrunner.invoke.TooManyRequestsException;
import org.junit.jupiter.api.Test;

class LambdaApiTest {

    private final List<String> enqueued = new ArrayList<>();
    private final LambdaApi lambda = new LambdaApi(
            ApplicationFixture.application(),
            new FunctionDirectory(ApplicationFixture.application()),
            LambdaApiTest::run,
            this::enqueue,
            () -> "made-id");

    @Test
    void invoke_shouldGiveResultAndHeaders_whenFunctionAnswers() throws Exception {
        EdgeResponse answer = lambda.handle(invoke("demo-Counter", "Qualifier=live", Map.of(), "{\"a\":1}"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.bodyText()).isEqualTo("demo-Counter:live got {\"a\":1}");
        assertThat(answer.headers())
                .containsEntry("X-Amzn-RequestId", "id-1")
                .containsEntry("X-Amz-Executed-Version", "1")
                .doesNotContainKey("X-Amz-Function-Error");
    }

    @Test
    void invoke_shouldFindFunction_byAnyOfItsNames() throws Exception {
        for (String name : List.of(
                "demo-Counter%3Alive",
                "arn%3Aaws%3Alambda%3Aeu-west-1%3A000000000000%3Afunction%3Ademo-Counter%3Alive",
                "000000000000:function:demo-Counter:live")) {
            assertThat(lambda.handle(invoke(name, "", Map.of(), "")).bodyText()).isEqualTo("demo-Counter:live got {}");
        }
        assertThat(lambda.handle(invoke("demo-Counter:$LATEST", "", Map.of(), ""))
                        .bodyText())
                .isEqualTo("demo-Counter got {}");
    }

    @Test
    void invoke_shouldBe200WithFunctionError_whenFunctionFails() throws Exception {
        EdgeResponse answer = lambda.handle(invoke("demo-Counter", "", Map.of(), "\"fail\""));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers()).containsEntry("X-Amz-Function-Error", "Unhandled");
    }

    @Test
    void invoke_shouldOnlyEnqueue_whenTypeIsEvent() throws Exception {
        EdgeResponse answer =
                lambda.handle(invoke("demo-Counter:live", "", Map.of("X-Amz-Invocation-Type", "Event"), "{\"a\":1}"));

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.headers()).containsEntry("X-Amzn-RequestId", "made-id");
        assertThat(enqueued).containsExactly("demo-Counter:live {\"a\":1}");
    }

    @Test
    void invoke_shouldRunNothing_whenTypeIsDryRun() throws Exception {
        EdgeResponse answer =
                lambda.handle(invoke("demo-Counter", "", Map.of("X-Amz-Invocation-Type", "DryRun"), "\"busy\""));

        assertThat(answer.status()).isEqualTo(204);
        assertThat(enqueued).isEmpty();
    }

    @Test
    void invoke_shouldBe404_whenFunctionOrAliasIsUnknown() throws Exception {
        assertError(lambda.handle(invoke("nope", "", Map.of(), "{}")), 404, "ResourceNotFoundException");
        assertError(lambda.handle(invoke("demo-Counter:blue", "", Map.of(), "{}")), 404, "ResourceNotFoundException");
    }

    @Test
    void invoke_shouldBe429_whenEveryProcessIsBusy() throws Exception {
        assertError(lambda.handle(invoke("demo-Counter", "", Map.of(), "\"busy\"")), 429, "TooManyRequestsException");
    }

    @Test
    void invoke_shouldBe400_whenRequestIsMalformed() throws Exception {
        assertError(lambda.handle(invoke("demo-Counter", "", Map.of(), "{no")), 400, "InvalidRequestContentException");
        assertError(
                lambda.handle(invoke("demo-Counter", "", Map.of(), "{} {}")), 400, "InvalidRequestContentException");
        assertError(
                lambda.handle(invoke("demo Counter".replace(" ", "%20"), "", Map.of(), "{}")),
                400,
                "InvalidParameterValueException");
        assertError(
                lambda.handle(invoke("demo-Counter:live", "Qualifier=blue", Map.of(), "{}")),
                400,
                "InvalidParameterValueException");
    }

    @Test
    void invoke_shouldBe413_whenPayloadIsTooLarge() throws Exception {
        String megabyte = "\"" + "x".repeat(1024 * 1024) + "\"";
        String sixMegabytes = "\"" + "x".repeat(6 * 1024 * 1024) + "\"";

        assertThat(lambda.handle(invoke("demo-Counter", "", Map.of(), megabyte)).status())
                .isEqualTo(200);
        assertError(
                lambda.handle(invoke("demo-Counter", "", Map.of("X-Amz-Invocation-Type", "Event"), megabyte)),
                413,
                "RequestTooLargeException");
        assertError(lambda.handle(invoke("demo-Counter", "", Map.of(), sixMegabytes)), 413, "RequestTooLargeException");
    }

    @Test
    void aliases_shouldBeTakenAwayAndPutBack() throws Exception {
        // The first one takes the alias away, the second one finds it gone
        for (int i = 0; i < 2; i++) {
            assertThat(lambda.handle(aliases("DELETE", "demo-Counter/aliases/live", ""))
                            .status())
                    .isEqualTo(204);
        }

        assertError(lambda.handle(invoke("demo-Counter:live", "", Map.of(), "{}")), 404, "ResourceNotFoundException");
        assertThat(lambda.handle(invoke("demo-Counter", "", Map.of(), "{}")).status())
                .isEqualTo(200);

        EdgeResponse created =
                lambda.handle(aliases("POST", "demo-Counter/aliases", "{\"Name\":\"live\",\"FunctionVersion\":\"1\"}"));

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.bodyText())
                .contains("\"AliasArn\":\"arn:aws:lambda:eu-west-1:000000000000:function:demo-Counter:live\"");
        assertThat(lambda.handle(invoke("demo-Counter:live", "", Map.of(), "{}"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aliases_shouldBeRefused_whenTheTemplateHasNone() throws Exception {
        assertError(
                lambda.handle(aliases("POST", "demo-Counter/aliases", "{\"Name\":\"live\",\"FunctionVersion\":\"1\"}")),
                409,
                "ResourceConflictException");
        for (String body : List.of("{\"Name\":\"blue\",\"FunctionVersion\":\"1\"}", "{}", "[]")) {
            assertError(
                    lambda.handle(aliases("POST", "demo-Counter/aliases", body)),
                    400,
                    "InvalidParameterValueException");
        }
        assertError(lambda.handle(aliases("POST", "demo-Counter/aliases", "")), 400, "InvalidParameterValueException");
        assertError(
                lambda.handle(aliases("POST", "demo-Counter/aliases", "{no")), 400, "InvalidRequestContentException");
        assertError(lambda.handle(aliases("DELETE", "nope/aliases/live", "")), 404, "ResourceNotFoundException");
        assertError(
                lambda.handle(aliases("DELETE", "no%20name/aliases/live", "")), 400, "InvalidParameterValueException");
    }

    @Test
    void handle_shouldNameInvoke_whenOperationIsAnother() throws Exception {
        EdgeResponse answer = lambda.handle(new EdgeRequest("GET", "/2015-03-31/functions", "", Map.of(), new byte[0]));

        assertError(answer, 404, "UnknownOperationException");
        assertThat(answer.bodyText()).contains("Supported: Invoke");
    }

    private void enqueue(String function, String payload) {
        InvocationType.EVENT.check(payload);
        enqueued.add(function + " " + payload);
    }

    private static InvocationResult run(String function, String payload) {
        return switch (payload) {
            case "\"fail\"" -> new InvocationResult("id-1", "{\"errorMessage\":\"x\"}", Optional.of("Unhandled"), "1");
            case "\"busy\"" -> throw new TooManyRequestsException(function);
            default -> new InvocationResult("id-1", function + " got " + payload, Optional.empty(), "1");
        };
    }

    private static EdgeRequest invoke(String function, String query, Map<String, String> headers, String payload) {
        return Requests.invoke(function, query, headers, payload.getBytes(StandardCharsets.UTF_8));
    }

    private static EdgeRequest aliases(String method, String path, String body) {
        return new EdgeRequest(
                method,
                "/2015-03-31/functions/" + path,
                "",
                Map.of("Authorization", Requests.authorization("lambda")),
                body.getBytes(StandardCharsets.UTF_8));
    }

    private static void assertError(EdgeResponse answer, int status, String code) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.headers()).containsEntry("x-amzn-ErrorType", code);
    }
}
