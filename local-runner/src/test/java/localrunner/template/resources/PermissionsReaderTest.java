package localrunner.template.resources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import localrunner.iam.Permissions;
import localrunner.template.ReaderSettings;
import localrunner.template.TemplateFile;
import localrunner.template.TemplateReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PermissionsReaderTest {

    private static final String TRUST = """
            AssumeRolePolicyDocument:
              Statement: [{Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: "sts:AssumeRole"}]
            """;

    private static final String TEMPLATE = """
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Table:
                Type: AWS::DynamoDB::Table
                Properties:
                  BillingMode: PAY_PER_REQUEST
                  AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
                  KeySchema: [{AttributeName: id, KeyType: HASH}]
                  StreamSpecification: {StreamViewType: NEW_IMAGE}
              Work: {Type: AWS::SQS::Queue}
              Dead: {Type: AWS::SQS::Queue}
              Reader:
                Type: AWS::Serverless::Function
                Properties:
                  Runtime: java25
                  Handler: a.B
            """;

    @Test
    void permissions_shouldBeSams_whenAFunctionNamesNoRole() {
        assertThat(grants("""
                        Tracing: Active
                        EventInvokeConfig:
                          DestinationConfig: {OnFailure: {Type: SQS, Destination: !GetAtt Dead.Arn}}
                        Events:
                          Stream:
                            Type: DynamoDB
                            Properties: {Stream: !GetAtt Table.StreamArn, StartingPosition: LATEST}
                          Queue: {Type: SQS, Properties: {Queue: !GetAtt Work.Arn}}
                        """, ""))
                .contains(
                        "shop-ReaderRole AWSLambdaBasicExecutionRole logs:PutLogEvents *",
                        "shop-ReaderRole AWSXRayDaemonWriteAccess xray:PutTraceSegments *",
                        "shop-ReaderRole AWSLambdaDynamoDBExecutionRole dynamodb:GetRecords *",
                        "shop-ReaderRole AWSLambdaSQSQueueExecutionRole sqs:ReceiveMessage *",
                        "shop-ReaderRole OnFailure sqs:SendMessage arn:aws:sqs:eu-west-1:000000000000:shop-Dead");
    }

    @Test
    void permissions_shouldHaveEachFormOfAFunctionsPolicies() {
        assertThat(grants("""
                        Policies:
                          - AmazonSQSReadOnlyAccess
                          - arn:aws:iam::aws:policy/AmazonSNSFullAccess
                          - !Ref Own
                          - DynamoDBCrudPolicy: {TableName: !Ref Table}
                          - SSMParameterReadPolicy: {ParameterName: shop/limit}
                          - Version: "2012-10-17"
                            Statement: {Effect: Allow, Action: "s3:GetObject", Resource: "arn:aws:s3:::bucket/*"}
                        """, """
                          Own:
                            Type: AWS::IAM::ManagedPolicy
                            Properties:
                              PolicyDocument:
                                Statement: [{Sid: Mine, Effect: Allow, NotAction: "iam:*", NotResource: "arn:x"}]
                        """))
                .contains(
                        "shop-ReaderRole AmazonSQSReadOnlyAccess sqs:GetQueueUrl *",
                        "shop-ReaderRole AmazonSNSFullAccess sns:* *",
                        "shop-ReaderRole Own all but iam:* all but arn:x",
                        "shop-ReaderRole DynamoDBCrudPolicy dynamodb:PutItem arn:aws:dynamodb:eu-west-1:000000000000:table/shop-Table",
                        "shop-ReaderRole DynamoDBCrudPolicy dynamodb:PutItem arn:aws:dynamodb:eu-west-1:000000000000:table/shop-Table/index/*",
                        "shop-ReaderRole SSMParameterReadPolicy ssm:GetParameter arn:aws:ssm:eu-west-1:000000000000:parameter/shop/limit",
                        "shop-ReaderRole ReaderRolePolicy6 s3:GetObject arn:aws:s3:::bucket/*");
    }

    @Test
    void permissions_shouldHaveWhatIsAttachedToARole() {
        assertThat(grants("Role: !GetAtt Own.Arn", """
                          Own:
                            Type: AWS::IAM::Role
                            Properties:
                        TRUST
                              ManagedPolicyArns: [arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]
                          More:
                            Type: AWS::IAM::Policy
                            Properties:
                              PolicyName: More
                              Roles: [!Ref Own]
                              PolicyDocument: {Statement: [{Effect: Allow, Action: "sqs:SendMessage", Resource: "*"}]}
                          OneMore:
                            Type: AWS::IAM::RolePolicy
                            Properties:
                              PolicyName: OneMore
                              RoleName: !Ref Own
                              PolicyDocument: {Statement: [{Effect: Allow, Action: "sqs:DeleteMessage", Resource: "*"}]}
                        """.replace("TRUST\n", TRUST.indent(6))))
                .contains(
                        "shop-Own AWSLambdaBasicExecutionRole logs:PutLogEvents *",
                        "shop-Own More sqs:SendMessage *",
                        "shop-Own OneMore sqs:DeleteMessage *");
    }

    @Test
    void permissions_shouldHaveThePoliciesOfQueuesTopicsAndTables() {
        assertThat(grants("", """
                          Orders: {Type: AWS::SNS::Topic}
                          OrdersPolicy:
                            Type: AWS::SNS::TopicPolicy
                            Properties:
                              Topics: [!Ref Orders]
                              PolicyDocument:
                                Statement:
                                  {Effect: Allow, Principal: {AWS: "*"}, Action: "sns:Publish", Resource: !Ref Orders}
                          WorkPolicy:
                            Type: AWS::SQS::QueuePolicy
                            Properties:
                              Queues: [!Ref Work]
                              PolicyDocument:
                                Statement:
                                  {Effect: Allow, Principal: "*", Action: "sqs:SendMessage", Resource: !GetAtt Work.Arn}
                          Shared:
                            Type: AWS::DynamoDB::Table
                            Properties:
                              BillingMode: PAY_PER_REQUEST
                              AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
                              KeySchema: [{AttributeName: id, KeyType: HASH}]
                              ResourcePolicy:
                                PolicyDocument:
                                  Statement: {Effect: Allow, Principal: {AWS: "*"}, Action: "dynamodb:Scan", Resource: "*"}
                        """))
                .contains(
                        "arn:aws:sns:eu-west-1:000000000000:shop-Orders OrdersPolicy sns:Publish arn:aws:sns:eu-west-1:000000000000:shop-Orders",
                        "arn:aws:sqs:eu-west-1:000000000000:shop-Work WorkPolicy sqs:SendMessage arn:aws:sqs:eu-west-1:000000000000:shop-Work",
                        "arn:aws:dynamodb:eu-west-1:000000000000:table/shop-Shared Shared dynamodb:Scan *");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Policies: [AmazonSQSFulAccess] | does not know what the managed policy AmazonSQSFulAccess allows",
                "Policies: [AmazonSQSFulAccess] | did you mean AmazonSQSFullAccess?",
                "Policies: [DynamoDBCrudPolice: {TableName: a}] | is no policy template of SAM; did you mean DynamoDBCrudPolicy?",
                "Policies: [DynamoDBCrudPolicy: {Table: a}] | unknown parameter of DynamoDBCrudPolicy",
                "Role: arn:aws:iam::123456789012:role/elsewhere | is none of this template",
                "Policies: [{Statement: [{Effect: Allow, Action: 'sqs:*', Resource: '*', Condition: {IpAddress: {'aws:SourceIp': 10.0.0.1}}}]}] | can't decide the condition operator 'IpAddress'",
                "Policies: [{Statement: [{Effect: Allow, Action: '*', Resource: '*', Condition: {StringEquals: {'aws:SourceIp': 10.0.0.1}}}]}] | can't decide the condition key 'aws:SourceIp'",
                "Policies: [{Statement: [{Effect: allow, Action: 'sqs:*', Resource: '*'}]}] | 'allow' is not supported; did you mean Allow?",
                "Policies: [{Statement: [{Effect: Allow, Actions: 'sqs:*', Resource: '*'}]}] | unknown element of a statement; did you mean Action?",
                "AssumeRolePolicyDocument: {Statement: [{Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: 'sts:AssumeRole'}]} | does not let lambda.amazonaws.com assume the role",
            })
    void permissions_shouldStopTheStart_whenTheyCannotBeDecided(String property, String problem) {
        assertThatThrownBy(() -> grants(property, "")).hasMessageContaining(problem);
    }

    @Test
    void permissions_shouldPassOverConditions_ofServicesThatTheRunnerHasNot() {
        assertThat(grants(
                        "Policies: [{Statement: [{Effect: Allow, Action: 'ec2:*', Resource: '*',"
                                + " Condition: {IpAddress: {'aws:SourceIp': 10.0.0.1}}}]}]",
                        ""))
                .contains("shop-ReaderRole ReaderRolePolicy1 ec2:* *");
    }

    @Test
    void permissions_shouldNotBeRead_whenNobodyAsks() {
        assertThat(TemplateReader.read(
                                file("Policies: [Nonsense]", ""),
                                new ReaderSettings("shop", "eu-west-1", URI.create("http://h"), Map.of()))
                        .permissions())
                .isEmpty();
    }

    @Test
    void leftAside_shouldNotNamePermissions_whenCallsAreChecked() {
        ReaderSettings settings = new ReaderSettings("shop", "eu-west-1", URI.create("http://h"), Map.of(), true);

        assertThat(TemplateReader.read(file("Policies: [AmazonSQSFullAccess]", ""), settings)
                        .leftAside())
                .isEmpty();
    }

    private static List<String> grants(String property, String resources) {
        return TemplateReader.read(
                        file(property, resources),
                        new ReaderSettings("shop", "eu-west-1", URI.create("http://h"), Map.of(), true))
                .permissions()
                .map(Permissions::grants)
                .orElseThrow()
                .stream()
                .map(grant -> String.join(" ", grant.holder(), grant.policy(), grant.action(), grant.resource()))
                .toList();
    }

    private static TemplateFile file(String property, String resources) {
        return new TemplateFile(Path.of("template.yaml"), "template.yaml", TEMPLATE + property.indent(6) + resources);
    }
}
