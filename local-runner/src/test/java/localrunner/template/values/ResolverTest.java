package localrunner.template.values;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import localrunner.application.Application;
import localrunner.template.ReaderSettings;
import localrunner.template.TemplateFile;
import localrunner.template.TemplateReader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests each intrinsic function by an output that shows what it gives. */
class ResolverTest {

    private static final String TEMPLATE = """
            Transform: AWS::Serverless-2016-10-31
            Parameters:
              Name: {Type: String, Default: blue}
              Zones: {Type: CommaDelimitedList, Default: "a, b,c"}
            Mappings:
              Colours:
                blue: {Code: "00f", Shades: [navy, sky]}
            Conditions:
              Blue: !Equals [!Ref Name, blue]
              Red: !Equals [!Ref Name, red]
              NotRed: !Not [!Condition Red]
              Both: !And [!Condition Blue, {Condition: NotRed}]
              Any: !Or [!Condition Red, !Equals [a, b]]
            Resources:
              Api:
                Type: AWS::Serverless::Api
                Properties:
                  StageName: dev
                  Auth: {UsagePlan: {CreateUsagePlan: PER_API}}
              Fn:
                Type: AWS::Serverless::Function
                Properties:
                  Runtime: java25
                  Handler: a.B
                  CodeUri: .
                  AutoPublishAlias: live
              Topic: {Type: AWS::SNS::Topic}
              Queue: {Type: AWS::SQS::Queue, Properties: {QueueName: !Sub "${Name}-queue"}}
              Table:
                Type: AWS::DynamoDB::Table
                Properties:
                  BillingMode: PAY_PER_REQUEST
                  AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
                  KeySchema: [{AttributeName: id, KeyType: HASH}]
                  StreamSpecification: {StreamViewType: KEYS_ONLY}
              Setting: {Type: AWS::SSM::Parameter, Properties: {Type: String, Value: !Ref Topic}}
              Logs: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: /logs}}
              Role: {Type: AWS::IAM::Role}
              OnlyRed: {Type: AWS::SQS::Queue, Condition: Red}
            Outputs:
              Out: {Value: WRITTEN}
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            !Ref Name                                           | blue
            {Ref: Name}                                         | blue
            !Ref AWS::AccountId                                 | 000000000000
            !Ref AWS::Region                                    | eu-west-1
            !Ref AWS::Partition                                 | aws
            !Ref AWS::URLSuffix                                 | amazonaws.com
            !Ref AWS::StackName                                 | shop
            !Ref Topic                                          | arn:aws:sns:eu-west-1:000000000000:shop-Topic
            !GetAtt Topic.TopicArn                              | arn:aws:sns:eu-west-1:000000000000:shop-Topic
            !GetAtt Topic.TopicName                             | shop-Topic
            !Ref Queue                                          | http://127.0.0.1:4566/000000000000/blue-queue
            !GetAtt Queue.QueueUrl                              | http://127.0.0.1:4566/000000000000/blue-queue
            !GetAtt Queue.QueueName                             | blue-queue
            !GetAtt [Queue, Arn]                                | arn:aws:sqs:eu-west-1:000000000000:blue-queue
            {"Fn::GetAtt": [Queue, Arn]}                        | arn:aws:sqs:eu-west-1:000000000000:blue-queue
            {"Fn::GetAtt": Queue.Arn}                           | arn:aws:sqs:eu-west-1:000000000000:blue-queue
            !Ref Table                                          | shop-Table
            !GetAtt Table.Arn                                   | arn:aws:dynamodb:eu-west-1:000000000000:table/shop-Table
            !GetAtt Table.StreamArn                             | arn:aws:dynamodb:eu-west-1:000000000000:table/shop-Table/stream/2026-01-01T00:00:00.000
            !Ref Fn                                             | shop-Fn
            !GetAtt Fn.Arn                                      | arn:aws:lambda:eu-west-1:000000000000:function:shop-Fn
            !Ref FnAliaslive                                    | arn:aws:lambda:eu-west-1:000000000000:function:shop-Fn:live
            !Ref Fn.Alias                                       | arn:aws:lambda:eu-west-1:000000000000:function:shop-Fn:live
            !Ref Fn.Version                                     | arn:aws:lambda:eu-west-1:000000000000:function:shop-Fn:1
            !GetAtt Fn.Version.Version                          | 1
            !Sub "${Fn.Alias}!"                                 | arn:aws:lambda:eu-west-1:000000000000:function:shop-Fn:live!
            !GetAtt FnRole.Arn                                  | arn:aws:iam::000000000000:role/shop-FnRole
            !Ref Api                                            | api
            !Ref ApidevStage                                    | dev
            !Ref Api.Stage                                      | dev
            !Ref ApiApiKey                                      | api-key
            !Ref ApiUsagePlan                                   | api-plan
            !Ref Setting                                        | shop-Setting
            !GetAtt Setting.Type                                | String
            !GetAtt Setting.Value                               | arn:aws:sns:eu-west-1:000000000000:shop-Topic
            !Ref Logs                                           | /logs
            !GetAtt Logs.Arn                                    | arn:aws:logs:eu-west-1:000000000000:log-group:/logs:*
            !GetAtt Role.Arn                                    | arn:aws:iam::000000000000:role/shop-Role
            !Sub "${Name}-${Queue.QueueName}-${!Name}"          | blue-blue-queue-${Name}
            !Sub ["${Name}${More}", {More: !Ref Name}]          | blueblue
            {"Fn::Sub": "${AWS::Region}"}                       | eu-west-1
            !Join ["-", [a, !Ref Name, !Ref AWS::NoValue]]      | a-blue
            !Join ["+", !Ref Zones]                             | a+b+c
            !Select [1, !Ref Zones]                             | b
            !Select ["2", !Split ["/", a/b/c]]                  | c
            !FindInMap [Colours, !Ref Name, Code]               | 00f
            !Select [0, !FindInMap [Colours, blue, Shades]]     | navy
            !If [Blue, !Ref Name, other]                        | blue
            !If [Red, !Ref OnlyRed, other]                      | other
            {"Fn::If": [NotRed, yes, no]}                       | yes
            !If [Both, both, not]                               | both
            !If [Any, any, none]                                | none
            """)
    void read_shouldResolve_whenTheFunctionIsWellFormed(String written, String resolved) {
        Application application = TemplateReader.read(
                new TemplateFile(Path.of("template.yaml"), "template.yaml", TEMPLATE.replace("WRITTEN", written)),
                new ReaderSettings("shop", "eu-west-1", URI.create("http://127.0.0.1:4566/"), Map.of()));

        assertThat(application.outputs()).containsExactly(new Application.Output("Out", "", resolved));
    }
}
