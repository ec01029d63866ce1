package localrunner.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import localrunner.application.Application.Api;
import localrunner.application.Application.MethodThrottles;
import localrunner.application.Application.Route;
import localrunner.application.SqsIntegration;
import localrunner.application.SqsIntegration.ContentHandling;
import localrunner.application.SqsIntegration.PassthroughBehavior;
import localrunner.application.SqsIntegration.Response;
import localrunner.console.RecordingConsole;
import localrunner.edge.EdgeRequest;
import localrunner.edge.EdgeResponse;
import localrunner.edge.EdgeService;
import localrunner.gateway.GatewayRequest.Header;
import localrunner.http.LocalNames;
import localrunner.service.ServiceContext;
import localrunner.time.ManualTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests direct integrations with SQS through a {@link RestApi}. */
class SqsIntegrationCallTest {

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String SENT = """
            <SendMessageResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/">
              <SendMessageResult><MessageId>m-1</MessageId><MD5OfMessageBody>5d41</MD5OfMessageBody></SendMessageResult>
              <ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata>
            </SendMessageResponse>
            """;
    private static final Response ACCEPTED = new Response(
            Optional.empty(),
            202,
            Map.of(),
            Map.of(
                    "application/json",
                    "{\"messageId\":$input.json('$.SendMessageResponse.SendMessageResult.MessageId')}"));

    private final ManualTime time = new ManualTime(Instant.parse("2026-11-03T10:15:30Z"));
    private final RecordingConsole console = new RecordingConsole();
    private final FakeSqs sqs = new FakeSqs();

    @AfterEach
    void close() {
        time.close();
    }

