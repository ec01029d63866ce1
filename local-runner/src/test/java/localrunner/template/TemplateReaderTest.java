package localrunner.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import localrunner.application.Application;
import localrunner.template.document.TemplateException;
import org.junit.jupiter.api.Test;

class TemplateReaderTest {

    private static final Path ORDERS = Path.of("src/test/resources/templates/orders.yaml");
    private static final String ALIAS_OF_ORDER =
            "arn:aws:lambda:eu-west-1:000000000000:function:shop-OrderFunction:live";
    private static final String FAILED_ARN = "arn:aws:sqs:eu-west-1:000000000000:shop-Failed";
    private static final String ORDERS_ARN = "arn:aws:dynamodb:eu-west-1:000000000000:table/shop-Orders";

    private static ReaderSettings settings(Map<String, String> parameters) {
        return new ReaderSettings("shop", "eu-west-1", URI.create("http://127.0.0.1:4566"), parameters);
    }

    private static Application orders() {
        return read(ORDERS, Map.of());
    }

    @Test
    void read_shouldMergeGlobalsIntoFunctions_whenBothSayIt() {
        Application.Function function = orders().functions().getFirst();

        assertThat(function.logicalId()).isEqualTo("OrderFunction");
        assertThat(function.name()).isEqualTo("shop-OrderFunction");
        assertThat(function.arn()).isEqualTo("arn:aws:lambda:eu-west-1:000000000000:function:shop-OrderFunction");
        assertThat(function.configuration().runtime()).isEqualTo("java25");
        assertThat(function.configuration().handler()).isEqualTo("orders.OrderHandler::handleRequest");
        assertThat(function.configuration().memoryMegabytes()).isEqualTo(256);
        assertThat(function.configuration().timeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(function.alias()).contains(new Application.Alias("live", true));
        assertThat(function.configuration().logFormat()).isEqualTo(Application.LogFormat.JSON);
        assertThat(function.configuration().environment())
                .containsOnly(
                        entry("STAGE", "dev"),
                        entry("ROLE", "writer"),
                        entry("TOPIC_ARN", "arn:aws:sns:eu-west-1:000000000000:shop-Placed"));
        assertThat(function.async())
                .isEqualTo(new Application.RetryPolicy(2, Optional.of(Duration.ofHours(6)), Optional.empty()));
    }

    @Test
    void read_shouldResolveCodeFromTheTemplatesFolder_whenPathsAreRelative() {
        List<Application.Function> functions = orders().functions();

        Path folder = Path.of("src/test/resources/templates").toAbsolutePath();
        assertThat(functions.get(0).code())
                .isEqualTo(new Application.Code(
                        folder.resolve("build"),
                        new Application.Build.Makefile("build-OrderFunction"),
                        new Application.Places(
                                ORDERS + ":31: Globals.Function.CodeUri",
                                ORDERS + ":76: Resources.OrderFunction.Properties.Handler")));
        assertThat(functions.get(1).code().uri())
                .isEqualTo(folder.resolve("../mail/target/mail.jar").normalize());
        assertThat(functions.get(1).code().build()).isEqualTo(new Application.Build.ByBuildFile());
    }

    @Test
    void read_shouldHonourTheFunctionsOwnProperties_whenGlobalsSayOtherwise() {
        Application.Function mail = orders().functions().get(1);

        assertThat(mail.name()).isEqualTo("mail");
        assertThat(mail.configuration().runtime()).isEqualTo("java21");
        assertThat(mail.configuration().memoryMegabytes()).isEqualTo(512);
        assertThat(mail.alias()).contains(new Application.Alias("live", false));
        assertThat(mail.async())
                .isEqualTo(new Application.RetryPolicy(1, Optional.of(Duration.ofMinutes(1)), Optional.of(FAILED_ARN)));
    }

    @Test
    void read_shouldGiveLambdasDefaults_whenAFunctionSaysNothing() {
        Application.Function function = read("""
                        Transform: AWS::Serverless-2016-10-31
                        Resources:
                          Plain:
                            Type: AWS::Serverless::Function
                            Properties:
                              Runtime: java17
                              Handler: a.B
                              CodeUri: .
                        """).functions().getFirst();

        assertThat(function.configuration().timeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(function.configuration().memoryMegabytes()).isEqualTo(128);
        assertThat(function.alias()).isEmpty();
        assertThat(function.configuration().logFormat()).isEqualTo(Application.LogFormat.TEXT);
        assertThat(function.configuration().environment()).isEmpty();
    }

    @Test
    void read_shouldRouteToTheAlias_whenFunctionsHaveApiEvents() {
        Application.Api api = orders().apis().getFirst();

        assertThat(api.id()).isEqualTo("ordersapi");
        assertThat(api.stageName()).isEqualTo("dev");
        assertThat(api.binaryMediaTypes()).containsExactly("image/png", "*/*");
        assertThat(api.usagePlans())
                .containsExactly(new Application.UsagePlan(
                        "OrdersApiUsagePlan",
                        new Application.Throttle(2.5, 5),
                        Optional.empty(),
                        List.of(new Application.ApiKey("OrdersApiApiKey", Optional.empty(), true))));
        assertThat(api.methodThrottles())
                .isEqualTo(new Application.MethodThrottles(
                        Optional.of(new Application.Throttle(100, 5_000)),
                        Map.of("GET /orders/{id}", new Application.Throttle(10, 20))));
        assertThat(api.routes())
                .containsExactly(
                        new Application.Route("POST", "/orders", ALIAS_OF_ORDER, true),
                        new Application.Route("GET", "/health", ALIAS_OF_ORDER, false));
    }

    @Test
    void read_shouldMakeTheApiOfSam_whenEventsNameNone() {
        Application application = read("""
                Transform: AWS::Serverless-2016-10-31
                Resources:
                  Hello:
                    Type: AWS::Serverless::Function
                    Properties:
                      Runtime: java25
                      Handler: a.B
                      CodeUri: .
                      Events:
                        Any: {Type: Api, Properties: {Path: /hello, Method: any}}
                Outputs:
                  Stage: {Value: !Ref ServerlessRestApiProdStage}
                """);

        assertThat(application.apis()).hasSize(1);
        assertThat(application.apis().getFirst().stageName()).isEqualTo("Prod");
        assertThat(application.apis().getFirst().routes())
                .containsExactly(new Application.Route(
                        "ANY", "/hello", "arn:aws:lambda:eu-west-1:000000000000:function:shop-Hello", false));
        assertThat(application.outputs()).containsExactly(new Application.Output("Stage", "", "Prod"));
    }

    @Test
    void read_shouldLinkKeysWithPlansAndApis_whenTheyAreResources() {
        Application application = read("""
                Transform: AWS::Serverless-2016-10-31
                Resources:
                  Link: {Type: AWS::ApiGateway::UsagePlanKey, Properties: {KeyId: !Ref Key, KeyType: API_KEY, UsagePlanId: !Ref Plan}}
                  Plan:
                    Type: AWS::ApiGateway::UsagePlan
                    DependsOn: ShopprodStage
                    Properties:
                      ApiStages: [{ApiId: !Ref Shop, Stage: prod}]
                      Throttle: {RateLimit: 5, BurstLimit: 7}
                      Quota: {Limit: 1000, Period: MONTH, Offset: 10}
                  Key: {Type: AWS::ApiGateway::ApiKey, Properties: {Enabled: true, Value: shop-key-0123456789ab}}
                  Shop: {Type: AWS::Serverless::Api, Properties: {StageName: prod}}
                  Other: {Type: AWS::Serverless::Api, Properties: {StageName: prod}}
                Outputs:
                  Key: {Value: !GetAtt Key.APIKeyId}
                """);

        assertThat(application.apis().get(0).usagePlans())
                .containsExactly(new Application.UsagePlan(
                        "Plan",
                        new Application.Throttle(5, 7),
                        Optional.of(new Application.Quota(1000, 10, Application.QuotaPeriod.MONTH)),
                        List.of(new Application.ApiKey("Key", Optional.of("shop-key-0123456789ab"), true))));
        assertThat(application.apis().get(1).usagePlans()).isEmpty();
        assertThat(application.outputs()).containsExactly(new Application.Output("Key", "", "key-key"));
    }

    @Test
    void read_shouldWriteCreateTable_whenThereIsASimpleTable() {
        List<Application.Table> tables = read("""
                        Transform: AWS::Serverless-2016-10-31
                        Globals: {SimpleTable: {SSESpecification: {SSEEnabled: true}}}
                        Resources:
                          Plain: {Type: AWS::Serverless::SimpleTable}
                          Numbered:
                            Type: AWS::Serverless::SimpleTable
                            Properties:
                              TableName: numbers
                              PrimaryKey: {Name: number, Type: Number}
                              ProvisionedThroughput: {ReadCapacityUnits: 2, WriteCapacityUnits: 3}
                        """).tables();

        assertThat(tables.get(0).createTableRequest())
                .isEqualTo("{\"TableName\":\"shop-Plain\","
                        + "\"AttributeDefinitions\":[{\"AttributeName\":\"id\",\"AttributeType\":\"S\"}],"
                        + "\"KeySchema\":[{\"AttributeName\":\"id\",\"KeyType\":\"HASH\"}],"
                        + "\"BillingMode\":\"PAY_PER_REQUEST\"}");
        assertThat(tables.get(1).createTableRequest())
                .isEqualTo("{\"TableName\":\"numbers\","
                        + "\"AttributeDefinitions\":[{\"AttributeName\":\"number\",\"AttributeType\":\"N\"}],"
                        + "\"KeySchema\":[{\"AttributeName\":\"number\",\"KeyType\":\"HASH\"}],"
                        + "\"BillingMode\":\"PROVISIONED\","
                        + "\"ProvisionedThroughput\":{\"ReadCapacityUnits\":2,\"WriteCapacityUnits\":3}}");
    }

    @Test
    void read_shouldLeaveTheThroughputOut_whenATableIsOnDemand() {
        Application.Table table = read("""
                        Transform: AWS::Serverless-2016-10-31
                        Resources:
                          Table:
                            Type: AWS::DynamoDB::Table
                            Properties:
                              BillingMode: PAY_PER_REQUEST
                              ProvisionedThroughput: {ReadCapacityUnits: 0, WriteCapacityUnits: 0}
                              AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
                              KeySchema: [{AttributeName: id, KeyType: HASH}]
                        """).tables().getFirst();

        assertThat(table.createTableRequest()).doesNotContain("Throughput");
    }

    @Test
    void read_shouldListWhatIsLeftAside() {
        assertThat(read("""
                        Transform: AWS::Serverless-2016-10-31
                        Description: Only people read it.
                        Conditions: {Never: !Equals [a, b]}
                        Parameters: {Gradual: {Type: String, Default: "true"}}
                        Globals:
                          Function:
                            AutoPublishAlias: live
                            DeploymentPreference:
                              Enabled: !Ref Gradual
                              Type: Canary10Percent10Minutes
                              PassthroughCondition: true
                              Alarms: [!Ref Errors]
                        Resources:
                          Errors: {Type: AWS::CloudWatch::CompositeAlarm}
                          Hello:
                            Type: AWS::Serverless::Function
                            DeletionPolicy: Retain
                            Properties:
                              Runtime: java25
                              Handler: a.B
                              Description: Only people read it.
                              Tracing: Active
                              Policies: []
                              DeploymentPreference: {Enabled: false}
                          One: {Type: AWS::IAM::Role}
                          Two: {Type: AWS::IAM::Role}
                          Log: {Type: AWS::Logs::LogGroup}
                          NotThere: {Type: AWS::KMS::Key, Condition: Never}
                        """).leftAside())
                .containsExactly(
                        "AWS::CloudWatch::CompositeAlarm",
                        "AWS::IAM::Role (2)",
                        "AWS::Logs::LogGroup",
                        "AWS::Serverless::Function.DeploymentPreference",
                        "AWS::Serverless::Function.Policies",
                        "AWS::Serverless::Function.Tracing",
                        "DeletionPolicy");
    }

    @Test
    void read_shouldTakeTheTemplatesFolder_whenThereIsNoCodeUri() {
        Application.Code code = read("""
                        Transform: AWS::Serverless-2016-10-31
                        Resources:
                          Hello:
                            Type: AWS::Serverless::Function
                            Metadata: {SkipBuild: true}
                            Properties: {Runtime: java11, Handler: a.B}
                        """).functions().getFirst().code();

        assertThat(code)
                .isEqualTo(new Application.Code(
                        Path.of("").toAbsolutePath(),
                        new Application.Build.Skipped(),
                        new Application.Places(
                                "template.yaml:6: Resources.Hello.Properties.CodeUri",
                                "template.yaml:6: Resources.Hello.Properties.Handler")));
    }

    @Test
    void read_shouldSubscribeTheAlias_whenAFunctionHasAnSnsEvent() {
        Application.Topic topic = orders().topics().getFirst();

        assertThat(topic.name()).isEqualTo("shop-Placed");
        assertThat(topic.subscriptions()).hasSize(1);
        Application.Subscription subscription = topic.subscriptions().getFirst();
        assertThat(subscription.arn()).startsWith("arn:aws:sns:eu-west-1:000000000000:shop-Placed:");
        assertThat(subscription.functionArn()).isEqualTo("arn:aws:lambda:eu-west-1:000000000000:function:mail:live");
        assertThat(subscription.redriveQueueArn()).contains(FAILED_ARN);
    }

    @Test
    void read_shouldMapTheStream_whenAFunctionHasADynamoDbEvent() {
        assertThat(orders().streamMappings())
                .containsExactly(new Application.StreamMapping(
                        "FollowFunctionOrders",
                        "arn:aws:lambda:eu-west-1:000000000000:function:shop-FollowFunction:live",
                        new Application.StreamSource(
                                ORDERS_ARN + "/stream/2026-01-01T00:00:00.000",
                                "shop-Orders",
                                Application.StartingPosition.TRIM_HORIZON),
                        List.of(),
                        new Application.Batching(10, Duration.ofSeconds(1)),
                        new Application.RetryPolicy(3, Optional.of(Duration.ofHours(1)), Optional.of(FAILED_ARN)),
                        true,
                        true));
    }

    @Test
    void read_shouldMapTheStreamForEver_whenTheEventSaysNothingElse() {
        Application.StreamMapping mapping = read("""
                        Transform: AWS::Serverless-2016-10-31
                        Resources:
                          Follow:
                            Type: AWS::Serverless::Function
                            Properties:
                              Runtime: java25
                              Handler: a.B
                              CodeUri: .
                              Events:
                                Table:
                                  Type: DynamoDB
                                  Properties: {Stream: !GetAtt Table.StreamArn, StartingPosition: LATEST}
                          Table:
                            Type: AWS::DynamoDB::Table
                            Properties:
                              BillingMode: PAY_PER_REQUEST
                              AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
                              KeySchema: [{AttributeName: id, KeyType: HASH}]
                              StreamSpecification: {StreamViewType: KEYS_ONLY}
                        """).streamMappings().getFirst();

        assertThat(mapping.batching().size()).isEqualTo(100);
        assertThat(mapping.batching().window()).isZero();
        assertThat(mapping.retries().maximumRetries()).isEqualTo(-1);
        assertThat(mapping.retries().maximumAge()).isEmpty();
        assertThat(mapping.bisectBatchOnFunctionError()).isFalse();
        assertThat(mapping.reportBatchItemFailures()).isFalse();
        assertThat(mapping.retries().onFailureQueueArn()).isEmpty();
    }

    @Test
    void read_shouldWriteCreateTable_whenThereIsATable() {
        Application.Table table = orders().tables().getFirst();

        assertThat(table.arn()).isEqualTo(ORDERS_ARN);
        assertThat(table.streamArn()).contains(ORDERS_ARN + "/stream/2026-01-01T00:00:00.000");
        assertThat(table.timeToLiveAttribute()).contains("expiresAt");
        assertThat(table.createTableRequest())
                .isEqualTo("{\"TableName\":\"shop-Orders\","
                        + "\"AttributeDefinitions\":[{\"AttributeName\":\"id\",\"AttributeType\":\"S\"},"
                        + "{\"AttributeName\":\"day\",\"AttributeType\":\"N\"}],"
                        + "\"KeySchema\":[{\"AttributeName\":\"id\",\"KeyType\":\"HASH\"}],"
                        + "\"BillingMode\":\"PAY_PER_REQUEST\","
                        + "\"GlobalSecondaryIndexes\":[{\"IndexName\":\"ByDay\","
                        + "\"KeySchema\":[{\"AttributeName\":\"day\",\"KeyType\":\"HASH\"},"
                        + "{\"AttributeName\":\"id\",\"KeyType\":\"RANGE\"}],"
                        + "\"Projection\":{\"ProjectionType\":\"INCLUDE\",\"NonKeyAttributes\":[\"total\"]}}],"
                        + "\"StreamSpecification\":{\"StreamEnabled\":true,\"StreamViewType\":\"NEW_IMAGE\"}}");
    }

    @Test
    void read_shouldNameQueuesParametersAndOutputs_whenTheyAreThere() {
        Application application = orders();

        assertThat(application.queues())
                .containsExactly(new Application.Queue(
                        "Failed",
                        "shop-Failed",
                        FAILED_ARN,
                        Duration.ofSeconds(30),
                        Duration.ofDays(14),
                        Duration.ZERO,
                        Duration.ZERO,
                        Optional.empty()));
        assertThat(application.parameters())
                .containsExactly(new Application.Parameter(
                        "TopicName", "/shop/dev/TopicArn", "String", "arn:aws:sns:eu-west-1:000000000000:shop-Placed"));
        assertThat(application.outputs())
                .containsExactly(
                        new Application.Output(
                                "Url",
                                "Where to order.",
                                "https://ordersapi.execute-api.eu-west-1.amazonaws.com/dev/orders"),
                        new Application.Output("ApiKeyId", "", "ordersapi-key"));
    }

    @Test
    void read_shouldGiveTheCommandsToTry_whenTheMetadataHasSome() {
        Application application = read("""
                Transform: AWS::Serverless-2016-10-31
                Metadata:
                  Other: {tool: [1]}
                  LocalRunner:
                    TryIt:
                      - curl http://127.0.0.1:${Port}/a
                      - >-
                        curl -H 'x-api-key: ${ApiKey}'
                        http://127.0.0.1:${Port}/b
                Resources: {}
                """);

        assertThat(application.tryIt())
                .containsExactly(
                        "curl http://127.0.0.1:${Port}/a", "curl -H 'x-api-key: ${ApiKey}' http://127.0.0.1:${Port}/b");
    }

    @Test
    void read_shouldHaveConditionalResourcesAndOutputs_whenTheirConditionHolds() {
        Application prod = read(ORDERS, Map.of("Stage", "prod"));

        assertThat(orders().functions())
                .extracting(Application.Function::logicalId)
                .doesNotContain("AuditFunction");
        assertThat(prod.functions()).extracting(Application.Function::logicalId).contains("AuditFunction");
        assertThat(prod.outputs()).extracting(Application.Output::name).contains("Audit");
        assertThat(prod.functions().getFirst().configuration().memoryMegabytes())
                .isEqualTo(1024);
    }

    @Test
    void read_shouldNameTheFile_whenThereIsNone() {
        assertThatThrownBy(() -> read(Path.of("nowhere/template.yaml"), Map.of()))
                .isInstanceOf(TemplateException.class)
                .hasMessage("nowhere/template.yaml: there is no such file");
    }

    @Test
    void read_shouldNameTheParameter_whenTheTemplateHasNoneOfThatName() {
        assertThatThrownBy(() -> read(ORDERS, Map.of("Stagge", "prod")))
                .isInstanceOf(TemplateException.class)
                .hasMessage(ORDERS + ": --parameter Stagge: the template has no such parameter;"
                        + " did you mean Stage? Known: RetentionDays, Stage");
    }

    @Test
    void read_shouldNameTheParameter_whenTheValueGivenIsNotAllowed() {
        assertThatThrownBy(() -> read(ORDERS, Map.of("Stage", "test")))
                .isInstanceOf(TemplateException.class)
                .hasMessage(ORDERS + ":10: Parameters.Stage: the value given 'test' must be one of dev, prod");
    }

    @Test
    void read_shouldTellEverythingInTheOrderOfTheFile_whenSeveralThingsAreWrong() {
        assertThatThrownBy(() -> read("""
                        Transform: AWS::Serverless-2016-10-31
                        Resources:
                          Later: {Type: AWS::SQS::Queue, Properties: {Foo: 1}}
                          First:
                            Type: AWS::SSM::Parameter
                            Properties: {Type: String, Value: !Ref Nothing}
                        Outputs:
                          Out: {Value: [1]}
                        Fooo: 1
                        """))
                .isInstanceOfSatisfying(
                        TemplateException.class,
                        e -> assertThat(e.problems())
                                .extracting(problem -> problem.split(": ", 3)[0])
                                .containsExactly(
                                        "template.yaml:3", "template.yaml:6", "template.yaml:8", "template.yaml:9"));
    }

    /** CloudFormation User Guide, "Get values stored in other services using dynamic references". */
    @Test
    void read_shouldPutInWhatDynamicReferencesName_whenTheParameterIsTheTemplatesOrGiven() {
        String template = """
                Transform: AWS::Serverless-2016-10-31
                Parameters:
                  Stage: {Type: String, Default: dev}
                Resources:
                  Topic: {Type: AWS::SNS::Topic, Properties: {TopicName: "{{resolve:ssm:/given/topic}}"}}
                  Own: {Type: AWS::SSM::Parameter, Properties: {Name: !Sub "/shop/${Stage}/own", Type: String, Value: !GetAtt Topic.TopicName}}
                  OneLevel: {Type: AWS::SSM::Parameter, Properties: {Name: one, Type: String, Value: level}}
                  Fn:
                    Type: AWS::Serverless::Function
                    Properties:
                      Runtime: java25
                      Handler: a.B
                      CodeUri: .
                      Environment:
                        Variables:
                          GIVEN: "{{resolve:ssm:/given/topic}}"
                          OWN: !Sub "<{{resolve:ssm:/shop/${Stage}/own:1}}> and {{resolve:ssm:/one}}"
                          JOINED: !Join ["", ["{{resolve:ssm:", /given/topic, ":1}}"]]
                          PLAIN: "{{no:reference}}"
                """;

        Application application = TemplateReader.read(
                new TemplateFile(Path.of("template.yaml"), "template.yaml", template),
                settings(Map.of("/given/topic", "orders-1", "Stage", "prod")));

        assertThat(application.topics().getFirst().name()).isEqualTo("orders-1");
        assertThat(application.functions().getFirst().configuration().environment())
                .isEqualTo(Map.of(
                        "GIVEN", "orders-1",
                        "OWN", "<orders-1> and level",
                        "JOINED", "orders-1",
                        "PLAIN", "{{no:reference}}"));
        assertThat(application.parameters())
                .contains(new Application.Parameter("/given/topic", "/given/topic", "String", "orders-1"));
    }

    @Test
    void read_shouldRefuseAGivenParameter_whenTheTemplateHasItOrItsNameIsNone() {
        String template = """
                Transform: AWS::Serverless-2016-10-31
                Resources:
                  Own: {Type: AWS::SSM::Parameter, Properties: {Name: /own, Type: String, Value: x}}
                """;

        assertThatThrownBy(() -> TemplateReader.read(
                        new TemplateFile(Path.of("template.yaml"), "template.yaml", template),
                        settings(Map.of("/own", "y", "/a b", "y", "/empty", ""))))
                .hasMessageContaining("--parameter /own: the template has this parameter itself")
                .hasMessageContaining("--parameter /a b: a parameter's name has letters")
                .hasMessageContaining("--parameter /empty: a parameter's value must not be empty");
    }

    private static Application read(String text) {
        return TemplateReader.read(
                new TemplateFile(Path.of("template.yaml"), "template.yaml", text), settings(Map.of()));
    }

    private static Application read(Path template, Map<String, String> parameters) {
        return TemplateReader.read(TemplateFile.load(template, template.toString()), settings(parameters));
    }
}
