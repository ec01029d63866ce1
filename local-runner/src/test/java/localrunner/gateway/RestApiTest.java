package localrunner.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import localrunner.application.Application.Api;
import localrunner.application.Application.ApiKey;
import localrunner.application.Application.MethodThrottles;
import localrunner.application.Application.Quota;
import localrunner.application.Application.QuotaPeriod;
import localrunner.application.Application.Route;
import localrunner.application.Application.Throttle;
import localrunner.application.Application.UsagePlan;
import localrunner.console.Console;
import localrunner.facts.Fact;
import localrunner.facts.RecordingFacts;
import localrunner.gateway.GatewayRequest.Header;
import localrunner.http.LocalNames;
import localrunner.invoke.FunctionInvoker;
import localrunner.invoke.FunctionNotFoundException;
import localrunner.invoke.InvocationResult;
import localrunner.invoke.InvocationType;
import localrunner.invoke.TooManyRequestsException;
import localrunner.service.ServiceContext;
import localrunner.time.ManualTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class RestApiTest {

    private static final String COUNTER = "arn:aws:lambda:eu-west-1:000000000000:function:app-Counter:live";
    private static final String READER = "arn:aws:lambda:eu-west-1:000000000000:function:app-Reader:live";

    private final ManualTime time = new ManualTime(Instant.parse("2026-11-03T10:15:30.007Z"));
    private final RecordingFacts facts = new RecordingFacts();
    private final Function function = new Function();
    private final List<String> warnings = new CopyOnWriteArrayList<>();
    private RestApi restApi = restApi(List.of(), Optional.empty(), MethodThrottles.NONE);

    @AfterEach
    void close() {
        restApi.close();
        time.close();
    }

    @Test
    void handle_shouldWriteTheDocumentedEvent() throws Exception {
        GatewayAnswer answer = restApi.handle(new GatewayRequest(
                "POST",
                "/dev/words",
                "a=1&a=two+words&b&c=%26%E6%97%A5",
                "HTTP/1.1",
                List.of(
                        new Header("Host", "localhost:3000"),
                        new Header("x-api-key", "local"),
                        new Header("X-Multi", "one"),
                        new Header("x-multi", "two"),
                        new Header("User-Agent", "curl/8"),
                        new Header("Content-Length", "5"),
                        new Header("Content-Type", "text/plain")),
                Bytes.ofText("hello"),
                "127.0.0.1",
                3000));

        assertThat(answer.status()).isEqualTo(200);
        JsonNode event = function.event();
        JsonNode context = event.get("requestContext");
        String requestId = context.get("requestId").stringValue();
        String extendedRequestId = context.get("extendedRequestId").stringValue();
        String traceId = event.at("/headers/X-Amzn-Trace-Id").stringValue();
        String keyId = context.at("/identity/apiKeyId").stringValue();
        assertThat(requestId).matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
        assertThat(extendedRequestId).matches("[A-Za-z0-9+/]{15}=");
        assertThat(traceId).matches("Root=1-[0-9a-f]{8}-[0-9a-f]{24}");
        assertThat(keyId).matches("[a-z0-9]{10}");
        assertThat(answer.headers())
                .contains(
                        new Header("x-amzn-RequestId", requestId),
                        new Header("x-amz-apigw-id", extendedRequestId),
                        new Header("X-Amzn-Trace-Id", traceId));
        ObjectNode expected = (ObjectNode) JsonMapper.shared().readTree("""
                {
                  "resource": "/words",
                  "path": "/words",
                  "httpMethod": "POST",
                  "headers": {
                    "Content-Type": "text/plain", "Host": "localhost:3000", "User-Agent": "curl/8",
                    "X-Amzn-Trace-Id": "TRACE", "x-api-key": "local", "X-Forwarded-For": "127.0.0.1",
                    "X-Forwarded-Port": "3000", "X-Forwarded-Proto": "http", "X-Multi": "two"
                  },
                  "multiValueHeaders": {
                    "Content-Type": ["text/plain"], "Host": ["localhost:3000"], "User-Agent": ["curl/8"],
                    "X-Amzn-Trace-Id": ["TRACE"], "x-api-key": ["local"], "X-Forwarded-For": ["127.0.0.1"],
                    "X-Forwarded-Port": ["3000"], "X-Forwarded-Proto": ["http"], "X-Multi": ["one", "two"]
                  },
                  "queryStringParameters": {"a": "two words", "b": "", "c": "&日"},
                  "multiValueQueryStringParameters": {"a": ["1", "two words"], "b": [""], "c": ["&日"]},
                  "pathParameters": null,
                  "stageVariables": null,
                  "requestContext": {
                    "resourceId": "RESOURCE", "resourcePath": "/words", "httpMethod": "POST",
                    "extendedRequestId": "EXTENDED", "requestTime": "03/Nov/2026:10:15:30 +0000", "path": "/dev/words",
                    "accountId": "000000000000", "protocol": "HTTP/1.1", "stage": "dev", "domainPrefix": "abc123",
                    "requestTimeEpoch": 1793700930007, "requestId": "ID",
                    "identity": {
                      "accessKey": null, "accountId": null, "caller": null, "cognitoAuthenticationProvider": null,
                      "cognitoAuthenticationType": null, "cognitoIdentityId": null, "cognitoIdentityPoolId": null,
                      "principalOrgId": null, "user": null, "userArn": null, "sourceIp": "127.0.0.1",
                      "userAgent": "curl/8", "apiKey": "local", "apiKeyId": "KEY"
                    },
                    "domainName": "abc123.execute-api.eu-west-1.amazonaws.com", "deploymentId": "DEPLOYMENT",
                    "apiId": "abc123"
                  },
                  "body": "hello",
                  "isBase64Encoded": false
                }
                """.replace("TRACE", traceId)
                .replace("EXTENDED", extendedRequestId)
                .replace("\"ID\"", "\"" + requestId + "\"")
                .replace("KEY", keyId)
                .replace("RESOURCE", context.get("resourceId").stringValue())
                .replace("DEPLOYMENT", context.get("deploymentId").stringValue()));
        assertThat(event).isEqualTo(expected);
        assertThat(function.calls.getFirst().function()).isEqualTo(COUNTER);
    }

    @Test
    void handle_shouldPassOnQueryParameters_whateverTheyAreCalled() throws Exception {
        restApi.handle(get("/words", "=1&/a/b=2&~0=3&=4"));

        assertThat(function.event().get("multiValueQueryStringParameters"))
                .isEqualTo(JsonMapper.shared().readTree("""
                        {"": ["1", "4"], "/a/b": ["2"], "~0": ["3"]}"""));
    }

    @Test
    void handle_shouldSayNull_whenThereIsNothing() throws Exception {
        restApi.handle(get("/words", ""));

        JsonNode event = function.event();
        for (String name : List.of(
                "queryStringParameters",
                "multiValueQueryStringParameters",
                "pathParameters",
                "stageVariables",
                "body")) {
            assertThat(event.get(name).isNull()).as(name).isTrue();
        }
        assertThat(event.at("/requestContext/identity").has("apiKey")).isFalse();
        assertThat(event.at("/requestContext/path").stringValue())
                .as("as asked for: without the stage, as behind a custom domain")
                .isEqualTo("/words");
    }

    @Test
    void handle_shouldKeepPathsEncoded_asRestApisDo() throws Exception {
        restApi.handle(get("/words/a%2Fb%23%E6%97%A5+x", ""));

        JsonNode event = function.event();
        assertThat(event.get("path").stringValue()).isEqualTo("/words/a%2Fb%23%E6%97%A5+x");
        assertThat(event.at("/pathParameters/word").stringValue()).isEqualTo("a%2Fb%23%E6%97%A5+x");
        assertThat(event.get("resource").stringValue()).isEqualTo("/words/{word}");
    }

    @Test
    void handle_shouldEncodeTheBody_whenItsTypeIsBinary() throws Exception {
        restApi = restApi(List.of("application/octet-stream"), Optional.empty(), MethodThrottles.NONE);

        restApi.handle(post(Bytes.ofText("hello"), "application/octet-stream; x=y"));
        restApi.handle(post(Bytes.ofText("hello"), "text/plain"));

        assertThat(function.event(0).get("body").stringValue()).isEqualTo("aGVsbG8=");
        assertThat(function.event(0).get("isBase64Encoded").booleanValue()).isTrue();
        assertThat(function.event(1).get("body").stringValue()).isEqualTo("hello");
        assertThat(function.event(1).get("isBase64Encoded").booleanValue()).isFalse();
    }

    @Test
    void handle_shouldEncodeAndDecodeEverything_whenAnyTypeIsBinary() throws Exception {
        restApi = restApi(List.of("*/*"), Optional.empty(), MethodThrottles.NONE);
        function.answer = "{\"statusCode\":200,\"body\":\"/+4=\",\"isBase64Encoded\":true}";

        GatewayAnswer answer = restApi.handle(post(Bytes.ofText("hello"), "text/plain"));

        assertThat(function.event().get("isBase64Encoded").booleanValue()).isTrue();
        assertThat(answer.body().size()).isEqualTo(2);
    }

    @Test
    void handle_shouldSayMissingAuthenticationToken_whenThereIsNoSuchRoute() throws Exception {
        for (String method : List.of("DELETE", "OPTIONS", "HEAD")) {
            assertError(
                    restApi.handle(request(method, "/words", "", List.of(), Bytes.NONE)),
                    403,
                    "Missing Authentication Token");
        }
        assertError(restApi.handle(get("/nothing", "")), 403, "Missing Authentication Token");
        assertThat(function.calls).isEmpty();
    }

    @Test
    void handle_shouldForbid_whenTheKeyIsMissingOrWrong() throws Exception {
        List<Header> wrong = List.of(new Header("X-Api-Key", "wrong"));

        assertError(restApi.handle(request("POST", "/words", "", List.of(), Bytes.NONE)), 403, "Forbidden");
        assertError(restApi.handle(request("POST", "/words", "", wrong, Bytes.NONE)), 403, "Forbidden");
        assertThat(function.calls).isEmpty();
    }

    @Test
    void handle_shouldThrottleByTheUsagePlan() throws Exception {
        restApi = restApi(List.of(), Optional.of(new Throttle(2, 3)), MethodThrottles.NONE);

        List<Integer> burst = statuses(4);
        time.advance(Duration.ofMillis(499));
        List<Integer> tooEarly = statuses(1);
        time.advance(Duration.ofMillis(1));
        List<Integer> afterHalfASecond = statuses(2);
        time.advance(Duration.ofMinutes(1));
        List<Integer> afterAMinute = statuses(4);

        assertThat(burst).containsExactly(200, 200, 200, 429);
        assertThat(tooEarly).containsExactly(429);
        assertThat(afterHalfASecond).containsExactly(200, 429);
        assertThat(afterAMinute).containsExactly(200, 200, 200, 429);
        assertThat(restApi.handle(get("/words", "")).status()).isEqualTo(200);
        assertError(restApi.handle(post(Bytes.NONE, "text/plain")), 429, "Too Many Requests");
    }

    /** The body is the one that "Gateway response types" of AWS gives for QUOTA_EXCEEDED. */
    @ParameterizedTest
    @CsvSource({
        // 3 November 2026 is a Tuesday.
        "DAY,   2026-11-03T23:59:59Z, 2026-11-04T00:00:00Z",
        "WEEK,  2026-11-07T23:59:59Z, 2026-11-08T00:00:00Z",
        "MONTH, 2026-11-30T23:59:59Z, 2026-12-01T00:00:00Z"
    })
    void handle_shouldRefuse_whenAKeyHasUsedUpItsQuota(QuotaPeriod period, Instant lastSecond, Instant next)
            throws Exception {
        restApi = restApi(
                List.of(),
                List.of(new UsagePlan(
                        "Plan",
                        new Throttle(10, 10),
                        Optional.of(new Quota(3, 1, period)),
                        List.of(key("One", Optional.empty()), key("Two", Optional.of("two"))))),
                MethodThrottles.NONE);

        List<Integer> first = statuses(3);
        int otherKey = statusWithKey("two");
        time.advance(Duration.between(time.now(), lastSecond));
        List<Integer> stillTheFirst = statuses(1);
        GatewayAnswer refusal = restApi.handle(post(Bytes.NONE, "text/plain"));
        time.advance(Duration.between(time.now(), next));
        List<Integer> second = statuses(4);

        assertThat(first).as("the offset is taken off the first period").containsExactly(200, 200, 429);
        assertThat(otherKey).isEqualTo(200);
        assertThat(stillTheFirst).containsExactly(429);
        assertError(refusal, 429, "Limit Exceeded");
        assertThat(refusal.headers()).contains(new Header("x-amzn-ErrorType", "LimitExceededException"));
        assertThat(second).containsExactly(200, 200, 200, 429);
        assertThat(restApi.handle(get("/words", "")).status())
                .as("a route without a key")
                .isEqualTo(200);
    }

    @Test
    void handle_shouldNotCountAgainstTheQuota_whenARequestIsThrottled() throws Exception {
        restApi = restApi(
                List.of(),
                List.of(new UsagePlan(
                        "Plan",
                        new Throttle(1, 1),
                        Optional.of(new Quota(2, 0, QuotaPeriod.DAY)),
                        List.of(key("One", Optional.empty())))),
                MethodThrottles.NONE);

        List<Integer> throttled = statuses(3);
        time.advance(Duration.ofSeconds(1));
        List<Integer> later = statuses(1);

        assertThat(throttled).containsExactly(200, 429, 429);
        assertThat(later).containsExactly(200);
    }

    @Test
    void handle_shouldTakeTheKeysOfItsPlans_andNoOther() throws Exception {
        String own = "a-key-that-the-template-gives";
        restApi = restApi(
                List.of(),
                List.of(
                        new UsagePlan(
                                "Own", new Throttle(1, 2), Optional.empty(), List.of(key("Given", Optional.of(own)))),
                        new UsagePlan(
                                "Other",
                                new Throttle(1, 1),
                                Optional.empty(),
                                List.of(new ApiKey("Disabled", Optional.of("another-key-of-20-chars"), false)))),
                MethodThrottles.NONE);

        assertThat(statusWithKey("local")).isEqualTo(403);
        assertThat(statusWithKey("another-key-of-20-chars")).isEqualTo(403);
        assertThat(List.of(statusWithKey(own), statusWithKey(own), statusWithKey(own)))
                .containsExactly(200, 200, 429);
    }

    @Test
    void handle_shouldThrottleEachKeyByItself() throws Exception {
        restApi = restApi(
                List.of(),
                List.of(new UsagePlan(
                        "Plan",
                        new Throttle(1, 1),
                        Optional.empty(),
                        List.of(key("One", Optional.empty()), key("Two", Optional.of("two"))))),
                MethodThrottles.NONE);

        assertThat(List.of(statusWithKey("local"), statusWithKey("local"), statusWithKey("two")))
                .containsExactly(200, 429, 200);
    }

    private int statusWithKey(String key) throws InterruptedException {
        var headers = List.of(new Header("x-api-key", key), new Header("content-type", "text/plain"));
        return restApi.handle(request("POST", "/words", "", headers, Bytes.NONE))
                .status();
    }

    @Test
    void handle_shouldThrottleEachMethodByItself_withAKeyAndWithout() throws Exception {
        restApi = restApi(
                List.of(),
                Optional.of(new Throttle(100, 100)),
                new MethodThrottles(Optional.of(new Throttle(1, 2)), Map.of()));

        List<Integer> posts = statuses(3);
        List<Integer> gets = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            gets.add(restApi.handle(get("/words/" + i, "")).status());
        }
        time.advance(Duration.ofSeconds(1));

        assertThat(posts).containsExactly(200, 200, 429);
        assertThat(gets).containsExactly(200, 200, 429);
        assertThat(statuses(2)).containsExactly(200, 429);
        assertError(restApi.handle(post(Bytes.NONE, "text/plain")), 429, "Too Many Requests");
        assertThat(restApi.handle(get("/words", "")).status()).isEqualTo(200);
    }

    @Test
    void handle_shouldThrottleAMethodByItsOwnLimits_whenItHasSome() throws Exception {
        restApi = restApi(
                List.of(),
                Optional.empty(),
                new MethodThrottles(Optional.of(new Throttle(1, 1)), Map.of("POST /words", new Throttle(1, 3))));

        List<Integer> gets = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            gets.add(restApi.handle(get("/words", "")).status());
        }

        assertThat(statuses(4)).as("its own").containsExactly(200, 200, 200, 429);
        assertThat(gets).as("those of all").containsExactly(200, 429);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/words/%", "/words/%4", "/words/%ZZ"})
    void handle_shouldRefuse_whenAnEscapeIsBroken(String path) throws Exception {
        assertError(restApi.handle(get(path, "")), 400, "Bad Request");
        assertError(restApi.handle(get("/words", "q=" + path.substring(7))), 400, "Bad Request");
    }

    /** Seen on AWS: a server before API Gateway answers, without its headers. */
    @Test
    void handle_shouldAnswer413InPlainText_whenABodyIsAbove10Megabytes() throws Exception {
        GatewayAnswer answer = restApi.handle(post(Bytes.of(new byte[10 * 1024 * 1024 + 1]), "text/plain"));

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.body().text()).isEqualTo("HTTP content length exceeded 10485760 bytes.");
        assertThat(answer.headers()).containsExactly(new Header("Content-Type", "text/plain"));
    }

    /** Seen on AWS: koki-develop/lgtm-generator, issue 10, which quotes body and headers. */
    @ParameterizedTest
    @CsvSource({
        // The largest body whose event fits, and one byte more; the rest of the event takes 2,000 bytes at most.
        "text/plain,  6289000, 200",
        "text/plain,  6291456, 413",
        "text/plain, 10485760, 413",
        "image/png,   4716000, 200",
        "image/png,   4718592, 413"
    })
    void handle_shouldAnswer413_whenTheEventIsAboveTheSixMegabytesOfLambda(String type, int bytes, int status)
            throws Exception {
        restApi = restApi(List.of("image/png"), Optional.empty(), MethodThrottles.NONE);
        byte[] body = new byte[bytes];
        Arrays.fill(body, (byte) 'x');

        GatewayAnswer answer = restApi.handle(post(Bytes.of(body), type));

        assertThat(answer.status()).isEqualTo(status);
        if (status == 413) {
            assertError(answer, 413, "Request Too Long");
            assertThat(answer.headers()).contains(new Header("x-amzn-ErrorType", "BadRequestException"));
            assertThat(warnings).singleElement().asString().contains("413", "6291456");
        }
    }

    /** As recorded on AWS: a trace that the client has begun goes on, in the event and in the answer. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Root=1-3152b799-8954dae64eda91bc9a23a7e8;Parent=7fa8c0f79203be72;Sampled=1",
                "Root=1-3152b799-8954dae64eda91bc9a23a7e8"
            })
    void handle_shouldKeepTheTraceId_whenTheClientSendsOne(String traceId) throws Exception {
        GatewayAnswer answer = restApi.handle(
                request("GET", "/words", "", List.of(new Header("x-amzn-trace-id", traceId)), Bytes.NONE));

        assertThat(function.event().get("headers").propertyNames())
                .contains("X-Amzn-Trace-Id")
                .doesNotContain("x-amzn-trace-id");
        assertThat(function.event().at("/headers/X-Amzn-Trace-Id").stringValue())
                .isEqualTo(traceId);
        assertThat(function.event().at("/multiValueHeaders/X-Amzn-Trace-Id/0").stringValue())
                .isEqualTo(traceId);
        assertThat(answer.headers()).contains(new Header("X-Amzn-Trace-Id", traceId));
    }

    @Test
    void handle_shouldMakeATraceId_whenTheClientsHasNoRoot() throws Exception {
        restApi.handle(request(
                "GET", "/words", "", List.of(new Header("X-Amzn-Trace-Id", "Parent=7fa8c0f79203be72")), Bytes.NONE));

        assertThat(function.event().at("/headers/X-Amzn-Trace-Id").stringValue())
                .matches("Root=1-[0-9a-f]{8}-[0-9a-f]{24}");
    }

    /** As recorded on AWS: the context has the path as it was sent. */
    @Test
    void handle_shouldShowBothPaths_whenThereAreSlashesTooMany() throws Exception {
        restApi.handle(get("//dev//words/x", ""));

        assertThat(function.event().get("path").stringValue()).isEqualTo("/words/x");
        assertThat(function.event().at("/requestContext/path").stringValue()).isEqualTo("//dev//words/x");
    }

    @Test
    void handle_shouldAnswer502AndWarn_whenTheFunctionFails() throws Exception {
        function.error = Optional.of("Unhandled");
        function.answer = "{\"errorMessage\":\"no luck\"}";

        GatewayAnswer answer = restApi.handle(get("/words", ""));

        assertError(answer, 502, "Internal server error");
        assertThat(warnings).singleElement().asString().contains("GET /words", READER, "no luck");
    }

    @Test
    void handle_shouldAnswer502AndSayWhy_whenTheAnswerIsMalformed() throws Exception {
        function.answer = "{\"statusCode\":200,\"body\":{}}";

        GatewayAnswer answer = restApi.handle(get("/words", ""));

        assertError(answer, 502, "Internal server error");
        assertThat(warnings).singleElement().asString().contains("malformed", "its body is not a string");
    }

    @Test
    void handle_shouldAnswer500_whenLambdaRejectsTheInvocation() throws Exception {
        function.failure = Optional.of(TooManyRequestsException.everyProcessIsBusy(READER));
        assertError(restApi.handle(get("/words", "")), 500, "Internal server error");

        function.failure = Optional.of(new FunctionNotFoundException(READER));
        assertError(restApi.handle(get("/words", "")), 500, "Internal server error");
        assertThat(warnings).hasSize(2);
    }

    @Test
    void handle_shouldWarnOfNothing_whenTheInvocationIsInterruptedByClosing() throws Exception {
        function.failure = Optional.of(new IllegalStateException("the runner is ending"));

        restApi.close();

        assertError(restApi.handle(get("/words", "")), 500, "Internal server error");
        assertThat(warnings).isEmpty();
    }

    @Test
    void handle_shouldNameTheKindOfFailure_whenItHasNoMessage() throws Exception {
        function.failure = Optional.of(new IllegalStateException());

        restApi.handle(get("/words", ""));

        assertThat(warnings)
                .singleElement()
                .asString()
                .contains("java.lang.IllegalStateException")
                .doesNotContain("null");
    }

    @Test
    void handle_shouldAnswer504After29Seconds_whenTheFunctionTakesLonger() throws Exception {
        function.hold = new CountDownLatch(1);
        var answer = new CompletableFuture<GatewayAnswer>();
        Thread.ofVirtual().start(() -> {
            try {
                answer.complete(restApi.handle(get("/words", "")));
            } catch (InterruptedException e) {
                answer.completeExceptionally(e);
            }
        });
        await().until(() -> time.waiting() == 1 && function.calls.size() == 1);

        time.advance(Duration.ofMillis(28_999));
        boolean tooEarly = answer.isDone();
        time.advance(Duration.ofMillis(1));

        assertThat(tooEarly).isFalse();
        assertError(answer.get(10, TimeUnit.SECONDS), 504, "Endpoint request timed out");
        function.hold.countDown();
    }

    @Test
    void handle_shouldForgetTheTimeout_whenTheFunctionAnswers() throws Exception {
        restApi.handle(get("/words", ""));

        assertThat(time.waiting()).isZero();
    }

    private List<Integer> statuses(int requests) throws InterruptedException {
        var statuses = new ArrayList<Integer>();
        for (int i = 0; i < requests; i++) {
            statuses.add(restApi.handle(post(Bytes.NONE, "text/plain")).status());
        }
        return statuses;
    }

    private RestApi restApi(
            List<String> binaryMediaTypes, Optional<Throttle> usagePlan, MethodThrottles methodThrottles) {
        return restApi(
                binaryMediaTypes,
                usagePlan.stream()
                        .map(throttle -> new UsagePlan(
                                "Plan", throttle, Optional.empty(), List.of(key("Key", Optional.empty()))))
                        .toList(),
                methodThrottles);
    }

    @Test
    void handle_shouldTellHowEachRequestWasAnswered() throws Exception {
        restApi.handle(get("/words/hello", ""));
        restApi.handle(get("/nowhere", ""));
        function.error = Optional.of("Unhandled");
        restApi.handle(post(Bytes.ofText("hello"), "text/plain"));

        assertThat(facts.of(Fact.Answered.class))
                .extracting(
                        Fact.Answered::who,
                        Fact.Answered::api,
                        Fact.Answered::stage,
                        Fact.Answered::route,
                        Fact.Answered::status)
                .containsExactly(
                        tuple("Api", "app", "dev", "GET /words/hello", 200),
                        tuple("Api", "app", "dev", "GET /nowhere", 403),
                        tuple("Api", "app", "dev", "POST /words", 502));
    }

    private static ApiKey key(String logicalId, Optional<String> value) {
        return new ApiKey(logicalId, value, true);
    }

    private RestApi restApi(
            List<String> binaryMediaTypes, List<UsagePlan> usagePlans, MethodThrottles methodThrottles) {
        var api = new Api(
                "Api",
                "abc123",
                "app",
                "dev",
                binaryMediaTypes,
                usagePlans,
                methodThrottles,
                List.of(
                        new Route("POST", "/words", COUNTER, true),
                        new Route("GET", "/words", READER, false),
                        new Route("GET", "/words/{word}", READER, false)));
        return new RestApi(
                api,
                GatewaySettings.of("eu-west-1", "local", 3000, new LocalNames(Optional.empty())),
                function,
                new NoSqs(),
                new ServiceContext(time, new Warnings(), () -> UUID.randomUUID().toString(), (_, _) -> {}, facts));
    }

    private static GatewayRequest get(String path, String query) {
        return request("GET", path, query, List.of(), Bytes.NONE);
    }

    private static GatewayRequest post(Bytes body, String contentType) {
        var headers = List.of(new Header("X-API-Key", "local"), new Header("content-type", contentType));
        return request("POST", "/words", "", headers, body);
    }

    private static GatewayRequest request(String method, String path, String query, List<Header> headers, Bytes body) {
        return new GatewayRequest(method, path, query, "HTTP/1.1", headers, body, "127.0.0.1", 3000);
    }

    private static void assertError(GatewayAnswer answer, int status, String message) {
        assertThat(answer.status()).isEqualTo(status);
        // As recorded on AWS, only a fault on the server's side has a blank behind its colon.
        String colon = status < 500 ? ":" : ": ";
        assertThat(answer.body().text()).isEqualTo("{\"message\"" + colon + "\"" + message + "\"}");
        assertThat(answer.headers()).contains(new Header("Content-Type", "application/json"));
    }

    private record Call(String function, String payload) {}

    private static final class Function implements FunctionInvoker {
        private final List<Call> calls = new CopyOnWriteArrayList<>();
        private volatile String answer = "{\"statusCode\":200,\"body\":\"ok\"}";
        private volatile Optional<String> error = Optional.empty();
        private volatile Optional<RuntimeException> failure = Optional.empty();
        private volatile CountDownLatch hold = new CountDownLatch(0);

        @Override
        public InvocationResult invoke(String name, String payload) throws InterruptedException {
            if (failure.isPresent()) {
                throw failure.get();
            }
            InvocationType.REQUEST_RESPONSE.checkSize(payload);
            calls.add(new Call(name, payload));
            hold.await();
            return new InvocationResult("lambda-request", answer, error, "1");
        }

        JsonNode event() {
            assertThat(calls).hasSize(1);
            return event(0);
        }

        JsonNode event(int index) {
            return JsonMapper.shared().readTree(calls.get(index).payload());
        }
    }

    private final class Warnings implements Console {
        @Override
        public void line(String source, String text) {}

        @Override
        public void warn(String source, String text) {
            warnings.add(source + ": " + text);
        }
    }
}