    @Test
    void handle_shouldSendWhatTheTemplateMakes_andAnswerWithSqssMessageId() throws Exception {
        SqsIntegration integration = integration(
                PassthroughBehavior.NEVER,
                Optional.empty(),
                Map.of("application/json", "Action=SendMessage&MessageBody=$util.urlEncode($input.body)"),
                ACCEPTED);

        GatewayAnswer answer = post(integration, "application/json; charset=utf-8", "{\"text\": \"a&b größe\"}");

        EdgeRequest sent = sqs.requests.getFirst();
        assertThat(sent.method()).isEqualTo("POST");
        assertThat(sent.path()).isEqualTo("/000000000000/app-Work");
        assertThat(sent.header("Content-Type")).contains(FORM);
        assertThat(sent.bodyText())
                .isEqualTo("Action=SendMessage&MessageBody=%7B%22text%22%3A+%22a%26b+gr%C3%B6%C3%9Fe%22%7D");
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.body().text()).isEqualTo("{\"messageId\":\"m-1\"}");
        assertThat(answer.headers()).contains(new Header("Content-Type", "application/json"));
    }

    @Test
    void handle_shouldCallTheActionOfTheUri_withWhatParametersMap() throws Exception {
        SqsIntegration integration = new SqsIntegration(
                "GET",
                "/",
                Optional.of("SendMessage"),
                PassthroughBehavior.WHEN_NO_MATCH,
                Optional.empty(),
                Optional.empty(),
                Map.of(
                        "querystring.QueueUrl", "'http://127.0.0.1:4566/000000000000/app-Work'",
                        "querystring.MessageBody", "method.request.querystring.text",
                        "querystring.Missing", "method.request.header.X-Missing",
                        "header.X-Stage", "context.stage",
                        "header.X-Word", "method.request.path.word"),
                Map.of(),
                List.of(ACCEPTED));

        GatewayAnswer answer = call(integration, "text=a%20b", List.of(), "");

        EdgeRequest sent = sqs.requests.getFirst();
        assertThat(sent.queryParameters())
                .isEqualTo(Map.of(
                        "Action",
                        "SendMessage",
                        "QueueUrl",
                        "http://127.0.0.1:4566/000000000000/app-Work",
                        "MessageBody",
                        "a b"));
        assertThat(sent.header("X-Stage")).contains("dev");
        assertThat(sent.header("X-Word")).contains("hello");
        assertThat(answer.status()).isEqualTo(202);
    }

    @ParameterizedTest
    @CsvSource({
        "NEVER, text/plain, 415, ''",
        "WHEN_NO_TEMPLATES, text/plain, 415, ''",
        "WHEN_NO_MATCH, text/plain, 202, hello",
        "NEVER, application/json, 202, made of hello",
        "NEVER, '', 202, made of hello",
        "NEVER, APPLICATION/JSON;x=y, 202, made of hello"
    })
    void handle_shouldPassABodyThroughByThePassthroughBehavior(
            PassthroughBehavior behavior, String contentType, int status, String body) throws Exception {
        SqsIntegration integration =
                integration(behavior, Optional.empty(), Map.of("application/json", "made of $input.body"), ACCEPTED);

        assertThat(post(integration, contentType, "hello").status()).isEqualTo(status);
        assertThat(sqs.requests.stream().map(EdgeRequest::bodyText))
                .isEqualTo(status == 202 ? List.of(body) : List.of());
    }

    @ParameterizedTest
    @CsvSource({"application/json", "image/png"})
    void handle_shouldShowATemplateAnEmptyObject_whenTheBodyIsEmpty(String contentType) throws Exception {
        post(
                integration(
                        PassthroughBehavior.NEVER,
                        Optional.of(ContentHandling.CONVERT_TO_TEXT),
                        Map.of(contentType, "[$input.body]$input.json('$')"),
                        ACCEPTED),
                contentType,
                "");

        assertThat(sqs.requests.getFirst().bodyText()).isEqualTo("[{}]{}");
    }

    @Test
    void handle_shouldPassABodyThrough_whenNoTemplateIsThereAtAll() throws Exception {
        post(
                integration(PassthroughBehavior.WHEN_NO_TEMPLATES, Optional.empty(), Map.of(), ACCEPTED),
                "text/plain",
                "hello");

        assertThat(sqs.requests.getFirst().bodyText()).isEqualTo("hello");
    }

    @ParameterizedTest
    @CsvSource({
        "image/png, CONVERT_TO_TEXT, true, MessageBody=aGk=",
        "image/png, CONVERT_TO_TEXT, false, aGk=",
        "image/png, , false, hi",
        "image/png, CONVERT_TO_BINARY, false, hi",
        "text/plain, CONVERT_TO_TEXT, true, MessageBody=hi",
        "text/plain, , true, MessageBody=hi"
    })
    void handle_shouldConvertTheBodyByContentHandling(
            String contentType, ContentHandling handling, boolean template, String body) throws Exception {
        Map<String, String> templates = template ? Map.of(contentType, "MessageBody=$input.body") : Map.of();

        post(
                integration(PassthroughBehavior.WHEN_NO_MATCH, Optional.ofNullable(handling), templates, ACCEPTED),
                contentType,
                "hi");

        assertThat(sqs.requests.getFirst().bodyText()).isEqualTo(body);
    }

    @Test
    void handle_shouldDecodeAText_whenItIsToBecomeBinary() throws Exception {
        post(
                integration(
                        PassthroughBehavior.WHEN_NO_MATCH,
                        Optional.of(ContentHandling.CONVERT_TO_BINARY),
                        Map.of(),
                        ACCEPTED),
                "text/plain",
                "aGk=");

        assertThat(sqs.requests.getFirst().bodyText()).isEqualTo("hi");
    }

    @Test
    void handle_shouldAnswer500AndSayWhy_whenABinaryBodyMeetsATemplate() throws Exception {
        GatewayAnswer answer = post(
                integration(PassthroughBehavior.NEVER, Optional.empty(), Map.of("image/png", "a"), ACCEPTED),
                "image/png",
                "hi");

        assertThat(answer.status()).isEqualTo(500);
        assertThat(console.warnings()).singleElement().asString().contains("contentHandling: CONVERT_TO_TEXT");
    }

    @Test
    void handle_shouldAnswer500AndSayWhy_whenATemplateIsBroken() throws Exception {
        GatewayAnswer answer = post(
                integration(PassthroughBehavior.NEVER, Optional.empty(), Map.of("application/json", "#if(a"), ACCEPTED),
                "application/json",
                "{}");

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body().text()).isEqualTo("{\"message\": \"Internal server error\"}");
        assertThat(console.warnings()).singleElement().asString().contains("POST /words/{word}", "500: ");
        assertThat(sqs.requests).isEmpty();
    }

    @Test
    void handle_shouldTakeTheResponseThatFitsSqssStatus() throws Exception {
        sqs.answer = EdgeResponse.of(
                403,
                "text/xml",
                "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code></Error></ErrorResponse>");
        Response refused = new Response(
                Optional.of(Pattern.compile("4\\d{2}")),
                503,
                Map.of("Retry-After", "'7'", "X-Code", "integration.response.body.Error.Code"),
                Map.of("application/json", "{\"code\":\"$input.path('$.Error').get('Code')\"}"));

        GatewayAnswer answer = post(
                integration(PassthroughBehavior.WHEN_NO_MATCH, Optional.empty(), Map.of(), refused, ACCEPTED),
                "text/plain",
                "hello");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.body().text()).isEqualTo("{\"code\":\"AccessDenied\"}");
        assertThat(answer.headers()).contains(new Header("Retry-After", "7"), new Header("X-Code", "AccessDenied"));
    }

    @Test
    void handle_shouldAnswer500_whenNoResponseFits() throws Exception {
        Response never = new Response(Optional.of(Pattern.compile("5..")), 503, Map.of(), Map.of());

        GatewayAnswer answer = post(
                integration(PassthroughBehavior.WHEN_NO_MATCH, Optional.empty(), Map.of(), never), "text/plain", "a");

        assertThat(answer.status()).isEqualTo(500);
        assertThat(console.warnings()).singleElement().asString().contains("SQS answered 200");
    }

    @Test
    void handle_shouldPassSqssAnswerOnAsJson_whenTheResponseHasNoTemplate() throws Exception {
        Response plain = new Response(
                Optional.empty(), 200, Map.of("X-Type", "integration.response.header.content-type"), Map.of());

        GatewayAnswer answer = post(
                integration(PassthroughBehavior.WHEN_NO_MATCH, Optional.empty(), Map.of(), plain), "text/plain", "a");

        assertThat(answer.body().text())
                .isEqualTo("{\"SendMessageResponse\":{\"SendMessageResult\":{\"MessageId\":\"m-1\","
                        + "\"MD5OfMessageBody\":\"5d41\"},\"ResponseMetadata\":{\"RequestId\":\"r-1\"}}}");
        assertThat(answer.headers()).contains(new Header("X-Type", "text/xml"));
    }

    @Test
    void handle_shouldLetTemplatesOverrideHeadersAndStatus() throws Exception {
        Response overriding = new Response(
                Optional.empty(),
                202,
                Map.of(),
                Map.of(
                        "application/json",
                        "#set($context.responseOverride.status = 207)"
                                + "#set($context.responseOverride.header.X-Made = \"by template\")done"));
        SqsIntegration integration = integration(
                PassthroughBehavior.NEVER,
                Optional.empty(),
                Map.of("application/json", "#set($context.requestOverride.header.X-Amz-Target = \"AmazonSQS.Send\")a"),
                overriding);

        GatewayAnswer answer = post(integration, "application/json", "{}");

        assertThat(sqs.requests.getFirst().header("X-Amz-Target")).contains("AmazonSQS.Send");
        assertThat(answer.status()).isEqualTo(207);
        assertThat(answer.body().text()).isEqualTo("done");
        assertThat(answer.headers()).contains(new Header("X-Made", "by template"));
    }

    @Test
    void handle_shouldWantTheKeyAsForAFunction() throws Exception {
        RestApi api = api(integration(PassthroughBehavior.NEVER, Optional.empty(), Map.of(), ACCEPTED), true);

        assertThat(api.handle(request("", List.of(), "a")).status()).isEqualTo(403);
        assertThat(sqs.requests).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "$input.body | {\"a\": {\"b c\": [1, \"x\"]}, \"n\": null}",
                "$input.json('$') | {\"a\":{\"b c\":[1,\"x\"]},\"n\":null}",
                "$input.json('$.a') | {\"b c\":[1,\"x\"]}",
                "$input.json(\"$.a['b c'][1]\") | \"x\"",
                "$input.path('$.a').get('b c').size() | 2",
                "#foreach($i in $input.path('$.a').get('b c'))$i;#end | 1;x;",
                "[$input.path('$.missing')$input.json('$.n')] | []",
                "$input.params('word') $input.params('q') $input.params('x-given') | hello two header",
                "[$input.params('missing')] | []",
                "$input.params().path.word $input.params().querystring.q | hello two",
                "$input.params().header.get('X-Given') | header",
                "$util.urlEncode('a b&c=ö') $util.urlDecode('a+b%26') | a+b%26c%3D%C3%B6 a b&",
                "$util.base64Encode('hé') $util.base64Decode('aMOp') | aMOp hé",
                "$util.escapeJavaScript($input.params('quoted')) | \\\"it\\'s\\\" \\/ \\u00E9",
                "$util.parseJson('{\"k\": 5}').k | 5",
                "$context.httpMethod $context.stage $context.resourcePath | POST dev /words/{word}",
                "$context.identity.sourceIp $context.apiId | 127.0.0.1 abc123",
                "#foreach($h in $input.params().header.keySet())#if($h.matches('(?i)x-given'))$h#end#end | X-Given",
                "#set($n = 3)#set($n = $n + 1)a.$!{n}.Name$!missing | a.4.Name",
                "#set($b = $util.urlEncode('ä'))$b.replaceAll('%..', '=').length() | 2",
                "#set($a = \"x\")#if($a == \"x\")yes#{else}no#end | yes",
                "$class.inspect('java.lang.Runtime') | $class.inspect('java.lang.Runtime')"
            })
    void handle_shouldKnowTheVariablesOfTemplates(String template, String rendered) throws Exception {
        SqsIntegration integration = integration(
                PassthroughBehavior.NEVER, Optional.empty(), Map.of("application/json", template), ACCEPTED);

        call(
                integration,
                "q=one&q=two&quoted=%22it's%22%20/%20%C3%A9",
                List.of(new Header("X-Given", "header")),
                "{\"a\": {\"b c\": [1, \"x\"]}, \"n\": null}");

        assertThat(console.warnings()).isEmpty();
        assertThat(sqs.requests.getFirst().bodyText()).isEqualTo(rendered);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "$input.json('$..a') | '$..a' is not supported",
                "#set($context.requestOverride.path.id = \"a\") | $context.requestOverride.path is not supported"
            })
    void handle_shouldSayWhatItLacks(String template, String told) throws Exception {
        GatewayAnswer answer = post(
                integration(
                        PassthroughBehavior.NEVER, Optional.empty(), Map.of("application/json", template), ACCEPTED),
                "application/json",
                "{}");

        assertThat(answer.status()).isEqualTo(500);
        assertThat(console.warnings()).singleElement().asString().contains(told);
    }

    private static SqsIntegration integration(
            PassthroughBehavior passthrough,
            Optional<ContentHandling> contentHandling,
            Map<String, String> templates,
            Response... responses) {
        return new SqsIntegration(
                "POST",
                "/000000000000/app-Work",
                Optional.empty(),
                passthrough,
                contentHandling,
                Optional.empty(),
                Map.of("header.Content-Type", "'" + FORM + "'"),
                templates,
                List.of(responses));
    }

    private GatewayAnswer post(SqsIntegration integration, String contentType, String body) throws Exception {
        return call(
                integration,
                "",
                contentType.isEmpty() ? List.of() : List.of(new Header("Content-Type", contentType)),
                body);
    }

    private GatewayAnswer call(SqsIntegration integration, String query, List<Header> headers, String body)
            throws Exception {
        return api(integration, false).handle(request(query, headers, body));
    }

    private RestApi api(SqsIntegration integration, boolean apiKeyRequired) {
        return new RestApi(
                new Api(
                        "Api",
                        "abc123",
                        "app",
                        "dev",
                        List.of("image/png"),
                        List.of(),
                        MethodThrottles.NONE,
                        List.of(new Route("POST", "/words/{word}", integration, apiKeyRequired))),
                GatewaySettings.of("eu-west-1", "local", 3000, new LocalNames(Optional.empty())),
                (function, payload) -> {
                    throw new AssertionError("a function was invoked");
                },
                sqs,
                new ServiceContext(time, console, () -> "11111111-2222-3333-4444-555555555555", (_, _) -> {}));
    }

    private static GatewayRequest request(String query, List<Header> headers, String body) {
        return new GatewayRequest(
                "POST",
                "/words/hello",
                query,
                "HTTP/1.1",
                headers,
                Bytes.of(body.getBytes(StandardCharsets.UTF_8)),
                "127.0.0.1",
                3000);
    }

    private static final class FakeSqs implements EdgeService {
        private final List<EdgeRequest> requests = new CopyOnWriteArrayList<>();
        private EdgeResponse answer = EdgeResponse.of(200, "text/xml", SENT);

        @Override
        public String name() {
            return "sqs";
        }

        @Override
        public EdgeResponse handle(EdgeRequest request) {
            requests.add(request);
            return answer;
        }
    }
}
