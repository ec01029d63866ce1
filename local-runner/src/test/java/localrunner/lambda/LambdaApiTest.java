package localrunner.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import localrunner.edge.ApplicationFixture;
import localrunner.edge.EdgeRequest;
import localrunner.edge.EdgeResponse;
import localrunner.edge.Requests;
import localrunner.invoke.DirectInvoker;
import localrunner.invoke.FunctionDirectory;
import localrunner.invoke.InvocationResult;
import localrunner.invoke.InvocationType;
import localrunner.invoke.TooManyRequestsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class LambdaApiTest {

    private final List<String> enqueued = new ArrayList<>();
    private final List<DirectInvoker.Options> options = new ArrayList<>();
    private final LambdaApi lambda = new LambdaApi(
            ApplicationFixture.application(),
            new FunctionDirectory(ApplicationFixture.application()),
            this::run,
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
                .isEqualTo("demo-Counter:$LATEST got {}");
        assertThat(lambda.handle(invoke("demo-Counter", "", Map.of(), "")).bodyText())
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
                "RequestEntityTooLargeException");
        assertError(
                lambda.handle(invoke("demo-Counter", "", Map.of(), sixMegabytes)),
                413,
                "RequestEntityTooLargeException");
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
        assertError(lambda.handle(aliases("DELETE", "no%20name/aliases/live", "")), 400, "ValidationException");
    }

    /** As recorded on AWS: LocalStack's test_lambda_api.snapshot.json, 11-2025; the last two seen in public reports. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            nope         |              | {}         | 404 | ResourceNotFoundException     | {"Type":"User","Message":"Function not found: arn:aws:lambda:eu-west-1:000000000000:function:nope:$LATEST"}
            nope:blue    |              | {}         | 404 | ResourceNotFoundException     | {"Type":"User","Message":"Function not found: arn:aws:lambda:eu-west-1:000000000000:function:nope:blue"}
            demo-Counter | blue         | {}         | 404 | ResourceNotFoundException     | {"Type":"User","Message":"Function not found: arn:aws:lambda:eu-west-1:000000000000:function:demo-Counter:blue"}
            demo-Counter |              | "reserved" | 429 | TooManyRequestsException      | {"Reason":"ReservedFunctionConcurrentInvocationLimitExceeded","Type":"User","message":"Rate Exceeded."}
            demo-Counter |              | "busy"     | 429 | TooManyRequestsException      | {"Reason":"ConcurrentInvocationLimitExceeded","Type":"User","message":"Rate Exceeded."}
            demo-Counter:live | blue    | {}         | 400 | InvalidParameterValueException | {"Type":"User","message":"The derived qualifier from the function name does not match the specified qualifier."}
            """)
    void invoke_shouldAnswerAsAws_whenItIsRefused(
            String function, String qualifier, String payload, int status, String code, String body) throws Exception {
        String query = qualifier == null ? "" : "Qualifier=" + qualifier;

        EdgeResponse answer = lambda.handle(invoke(function, query, Map.of(), payload));

        assertError(answer, status, code);
        assertThat(answer.bodyText()).isEqualTo(body);
    }

    /** The patterns are those of FunctionName and Qualifier in Lambda's API reference, Invoke. */
    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            demo%20Counter                            ; ''  ; functionName ; (arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_\\.]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?
            arn%3Aaws%3Asqs%3Aeu-west-1%3A000000000000%3Ax ; ''  ; functionName ; (arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_\\.]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?
            demo-Counter                              ; a.b ; qualifier    ; (|[a-zA-Z0-9$_-]+)
            """)
    void invoke_shouldBeAValidationException_whenNameOrQualifierIsNone(
            String function, String qualifier, String member, String pattern) throws Exception {
        EdgeResponse answer =
                lambda.handle(invoke(function, qualifier.isEmpty() ? "" : "Qualifier=" + qualifier, Map.of(), "{}"));

        assertError(answer, 400, "ValidationException");
        assertThat(JsonMapper.shared().readTree(answer.body()).path("message").asString())
                .startsWith("1 validation error detected: Value '")
                .endsWith("' at '" + member
                        + "' failed to satisfy constraint: Member must satisfy regular expression pattern: " + pattern);
    }

    @ParameterizedTest
    @CsvSource({
        "X-Amz-Invocation-Type, Later, invocationType, '[Event, RequestResponse, DryRun]'",
        "X-Amz-Log-Type, All, logType, '[None, Tail]'"
    })
    void invoke_shouldBeAValidationException_whenAHeaderHasAnotherValue(
            String header, String value, String member, String allowed) throws Exception {
        EdgeResponse answer = lambda.handle(invoke("demo-Counter", "", Map.of(header, value), "{}"));

        assertError(answer, 400, "ValidationException");
        assertThat(answer.bodyText())
                .isEqualTo("{\"message\":\"1 validation error detected: Value '" + value + "' at '" + member
                        + "' failed to satisfy constraint: Member must satisfy enum value set: " + allowed + "\"}");
    }

    /** The prefix of the text is as recorded on AWS; what follows is the JSON parser's. */
    @Test
    void invoke_shouldBeRefused_whenThePayloadIsNoJsonOrNotUtf8() throws Exception {
        byte[] latin1 = "{\"a\":\"naïve\"}".getBytes(StandardCharsets.ISO_8859_1);

        for (String type : List.of("RequestResponse", "Event", "DryRun")) {
            for (byte[] payload : List.of(latin1, "{no".getBytes(StandardCharsets.UTF_8))) {
                EdgeResponse answer = lambda.handle(
                        Requests.invoke("demo-Counter", "", Map.of("X-Amz-Invocation-Type", type), payload));

                assertError(answer, 400, "InvalidRequestContentException");
                assertThat(JsonMapper.shared()
                                .readTree(answer.body())
                                .path("message")
                                .asString())
                        .startsWith("Could not parse request body into json: Could not parse payload into json: ");
            }
        }
        assertThat(enqueued).isEmpty();
        assertThat(options).isEmpty();
    }

    /** Seen on AWS: hyp3, issue 2241, and aws-sdk-js, which has the code. */
    @Test
    void invoke_shouldNameTheLimit_whenThePayloadIsTooLarge() throws Exception {
        String megabyte = "\"" + "x".repeat(1024 * 1024) + "\"";

        EdgeResponse answer =
                lambda.handle(invoke("demo-Counter", "", Map.of("X-Amz-Invocation-Type", "Event"), megabyte));

        assertThat(answer.bodyText())
                .isEqualTo("{\"Message\":\"1048578 byte payload is too large for the Event invocation type"
                        + " (limit 1048576 bytes)\"}");
    }

    @Test
    void invoke_shouldPassTheClientContextOn_andGiveTheLog_whenAskedTo() throws Exception {
        String context =
                Base64.getEncoder().encodeToString("{\"custom\":{\"a\":\"ü\"}}".getBytes(StandardCharsets.UTF_8));

        EdgeResponse answer = lambda.handle(
                invoke("demo-Counter", "", Map.of("X-Amz-Client-Context", context, "X-Amz-Log-Type", "Tail"), "{}"));
        EdgeResponse plain = lambda.handle(invoke("demo-Counter", "", Map.of(), "{}"));
        EdgeResponse wrong =
                lambda.handle(invoke("demo-Counter", "", Map.of("X-Amz-Client-Context", "no Base64"), "{}"));

        assertThat(options)
                .containsExactly(
                        new DirectInvoker.Options(Optional.of("{\"custom\":{\"a\":\"ü\"}}"), true),
                        DirectInvoker.Options.NONE);
        assertThat(Base64.getDecoder().decode(answer.headers().get("X-Amz-Log-Result")))
                .isEqualTo("START ü\n".getBytes(StandardCharsets.UTF_8));
        assertThat(plain.headers()).doesNotContainKey("X-Amz-Log-Result");
        assertError(wrong, 400, "InvalidRequestContentException");
        assertThat(wrong.bodyText()).contains("Client context must be a valid Base64-encoded JSON object.");
    }

    /** As recorded on AWS: LocalStack's test_alias_lifecycle. */
    @Test
    void createAlias_shouldHaveARevision_andSayMessageWhenThereIsOneAlready() throws Exception {
        String alias = "{\"Name\":\"live\",\"FunctionVersion\":\"1\"}";

        EdgeResponse conflict = lambda.handle(aliases("POST", "demo-Counter/aliases", alias));
        lambda.handle(aliases("DELETE", "demo-Counter/aliases/live", ""));
        EdgeResponse created = lambda.handle(aliases("POST", "demo-Counter/aliases", alias));

        assertThat(conflict.bodyText())
                .isEqualTo("{\"Type\":\"User\",\"message\":\"Alias already exists:"
                        + " arn:aws:lambda:eu-west-1:000000000000:function:demo-Counter:live\"}");
        assertThat(JsonMapper.shared()
                        .readTree(created.body())
                        .path("RevisionId")
                        .asString())
                .isEqualTo("made-id");
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

    private DirectInvoker.Answer run(String function, String payload, DirectInvoker.Options asked) {
        options.add(asked);
        InvocationResult result = switch (payload) {
            case "\"fail\"" -> new InvocationResult("id-1", "{\"errorMessage\":\"x\"}", Optional.of("Unhandled"), "1");
            case "\"busy\"" -> throw TooManyRequestsException.everyProcessIsBusy(function);
            case "\"reserved\"" -> throw TooManyRequestsException.reservedConcurrencyIsUsedUp(function, 1);
            default -> new InvocationResult("id-1", function + " got " + payload, Optional.empty(), "1");
        };
        return new DirectInvoker.Answer(result, asked.logTail() ? Optional.of("START ü\n") : Optional.empty());
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
