package localrunner.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import localrunner.application.Application;
import localrunner.application.Application.Route;
import localrunner.application.SqsIntegration;
import localrunner.application.SqsIntegration.ContentHandling;
import localrunner.application.SqsIntegration.PassthroughBehavior;
import localrunner.template.document.TemplateException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests an API's DefinitionBody. */
class OpenApiReaderTest {

    private static final String TEMPLATE = """
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Work: {Type: AWS::SQS::Queue, Properties: {QueueName: work}}
              Reader:
                Type: AWS::Serverless::Function
                Properties:
                  {Runtime: java25, Handler: a.B, CodeUri: build, Events: {E: {Type: Api, Properties: {RestApiId: !Ref Api, Path: /read, Method: get}}}}
              Api:
                Type: AWS::Serverless::Api
                Properties:
                  StageName: dev
                  BinaryMediaTypes: ["*/*"]
                  MergeDefinitions: true
                  DefinitionBody:
                    openapi: 3.0.1
                    info: {title: queue, version: "1"}
                    components:
                      securitySchemes:
                        key: {type: apiKey, name: x-api-key, in: header}
                        other: {type: apiKey, name: Authorization, in: header}
                    paths:
                      /queued/{id}:
                        post:
                          summary: for people
                          security: [{key: []}]
                          parameters:
                            - {name: id, in: path, required: true, schema: {type: string}}
                            - {name: Idempotency-Key, in: header, schema: {type: string}}
                          x-amazon-apigateway-integration:
                            type: aws
                            httpMethod: POST
                            credentials: arn:aws:iam::000000000000:role/api
                            uri: !Sub arn:${AWS::Partition}:apigateway:${AWS::Region}:sqs:path/${AWS::AccountId}/${Work.QueueName}
                            passthroughBehavior: never
                            contentHandling: CONVERT_TO_TEXT
                            requestParameters:
                              integration.request.header.Content-Type: "'application/x-www-form-urlencoded'"
                              integration.request.querystring.Key: method.request.header.Idempotency-Key
                            requestTemplates:
                              text/plain: Action=SendMessage&MessageBody=$util.urlEncode($input.body)
                            responses:
                              default:
                                statusCode: "202"
                                responseParameters: {method.response.header.X-Id: context.requestId}
                                responseTemplates: {application/json: "{}"}
                              4\\d\\d: {statusCode: 503, contentHandling: CONVERT_TO_TEXT}
                          responses:
                            "202": {description: taken, headers: {X-Id: {schema: {type: string}}}}
                            "503": {description: not taken}
            """;

    @Test
    void read_shouldAddTheDocumentsMethods_besideThoseOfEvents() {
        Application.Api api = read(TEMPLATE).apis().getFirst();

        Route queued = api.routes().stream()
                .filter(route -> route.path().equals("/queued/{id}"))
                .findFirst()
                .orElseThrow();
        assertThat(api.routes()).hasSize(2).anyMatch(route -> route.path().equals("/read"));
        assertThat(queued.method()).isEqualTo("POST");
        assertThat(queued.apiKeyRequired()).isTrue();
        assertThat(queued.target()).isInstanceOfSatisfying(SqsIntegration.class, integration -> {
            assertThat(integration.httpMethod()).isEqualTo("POST");
            assertThat(integration.path()).isEqualTo("/000000000000/work");
            assertThat(integration.action()).isEmpty();
            assertThat(integration.passthroughBehavior()).isEqualTo(PassthroughBehavior.NEVER);
            assertThat(integration.contentHandling()).contains(ContentHandling.CONVERT_TO_TEXT);
            assertThat(integration.requestParameters())
                    .isEqualTo(Map.of(
                            "header.Content-Type", "'application/x-www-form-urlencoded'",
                            "querystring.Key", "method.request.header.Idempotency-Key"));
            assertThat(integration.requestTemplates()).containsOnlyKeys("text/plain");
            assertThat(integration.responses())
                    .extracting(SqsIntegration.Response::status)
                    .containsExactly(202, 503);
            assertThat(integration.responses().getFirst().selectionPattern()).isEmpty();
            assertThat(integration.responses().getFirst().headers()).isEqualTo(Map.of("X-Id", "context.requestId"));
            assertThat(integration.responses().getLast().selectionPattern().map(Object::toString))
                    .contains("4\\d\\d");
        });
    }

    @Test
    void read_shouldNameTheAction_whenTheUriDoes() {
        String text = TEMPLATE.replaceAll("sqs:path/.*", "sqs:action/SendMessage");

        assertThat(read(text).apis().getFirst().routes())
                .filteredOn(route -> route.target() instanceof SqsIntegration)
                .singleElement()
                .satisfies(route ->
                        assertThat(((SqsIntegration) route.target()).action()).isEqualTo(Optional.of("SendMessage")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "  MergeDefinitions: true | MergeDefinitions: false | SAM adds no route to an API that has a DefinitionBody",
                "type: aws | type: aws_proxy | integrations of type 'aws_proxy' are not supported; supported: aws, with SQS",
                "sqs:path | sns:path | uri: must be SQS's: arn:",
                "${Work.QueueName} | nothing | no AWS::SQS::Queue of this template has the ARN arn:aws:sqs:eu-west-1:000000000000:nothing",
                "${AWS::AccountId} | 123456789012 | the path must be ${AWS::AccountId}/<queue's name>, found 123456789012/work",
                "passthroughBehavior: never | passthroughBehavior: maybe | 'MAYBE' is not supported",
                "contentHandling: CONVERT_TO_TEXT | contentHandling: text | 'text' is not supported",
                "integration.request.header.Content-Type | integration.request.body | 'integration.request.body' is not supported",
                "'application/x-www-form-urlencoded' | form | 'form' is not supported; supported: 'text' in single quotes",
                "method.request.header.Idempotency-Key | method.request.header.Other | is not among the method's parameters, and AWS refuses that",
                "method.response.header.X-Id | method.response.header.X-Other | X-Other is not among the headers of the method's response",
                "context.requestId | stageVariables.a | 'stageVariables.a' is not supported",
                "statusCode: 503 | statusCode: 500 | 500 is not among the method's responses, and AWS refuses that",
                "[{key: []}] | [{other: []}] | 'other' is no security scheme of type apiKey",
                "passthroughBehavior: never | cacheNamespace: a | cacheNamespace: not supported in an integration",
                "summary: for people | x-amazon-apigateway-request-validator: a | x-amazon-apigateway-request-validator: not supported in a method",
                "openapi: 3.0.1 | x-amazon-apigateway-policy: {} | x-amazon-apigateway-policy: not supported in a DefinitionBody",
                "/queued/{id}: | queued: | a path must start with '/', found 'queued'",
                "4\\d\\d: | '4(': | not a regular expression"
            })
    void read_shouldTellTheRule_whenTheDefinitionBreaksIt(String part, String bad, String told) {
        String text = TEMPLATE.replace(part, bad);

        List<String> problems =
                catchThrowableOfType(TemplateException.class, () -> read(text)).problems();

        assertThat(problems).anyMatch(problem -> problem.contains(told));
    }

    private static Application read(String text) {
        return TemplateReader.read(
                new TemplateFile(Path.of("template.yaml"), "template.yaml", text),
                new ReaderSettings("shop", "eu-west-1", URI.create("http://127.0.0.1:4566"), Map.of()));
    }
}
