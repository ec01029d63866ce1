package localrunner.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import localrunner.application.Application;
import localrunner.template.document.TemplateException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** Tests each rule by a pair: a template that is read, and one that stops the start, with what is told then. */
class TemplateRulesTest {

    private static final List<String> SLOTS = List.of(
            "SECTION",
            "PARAMETER",
            "CONDITION",
            "GLOBAL",
            "ATTRIBUTE",
            "FUNCTION",
            "EVENT",
            "API",
            "QUEUE",
            "TOPIC",
            "TABLE",
            "RESOURCE",
            "OUTPUT");

    /**
     * A slot on a line of its own is replaced by what a rule is about (" ;; " starts a new line), or by its default.
     */
    private static final String TEMPLATE = """
            Transform: AWS::Serverless-2016-10-31
            SECTION
            Parameters:
              Stage: {Type: String, Default: dev}
              PARAMETER
            Conditions:
              IsDev: !Equals [!Ref Stage, dev]
              CONDITION
            Globals:
              Function:
                CodeUri: build
                GLOBAL
            Resources:
              Counter:
                Type: AWS::Serverless::Function
                ATTRIBUTE
                Properties:
                  Handler: a.B::c
                  FUNCTION
                  Events:
                    Base: {Type: Api, Properties: {RestApiId: !Ref Words, Path: /base, Method: GET}}
                    EVENT
              Words:
                Type: AWS::Serverless::Api
                Properties:
                  StageName: dev
                  API
              Queue:
                Type: AWS::SQS::Queue
                Properties:
                  QueueName: queue
                  QUEUE
              Topic:
                Type: AWS::SNS::Topic
                Properties:
                  TopicName: topic
                  TOPIC
              Table:
                Type: AWS::DynamoDB::Table
                Properties:
                  AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
                  KeySchema: [{AttributeName: id, KeyType: HASH}]
                  StreamSpecification: {StreamViewType: NEW_IMAGE}
                  TABLE
              Absent: {Type: AWS::SQS::Queue, Condition: IsProd}
              AlarmOfCounter: {Type: AWS::CloudWatch::CompositeAlarm, Properties: {AlarmRule: !Ref Counter}}
              KeyForRole: {Type: AWS::KMS::Key, Properties: {KeyPolicy: !GetAtt CounterRole.Arn}}
              LogOfApi: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: !Sub "/aws/api/${Words}"}}
              RESOURCE
            Outputs:
              Arn: {Value: !GetAtt Queue.Arn}
              OUTPUT
            """;

    private static final Map<String, String> DEFAULTS = Map.of(
            "SECTION", "Mappings: {A: {b: {c: 1}}}",
            "FUNCTION", "Runtime: java25",
            "TABLE", "BillingMode: PAY_PER_REQUEST",
            "CONDITION", "IsProd: !Equals [!Ref Stage, prod]");

    @Test
    void read_shouldNameThePropertyMeant_whenOneIsMisspelt() {
        TemplateException e = refused("FUNCTION", "Runtmie: java25");

        assertThat(e.problems())
                .containsExactly(
                        "template.yaml:19: Resources.Counter.Properties.Runtmie: unknown property; did you mean Runtime?"
                                + " Supported: Architectures, AssumeRolePolicyDocument, AutoPublishAlias,"
                                + " AutoPublishAliasAllProperties, CodeSigningConfigArn, CodeUri, DeploymentPreference, Description,"
                                + " Environment, EphemeralStorage, EventInvokeConfig, Events, FunctionName, Handler, KmsKeyArn,"
                                + " LoggingConfig, MemorySize, PackageType, PermissionsBoundary, Policies, PropagateTags,"
                                + " ProvisionedConcurrencyConfig, RecursiveLoop, ReservedConcurrentExecutions, Role, RolePath, Runtime,"
                                + " RuntimeManagementConfig, SnapStart, SourceKMSKeyArn, Tags, Timeout, Tracing,"
                                + " VersionDeletionPolicy, VersionDescription, VpcConfig");
    }

    @Test
    void read_shouldNameTheTypesItHas_whenATypeIsUnknown() {
        TemplateException e = refused("RESOURCE", "Stream: {Type: AWS::Kinesis::Stream}");

        assertThat(e.problems())
                .singleElement()
                .asString()
                .isEqualTo(
                        "template.yaml:49: Resources.Stream.Type: the local runner has no AWS::Kinesis::Stream, and nothing of its service");
        assertThat(e).hasMessageEndingWith("its service\nrun-local --help types lists all types");
    }

    @Test
    void read_shouldNameWhatIsNear_whenATypeIsUnknown() {
        assertThat(refused("RESOURCE", "T: {Type: AWS::SQS::Queu}").problems())
                .containsExactly("template.yaml:49: Resources.T.Type: the local runner has no AWS::SQS::Queu;"
                        + " did you mean AWS::SQS::Queue?");
        assertThat(refused("RESOURCE", "S: {Type: AWS::SNS::Subscription}").problems())
                .containsExactly("template.yaml:49: Resources.S.Type: the local runner has no AWS::SNS::Subscription;"
                        + " near it: AWS::SNS::Topic, AWS::SNS::TopicPolicy");
    }

    @Test
    void read_shouldTellALineEachAndOneHint_whenSeveralTypesAreUnknown() {
        assertThat(refused("RESOURCE", "A: {Type: AWS::Kinesis::Stream} ;; B: {Type: AWS::Events::Rule}"))
                .message()
                .hasLineCount(3)
                .endsWith("\nrun-local --help types lists all types");
    }

    @Test
    void read_shouldNameTheEventProperties_whenOneIsUnknown() {
        TemplateException e =
                refused("EVENT", "Words: {Type: SNS, Properties: {Topic: !Ref Topic, RedrivePolciy: {}}}");

        assertThat(e)
                .hasMessage("template.yaml:22: Resources.Counter.Properties.Events.Words.Properties.RedrivePolciy:"
                        + " unknown property of an event of type SNS; did you mean RedrivePolicy?"
                        + " Supported: RedrivePolicy, Topic");
    }

    @Test
    void read_shouldNameTheResourcesAndAttributes_whenGetAttGetsNothing() {
        assertThat(refused("OUTPUT", "Out: {Value: !GetAtt Queu.Arn}"))
                .hasMessage(
                        "template.yaml:52: Outputs.Out.Value: !GetAtt Queu.Arn: there is no resource Queu;"
                                + " did you mean Queue? Known: Absent, AlarmOfCounter, Counter, KeyForRole, LogOfApi, Queue, Table, Topic, Words");
        assertThat(refused("OUTPUT", "Out: {Value: !GetAtt Queue.Url}"))
                .hasMessage(
                        "template.yaml:52: Outputs.Out.Value: !GetAtt Queue.Url: AWS::SQS::Queue has no attribute Url;"
                                + " known: Arn, QueueName, QueueUrl");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            # where   | good                                    | bad                                      | told
            SECTION   | Description: x                          | Descripton: x                            | Descripton: unknown section; did you mean Description?
            SECTION   | Metadata: {Any: {thing: 1}}             | Rules: {}                                | Rules: rules are not supported
            SECTION   | Metadata: {LocalRunner: {TryIt: [curl]}} | Metadata: {LocalRunner: {TryItt: [curl]}} | Metadata.LocalRunner.TryItt: unknown property; did you mean TryIt?
            SECTION   | AWSTemplateFormatVersion: 2010-09-09    | AWSTemplateFormatVersion: 2011           | AWSTemplateFormatVersion: '2011' is not supported
            SECTION   | Mappings: {A: {b: {c: 1}}}              | Mappings: {A: {b: 1}}                    | Mappings.A.b: expected a map, found the value '1'
            SECTION   | Description: y                          | Transform: AWS::Include                  | Transform: duplicate key; it stands in line 1 already
            SECTION   | Description: "null"                     | Description:                             | Description: has no value
            SECTION   | Metadata: {a: &x 1, b: *x}              | Metadata: {a: &x {c: 1}, b: *x}          | Metadata.b: YAML aliases (*name) are supported for texts only
            SECTION   | Description: y                          | Metadata: {<<: {b: 1}}                   | Metadata.<<: YAML merge keys are not supported
            PARAMETER | P: {Type: Number, Default: 2, MinValue: 2}          | P: {Type: Number, Default: 1, MinValue: 2}           | Parameters.P: the Default '1' must be at least 2
            PARAMETER | P: {Type: Number, Default: 2, MaxValue: 2}          | P: {Type: Number, Default: 3, MaxValue: 2}           | Parameters.P: the Default '3' must be at most 2
            PARAMETER | P: {Type: Number, Default: 1.5}                     | P: {Type: Number, Default: one}                      | Parameters.P: the Default 'one' must be a number
            PARAMETER | P: {Type: String, Default: ab, MinLength: 2}        | P: {Type: String, Default: a, MinLength: 2}          | Parameters.P: the Default 'a' must have at least 2 characters
            PARAMETER | P: {Type: String, Default: ab, MaxLength: 2}        | P: {Type: String, Default: abc, MaxLength: 2}        | Parameters.P: the Default 'abc' must have at most 2 characters
            PARAMETER | P: {Type: String, Default: ab, AllowedPattern: a.}  | P: {Type: String, Default: abc, AllowedPattern: a.}  | Parameters.P: the Default 'abc' must match a.
            PARAMETER | P: {Type: String, Default: a, AllowedValues: [a]}   | P: {Type: String, Default: b, AllowedValues: [a], ConstraintDescription: a only}   | Parameters.P: the Default 'b' must be one of a (a only)
            PARAMETER | P: {Type: CommaDelimitedList, Default: "a,b"}       | P: {Type: CommaDelimitedList, Default: "a,c", AllowedValues: [a, b]}  | Parameters.P: the Default 'c' must be one of a, b
            PARAMETER | P: {Type: List<Number>, Default: "1,2"}             | P: {Type: List<Number>, Default: "1,b"}              | Parameters.P: the Default 'b' must be a number
            PARAMETER | P: {Type: String, Default: ""}                      | P: {Type: String}                                    | Parameters.P: has no value and no Default; give one with --parameter P=
            PARAMETER | P: {Type: String, Default: a}                       | P: {Type: "AWS::SSM::Parameter::Value<String>", Default: a} | Parameters.P.Type: 'AWS::SSM::Parameter::Value<String>' is not supported
            PARAMETER | P: {Type: String, Default: a}                       | P: {Type: String, Defualt: a, Default: b}            | Parameters.P.Defualt: unknown property; did you mean Default?
            PARAMETER | P: {Type: String, Default: a}                       | Queue: {Type: String, Default: a}                    | Resources.Queue: a parameter has the same name
            PARAMETER | P: {Type: "AWS::EC2::VPC::Id", Default: vpc-1}      | P: {Type: "AWS::EC2::VPC::Id"}                       | Parameters.P: has no value and no Default
            PARAMETER | P: {Type: "List<AWS::EC2::Subnet::Id>", Default: "a,b"} | P: {Type: "List<AWS::EC2::Subnet::Id>", Default: "a,c", AllowedValues: [a]} | Parameters.P: the Default 'c' must be one of a
            CONDITION | IsProd: !Not [!Condition IsDev]         | IsProd: !Not [!Condition IsDve]          | Conditions.IsProd[0]: there is no condition IsDve; did you mean IsDev?
            CONDITION | IsProd: !Equals [!Ref Stage, prod]      | IsProd: !Equals [!Ref Queue, prod]       | Conditions.IsProd[0]: !Ref Queue: there is no parameter Queue
            CONDITION | IsProd: !Equals [!Ref Stage, prod]      | IsProd: !Equals [!Ref Stage]             | Conditions.IsProd: Fn::Equals takes a list of 2 operands
            CONDITION | IsProd: !Or [!Condition IsDev, !Condition IsDev] | IsProd: !Or [!Condition IsDev]  | Conditions.IsProd: Fn::Or takes a list of 2 to 10 operands
            CONDITION | IsProd: !Not [{Condition: IsDev}]       | IsProd: !Not [!Condition IsProd]         | Conditions.IsProd: circular condition: IsProd -> IsProd
            GLOBAL    | Timeout: 10                             | Timeout: 901                             | Globals.Function.Timeout: expected a whole number from 1 to 900, found 901
            GLOBAL    | Tags: {a: b}                            | Policies: []                             | Globals.Function.Policies: unknown property in Globals
            GLOBAL    | RecursiveLoop: Terminate                | FunctionUrlConfig: {AuthType: NONE}      | Globals.Function.FunctionUrlConfig: function URLs are not supported; use an event of type Api
            ATTRIBUTE | Metadata: {BuildMethod: makefile, Other: 1} | Metadata: {BuildMethod: java21}      | Resources.Counter.Metadata.BuildMethod: the value 'java21' is not supported; use makefile
            ATTRIBUTE | DependsOn: [Queue, Topic]               | DependsOn: Quue                          | Resources.Counter.DependsOn: there is no resource Quue; did you mean Queue?
            ATTRIBUTE | Condition: IsDev                        | Condition: IsTest                        | Resources.Counter.Condition: there is no condition IsTest
            ATTRIBUTE | DeletionPolicy: Retain                  | DeletionPolicy: Keep                     | Resources.Counter.DeletionPolicy: 'Keep' is not supported
            ATTRIBUTE | UpdateReplacePolicy: Delete             | UpdatePolicy: {}                         | Resources.Counter.UpdatePolicy: unknown resource attribute
            FUNCTION  | Runtime: java8                          | Runtime: java7                           | Resources.Counter.Properties.Runtime: 'java7' is not supported; supported: java11, java11.al2023, java17, java17.al2023, java21, java25, java8, java8.al2, java8.al2023
            FUNCTION  | Runtime: java8.al2                      | Runtime: java11.al2                      | Resources.Counter.Properties.Runtime: 'java11.al2' is not supported; did you mean java8.al2?
            FUNCTION  | Runtime: java8.al2023                   | Runtime: java8.al2022                    | Resources.Counter.Properties.Runtime: 'java8.al2022' is not supported
            FUNCTION  | Runtime: java11                         | Runtime: java12                          | Resources.Counter.Properties.Runtime: 'java12' is not supported
            FUNCTION  | Runtime: java11.al2023                  | Runtime: java                            | Resources.Counter.Properties.Runtime: 'java' is not supported
            FUNCTION  | Runtime: java17.al2023                  | Runtime: python3.13                      | Resources.Counter.Properties.Runtime: 'python3.13' is not supported
            FUNCTION  | Runtime: java21                         | Handler: x                               | Resources.Counter.Properties.Handler: duplicate key
            FUNCTION  | Runtime: java25 ;; MemorySize: 128      | Runtime: java25 ;; MemorySize: 64        | .MemorySize: expected a whole number from 128 to 10240, found 64
            FUNCTION  | Runtime: java25 ;; Timeout: "5"         | Runtime: java25 ;; Timeout: [5]          | .Timeout: expected a whole number from 1 to 900, found a list
            FUNCTION  | Runtime: java25 ;; PackageType: Zip     | Runtime: java25 ;; PackageType: Image    | .PackageType: 'Image' is not supported; supported: Zip
            FUNCTION  | Runtime: java25 ;; Tracing: Active      | Runtime: java25 ;; Layers: [a]           | .Layers: layers are not supported
            FUNCTION  | Runtime: java25 ;; CodeUri: a/b.zip     | Runtime: java25 ;; CodeUri: s3://a/b.zip | .CodeUri: code in S3 is not supported
            FUNCTION  | Runtime: java25 ;; CodeUri: a           | Runtime: java25 ;; CodeUri: {Bucket: a, Key: b} | .CodeUri: code in S3 is not supported
            FUNCTION  | Runtime: java25 ;; DeploymentPreference: {Alarms: [!Ref AlarmOfCounter]} | Runtime: java25 ;; Environment: {Variables: {AB: !Ref AlarmOfCounter}} | circular dependency: AlarmOfCounter -> Counter -> AlarmOfCounter
            FUNCTION  | Runtime: java25 ;; Environment: {Variables: {AB: !Ref KeyForRole}} | Runtime: java25 ;; Policies: [{Statement: [{Resource: !GetAtt KeyForRole.Arn}]}] | circular dependency: CounterRole -> KeyForRole -> CounterRole
            ATTRIBUTE | Metadata: {SkipBuild: true}             | Metadata: {SkipBuild: perhaps}           | Resources.Counter.Metadata.SkipBuild: expected true or false, found 'perhaps'
            FUNCTION  | Runtime: java25 ;; AutoPublishAlias: live | Runtime: java25 ;; AutoPublishAlias: 12 | .AutoPublishAlias: an alias has letters
            FUNCTION  | Runtime: java25 ;; Architectures: [arm64] | Runtime: java25 ;; Architectures: [mips] | .Architectures: 'mips' is not supported
            FUNCTION  | Runtime: java25 ;; ReservedConcurrentExecutions: 0 | Runtime: java25 ;; ReservedConcurrentExecutions: -1 | .ReservedConcurrentExecutions: expected a whole number
            FUNCTION  | Runtime: java25 ;; SnapStart: {ApplyOn: None}      | Runtime: java25 ;; SnapStart: {ApplyTo: None}      | .SnapStart.ApplyTo: unknown property; did you mean ApplyOn?
            FUNCTION  | Runtime: java25 ;; Environment: {Variables: {AB: !Ref Queue}} | Runtime: java25 ;; Environment: {Variables: {AWS_REGION: x}} | .Environment.Variables.AWS_REGION: Lambda sets this environment variable itself
            FUNCTION  | Runtime: java25 ;; Environment: {Variables: {AB: "{resolve:ssm:x}"}} | Runtime: java25 ;; Environment: {Variables: {AB: "{{resolve:ssm:/nowhere}}"}} | .Environment.Variables.AB: {{resolve:ssm:/nowhere}}: there is no parameter /nowhere; give it with --parameter /nowhere=...
            FUNCTION  | Runtime: java25 ;; Environment: {Variables: {AB: "{resolve:ssm:x}"}} | Runtime: java25 ;; Environment: {Variables: {AB: "{{resolve:ssm:/shop/own:2}}"}} | .Environment.Variables.AB: {{resolve:ssm:/shop/own:2}}: there is no parameter /shop/own
            FUNCTION  | Runtime: java25 ;; Environment: {Variables: {AB: "{resolve:ssm:x}"}} | Runtime: java25 ;; Environment: {Variables: {AB: "{{resolve:ssm:}}"}} | .Environment.Variables.AB: {{resolve:ssm:}}: must have the form {{resolve:ssm:/name}} or {{resolve:ssm:/name:1}}
            FUNCTION  | Runtime: java25 ;; Environment: {Variables: {AB: "{resolve:ssm:x}"}} | Runtime: java25 ;; Environment: {Variables: {AB: "{{resolve:ssm-secure:/db/password:1}}"}} | .Environment.Variables.AB: {{resolve:ssm-secure:/db/password:1}}: references of ssm-secure are not supported
            FUNCTION  | Runtime: java25 ;; Environment: {Variables: {AB: "{resolve:ssm:x}"}} | Runtime: java25 ;; Environment: {Variables: {AB: "{{resolve:secretsmanager:db:SecretString:password}}"}} | .Environment.Variables.AB: {{resolve:secretsmanager:db:SecretString:password}}: references of secretsmanager are not supported
            FUNCTION  | Runtime: java25 ;; Environment: {Variables: {AB: "{resolve:ssm:x}"}} | Runtime: java25 ;; Environment: {Variables: {AB: "{{resolve:vault:db}}"}} | .Environment.Variables.AB: {{resolve:vault:db}}: there are no dynamic references of 'vault'; supported: ssm
            FUNCTION  | Runtime: java25 ;; Environment: {Variables: {AB: "1"}}        | Runtime: java25 ;; Environment: {Variables: {AB: {C: 1}}}    | .Environment.Variables.AB: expected text, found a map
            FUNCTION  | Runtime: java25 ;; EventInvokeConfig: {MaximumRetryAttempts: 0} | Runtime: java25 ;; EventInvokeConfig: {MaximumRetryAttempts: 3} | .EventInvokeConfig.MaximumRetryAttempts: expected a whole number from 0 to 2, found 3
            FUNCTION  | Runtime: java25 ;; EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: SQS, Destination: !GetAtt Queue.Arn}}} | Runtime: java25 ;; EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: SQS, Destination: !Ref Queue}}} | .OnFailure.Destination: no AWS::SQS::Queue of this template has the ARN http
            FUNCTION  | Runtime: java25 ;; LoggingConfig: {LogFormat: Text} | Runtime: java25 ;; LoggingConfig: {LogFormat: XML} | .LoggingConfig.LogFormat: 'XML' is not supported; supported: JSON, Text
            EVENT     | E: {Type: Api, Properties: {RestApiId: !Ref Words, Path: /a, Method: GET}} | E: {Type: Api, Properties: {RestApiId: !Ref Topic, Path: /a, Method: GET}} | .Events.E.Properties.RestApiId: 'arn:aws:sns:eu-west-1:000000000000:topic' is no AWS::Serverless::Api of this template
            EVENT     | E: {Type: Api, Properties: {RestApiId: !Ref Words, Path: /base, Method: PUT}} | E: {Type: Api, Properties: {RestApiId: !Ref Words, Path: /base, Method: get}} | .Events.E.Properties.Path: GET /base stands in another event already
            EVENT     | E: {Type: Api, Properties: {RestApiId: !Ref Words, Path: /a, Method: any}} | E: {Type: Api, Properties: {RestApiId: !Ref Words, Path: a, Method: any}} | .Events.E.Properties.Path: must start with '/', found 'a'
            EVENT     | E: {Type: Api, Properties: {RestApiId: !Ref Words, Path: /a, Method: PUT}} | E: {Type: Api, Properties: {RestApiId: !Ref Words, Path: /a, Method: FETCH}} | .Events.E.Properties.Method: 'FETCH' is not supported
            EVENT     | E: {Type: Api, Properties: {RestApiId: !Ref Words, Path: /a, Method: PUT, Auth: {ApiKeyRequired: true}}} | E: {Type: Api, Properties: {RestApiId: !Ref Words, Path: /a, Method: PUT, Auth: {ApiKeyRequired: maybe}}} | .Events.E.Properties.Auth.ApiKeyRequired: expected true or false, found 'maybe'
            EVENT     | E: {Type: SNS, Properties: {Topic: !Ref Topic}} | E: {Type: SNS, Properties: {Topic: !Ref Queue}} | .Events.E.Properties.Topic: no AWS::SNS::Topic of this template has the ARN http
            EVENT     | E: {Type: SNS, Properties: {Topic: !Ref Topic}} | E: {Type: SNS, Properties: {Topic: !Ref Topic, FilterPolicy: {a: [b]}}} | .Events.E.Properties.FilterPolicy: subscription filters are not supported
            EVENT     | E: {Type: SNS, Properties: {Topic: !Ref Topic, RedrivePolicy: {deadLetterTargetArn: !GetAtt Queue.Arn}}} | E: {Type: SNS, Properties: {Topic: !Ref Topic, RedrivePolicy: {}}} | .Events.E.Properties.RedrivePolicy: missing required property deadLetterTargetArn
            EVENT     | E: {Type: DynamoDB, Properties: {Stream: !GetAtt Table.StreamArn, StartingPosition: LATEST}} | E: {Type: DynamoDB, Properties: {Stream: !GetAtt Table.Arn, StartingPosition: LATEST}} | .Events.E.Properties.Stream: no AWS::DynamoDB::Table of this template has the stream ARN
            EVENT     | E: {Type: DynamoDB, Properties: {Stream: !GetAtt Table.StreamArn, StartingPosition: LATEST, BatchSize: 10000}} | E: {Type: DynamoDB, Properties: {Stream: !GetAtt Table.StreamArn, StartingPosition: LATEST, BatchSize: 10001}} | .Events.E.Properties.BatchSize: expected a whole number from 1 to 10000, found 10001
            EVENT     | E: {Type: DynamoDB, Properties: {Stream: !GetAtt Table.StreamArn, StartingPosition: LATEST, MaximumRecordAgeInSeconds: -1}} | E: {Type: DynamoDB, Properties: {Stream: !GetAtt Table.StreamArn, StartingPosition: LATEST, MaximumRecordAgeInSeconds: 59}} | .Events.E.Properties.MaximumRecordAgeInSeconds: expected -1 or 60 to 604800, found 59
            EVENT     | E: {Type: DynamoDB, Properties: {Stream: !GetAtt Table.StreamArn, StartingPosition: LATEST, FilterCriteria: {Filters: [{Pattern: '{"dynamodb":{"a":[1]}}'}]}}} | E: {Type: DynamoDB, Properties: {Stream: !GetAtt Table.StreamArn, StartingPosition: LATEST, FilterCriteria: {Filters: [{Pattern: '{"eventName":["INSERT"]}'}]}}} | .Filters[0].Pattern: a pattern for a DynamoDB stream is
            EVENT     | E: {Type: DynamoDB, Properties: {Stream: !GetAtt Table.StreamArn, StartingPosition: LATEST, FilterCriteria: {Filters: []}}} | E: {Type: DynamoDB, Properties: {Stream: !GetAtt Table.StreamArn, StartingPosition: LATEST, FilterCriteria: {Filters: [{}]}}} | missing required property Pattern
            EVENT     | E: {Type: DynamoDB, Properties: {Stream: !GetAtt Table.StreamArn, StartingPosition: LATEST, ParallelizationFactor: 10}} | E: {Type: DynamoDB, Properties: {Stream: !GetAtt Table.StreamArn, StartingPosition: LATEST, ParallelizationFactor: 11}} | .Events.E.Properties.ParallelizationFactor: expected
            EVENT     | E: {Type: DynamoDB, Properties: {Stream: !GetAtt Table.StreamArn, StartingPosition: LATEST}} | E: {Type: DynamoDB, Properties: {Stream: !GetAtt Table.StreamArn}} | .Events.E.Properties: missing required property StartingPosition
            EVENT     | E: {Type: Schedule, Properties: {Schedule: rate(5 minutes), Input: "{}", State: DISABLED}} | E: {Type: Schedule, Properties: {Schedule: rate(5 minute)}} | .Events.E.Properties.Schedule: rate(5 minute) must be a whole number
            EVENT     | E: {Type: Schedule, Properties: {Schedule: cron(0 9 * * ? *), Name: daily, Enabled: false}} | E: {Type: Schedule, Properties: {Schedule: cron(0 9 * * ? *), Input: "{"}} | .Events.E.Properties.Input: must be a text that is JSON
            EVENT     | E: {Type: Schedule, Properties: {Schedule: rate(1 day), DeadLetterConfig: {Arn: !GetAtt Queue.Arn}}} | E: {Type: Schedule, Properties: {Schedule: rate(1 day), DeadLetterConfig: {Type: SQS, Arn: !GetAtt Queue.Arn}}} | .DeadLetterConfig.Type: a queue that SAM makes is not supported
            EVENT     | E: {Type: ScheduleV2, Properties: {ScheduleExpression: at(2026-11-27T09:00:00), ScheduleExpressionTimezone: Europe/Berlin}} | E: {Type: ScheduleV2, Properties: {ScheduleExpression: rate(1 day), ScheduleExpressionTimezone: Europe/Nowhere}} | .ScheduleExpressionTimezone: 'Europe/Nowhere' is no time zone
            EVENT     | E: {Type: ScheduleV2, Properties: {ScheduleExpression: rate(1 day), FlexibleTimeWindow: {Mode: "OFF"}}} | E: {Type: ScheduleV2, Properties: {ScheduleExpression: rate(1 day), StartDate: a}} | .StartDate: a schedule's start is not supported
            EVENT     | E: {Type: SQS, Properties: {Queue: !GetAtt Queue.Arn}} | E: {Type: SQS, Properties: {Queue: !Ref Queue}} | .Events.E.Properties.Queue: no AWS::SQS::Queue of this template has the ARN http
            EVENT     | E: {Type: SQS, Properties: {Queue: !GetAtt Queue.Arn, BatchSize: 10}} | E: {Type: SQS, Properties: {Queue: !GetAtt Queue.Arn, BatchSize: 11}} | .Events.E.Properties.BatchSize: more than 10 needs a MaximumBatchingWindowInSeconds
            EVENT     | E: {Type: SQS, Properties: {Queue: !GetAtt Queue.Arn, BatchSize: 10000, MaximumBatchingWindowInSeconds: 1}} | E: {Type: SQS, Properties: {Queue: !GetAtt Queue.Arn, MaximumBatchingWindowInSeconds: 301}} | .MaximumBatchingWindowInSeconds: expected a whole number from 0 to 300, found 301
            EVENT     | E: {Type: SQS, Properties: {Queue: !GetAtt Queue.Arn, ScalingConfig: {MaximumConcurrency: 2}}} | E: {Type: SQS, Properties: {Queue: !GetAtt Queue.Arn, ScalingConfig: {MaximumConcurrency: 1}}} | .ScalingConfig.MaximumConcurrency: expected a whole number from 2 to 1000, found 1
            EVENT     | E: {Type: SQS, Properties: {Queue: !GetAtt Queue.Arn, FunctionResponseTypes: [ReportBatchItemFailures]}} | E: {Type: SQS, Properties: {Queue: !GetAtt Queue.Arn, FunctionResponseTypes: [Report]}} | .FunctionResponseTypes: 'Report' is not supported
            EVENT     | E: {Type: SQS, Properties: {Queue: !GetAtt Queue.Arn, Enabled: false}} | E: {Type: SQS, Properties: {Queue: !GetAtt Queue.Arn, FilterCriteria: {}}} | .Events.E.Properties.FilterCriteria: event filters are not supported
            EVENT     | E: {Type: SNS, Properties: {Topic: !Ref Topic}} | E: {Type: Kinesis, Properties: {Stream: a}} | .Events.E.Type: events of type 'Kinesis' are not supported; supported: Api, DynamoDB, S3, SNS, SQS, Schedule, ScheduleV2
            API       | Auth: {ApiKeyRequired: true}            | Auth: {DefaultAuthorizer: A}             | Resources.Words.Properties.Auth.DefaultAuthorizer: authorizers are not supported
            API       | Auth: {UsagePlan: {CreateUsagePlan: PER_API}} | Auth: {UsagePlan: {Throttle: {RateLimit: 1}}} | .Auth.UsagePlan: missing required property CreateUsagePlan
            API       | Auth: {UsagePlan: {CreateUsagePlan: PER_API, Quota: {Limit: 1, Period: DAY}}} | Auth: {UsagePlan: {CreateUsagePlan: PER_API, Quota: {Limit: 1, Period: HOUR}}} | .Quota.Period: 'HOUR' is not supported
            API       | Auth: {UsagePlan: {CreateUsagePlan: PER_API, Throttle: {RateLimit: 1}}} | Auth: {UsagePlan: {CreateUsagePlan: PER_API, Throttle: {RateLimit: -1}}} | .Throttle.RateLimit: expected a number of at least 0, found -1
            API       | MethodSettings: [{HttpMethod: "*", ResourcePath: "/*", MetricsEnabled: true}] | MethodSettings: [{HttpMethod: "*", ResourcePath: "/*", CachingEnabled: true}] | .MethodSettings[0].CachingEnabled: unknown method setting
            API       | MethodSettings: [{HttpMethod: "*", ResourcePath: "/*", ThrottlingRateLimit: 5}] | MethodSettings: [{HttpMethod: GET, ResourcePath: "/*", ThrottlingRateLimit: 5}] | .MethodSettings[0].HttpMethod: only all methods alike can be throttled
            API       | MethodSettings: [{HttpMethod: GET, ResourcePath: "/~1words", ThrottlingRateLimit: 5}] | MethodSettings: [{HttpMethod: "*", ResourcePath: "/~1words", ThrottlingRateLimit: 5}] | .MethodSettings[0].HttpMethod: only all methods alike can be throttled
            API       | MethodSettings: [{HttpMethod: GET, ResourcePath: "/~1words", ThrottlingRateLimit: 5}] | MethodSettings: [{HttpMethod: GET, ResourcePath: /words, ThrottlingRateLimit: 5}] | .MethodSettings[0].HttpMethod: only all methods alike can be throttled
            API       | MethodSettings: [{HttpMethod: "*", ResourcePath: "/*", ThrottlingBurstLimit: 5}] | MethodSettings: [{HttpMethod: "*", ResourcePath: "/*", ThrottlingBurstLimit: 0.5}] | .MethodSettings[0].ThrottlingBurstLimit: expected a whole number
            API       | EndpointConfiguration: {Type: REGIONAL} | Cors: "'*'"                              | .Cors: CORS is not supported
            API       | AccessLogSetting: {DestinationArn: !GetAtt LogOfApi.Arn} | BinaryMediaTypes: [!Ref LogOfApi] | circular dependency: LogOfApi -> Words -> LogOfApi
            QUEUE     | SqsManagedSseEnabled: true              | FifoQueue: true                          | Resources.Queue.Properties.FifoQueue: FIFO queues are not supported
            QUEUE     | VisibilityTimeout: 43200                | VisibilityTimeout: 43201                 | .VisibilityTimeout: expected a whole number from 0 to 43200, found 43201
            QUEUE     | DelaySeconds: 900                       | DelaySeconds: 901                        | .DelaySeconds: expected a whole number from 0 to 900, found 901
            QUEUE     | ReceiveMessageWaitTimeSeconds: 20       | ReceiveMessageWaitTimeSeconds: 21        | .ReceiveMessageWaitTimeSeconds: expected a whole number from 0 to 20, found 21
            QUEUE     | RedrivePolicy: {deadLetterTargetArn: "arn:aws:sqs:eu-west-1:000000000000:queue", maxReceiveCount: 5} | RedrivePolicy: {deadLetterTargetArn: !GetAtt Table.Arn, maxReceiveCount: 5} | .RedrivePolicy.deadLetterTargetArn: no AWS::SQS::Queue of this template has the ARN arn:aws:dynamodb
            QUEUE     | VisibilityTimeout: 30                   | RedrivePolicy: {deadLetterTargetArn: "arn:aws:sqs:eu-west-1:000000000000:queue"} | .RedrivePolicy: missing required property maxReceiveCount
            TOPIC     | Subscription: [{Protocol: email, Endpoint: a@example.org}] | Subscription: [{Protocol: sqs, Endpoint: x}] | .Protocol: subscriptions of protocol 'sqs' on the topic are not supported
            TOPIC     | Subscription: []                        | Subscription: [{Protocol: email}]        | missing required property Endpoint
            TABLE     | BillingMode: PAY_PER_REQUEST            | TableName: table                         | Resources.Table.Properties.ProvisionedThroughput: required with BillingMode PROVISIONED
            TABLE     | BillingMode: PAY_PER_REQUEST ;; ProvisionedThroughput: {ReadCapacityUnits: 0, WriteCapacityUnits: 0} | BillingMode: PAY_PER_REQUEST ;; ProvisionedThroughput: {ReadCapacityUnits: 5, WriteCapacityUnits: 0} | .ProvisionedThroughput.ReadCapacityUnits: DynamoDB takes none with BillingMode PAY_PER_REQUEST; remove it, or use 0
            TABLE     | BillingMode: PROVISIONED ;; ProvisionedThroughput: {ReadCapacityUnits: 1, WriteCapacityUnits: 1} | BillingMode: PROVISIONED ;; ProvisionedThroughput: {ReadCapacityUnits: 0, WriteCapacityUnits: 1} | .ReadCapacityUnits: expected a whole number from 1 to
            TABLE     | ProvisionedThroughput: {ReadCapacityUnits: 1, WriteCapacityUnits: 1} | ProvisionedThroughput: {ReadCapacityUnits: 1} | .ProvisionedThroughput: missing required property WriteCapacityUnits
            TABLE     | BillingMode: PAY_PER_REQUEST            | BillingMode: PAY_PER_REQUEST ;; GlobalSecondaryIndexes: [{IndexName: i, KeySchema: [{AttributeName: x, KeyType: HASH}], Projection: {ProjectionType: ALL}}] | .AttributeDefinitions: the key attribute x is not defined
            TABLE     | BillingMode: PAY_PER_REQUEST ;; TimeToLiveSpecification: {Enabled: false} | BillingMode: PAY_PER_REQUEST ;; TimeToLiveSpecification: {Enabled: true} | .TimeToLiveSpecification: missing required property AttributeName
            RESOURCE  | P: {Type: AWS::SSM::Parameter, Properties: {Type: String, Value: a}} | P: {Type: AWS::SSM::Parameter, Properties: {Type: SecureString, Value: a}} | Resources.P.Properties.Type: 'SecureString' is not supported
            RESOURCE  | P: {Type: AWS::SSM::Parameter, Properties: {Type: String, Value: !Ref Queue}} | P: {Type: AWS::SSM::Parameter, Properties: {Type: String, Value: !GetAtt P.Value}} | Resources.P.Properties.Value: circular dependency: P -> P
            RESOURCE  | K: {Type: AWS::ApiGateway::ApiKey, Properties: {Enabled: true, Value: a-key-of-20-characters}} | K: {Type: AWS::ApiGateway::ApiKey, Properties: {Value: short}} | Resources.K.Properties.Value: API Gateway wants a key of 20 to 128 characters
            RESOURCE  | P: {Type: AWS::SSM::Parameter, Properties: {Name: /p, Type: String, Value: x}} ;; Q: {Type: AWS::SQS::Queue, Properties: {QueueName: "{{resolve:ssm:/p:1}}"}} | P: {Type: AWS::SSM::Parameter, Properties: {Name: /p, Type: String, Value: x}} ;; Q: {Type: AWS::SQS::Queue, Properties: {QueueName: "{{resolve:ssm:/p:2}}"}} | Resources.Q.Properties.QueueName: {{resolve:ssm:/p:2}}: parameters have version 1 at the start, and no other
            RESOURCE  | P: {Type: AWS::SSM::Parameter, Properties: {Name: /p, Type: String, Value: x}} | P: {Type: AWS::SSM::Parameter, Properties: {Name: /p, Type: String, Value: "{{resolve:ssm:/p}}"}} | circular dependency: P -> P
            RESOURCE  | U: {Type: AWS::ApiGateway::UsagePlan, Properties: {ApiStages: [{ApiId: !Ref Words, Stage: !Ref Words.Stage}], Throttle: {RateLimit: 1}}} | U: {Type: AWS::ApiGateway::UsagePlan, Properties: {ApiStages: [{ApiId: !Ref Words, Stage: prod}]}} | .ApiStages[0].Stage: 'prod' is no stage of Words; it has dev
            RESOURCE  | U: {Type: AWS::ApiGateway::UsagePlan}      | U: {Type: AWS::ApiGateway::UsagePlan, Properties: {ApiStages: [{ApiId: !Ref Topic}]}} | .ApiStages[0].ApiId: 'arn:aws:sns:eu-west-1:000000000000:topic' is no AWS::Serverless::Api of this template; use !Ref Words
            RESOURCE  | K: {Type: AWS::ApiGateway::ApiKey} ;; U: {Type: AWS::ApiGateway::UsagePlan} ;; L: {Type: AWS::ApiGateway::UsagePlanKey, Properties: {KeyId: !Ref K, KeyType: API_KEY, UsagePlanId: !Ref U}} | U: {Type: AWS::ApiGateway::UsagePlan} ;; L: {Type: AWS::ApiGateway::UsagePlanKey, Properties: {KeyId: !Ref U, KeyType: API_KEY, UsagePlanId: !Ref U}} | Resources.L.Properties.KeyId: 'u-plan' is no AWS::ApiGateway::ApiKey of this template; the template has none
            RESOURCE  | S: {Type: AWS::Serverless::SimpleTable} | S: {Type: AWS::Serverless::SimpleTable, Properties: {PrimaryKey: {Name: id}}} | Resources.S.Properties.PrimaryKey: missing required property Type
            RESOURCE  | S: {Type: AWS::Serverless::SimpleTable, Properties: {TableName: other}} | S: {Type: AWS::Serverless::SimpleTable, Properties: {TableName: stack-table}} ;; T: {Type: AWS::Serverless::SimpleTable, Properties: {TableName: stack-table}} | Resources.T: another AWS::Serverless::SimpleTable has the name stack-table already
            RESOURCE  | D: {Type: AWS::SQS::Queue, DependsOn: [CounterRole, WordsdevStage, CounterBasePermissiondev]} | D: {Type: AWS::SQS::Queue, DependsOn: CounterRoles} | Resources.D.DependsOn: there is no resource CounterRoles; known: Absent
            RESOURCE  | D: {Type: AWS::Logs::LogGroup, Properties: {Tags: [!GetAtt CounterRole.Arn]}} | D: {Type: AWS::Logs::LogGroup, DependsOn: CounterRle} | Resources.D.DependsOn: there is no resource CounterRle
            RESOURCE  | L: {Type: AWS::Logs::LogGroup, Properties: {RetentionInDays: 1}} | L: {Type: AWS::Logs::LogGroup, Properties: {RetentionInDays: !Ref Days}} | Resources.L.Properties.RetentionInDays: !Ref Days: there is no resource or parameter Days
            RESOURCE  | A: {Type: AWS::CloudWatch::CompositeAlarm, Properties: {AlarmActions: !If [IsProd, [!Ref Absent], !Ref AWS::NoValue]}} | A: {Type: AWS::CloudWatch::CompositeAlarm, Properties: {AlarmActions: !If [IsProd, [!Ref Nothing], !Ref AWS::NoValue]}} | .AlarmActions[1][0]: !Ref Nothing: there is no resource
            RESOURCE  | A: {Type: AWS::CloudWatch::Alarm, Properties: {Namespace: N, MetricName: M, Statistic: Sum, Period: 60, EvaluationPeriods: 2, Threshold: 0, ComparisonOperator: GreaterThanThreshold}} | A: {Type: AWS::CloudWatch::Alarm, Properties: {Namespace: N, MetricName: M, Statistic: Median, Period: 60, EvaluationPeriods: 2, Threshold: 0, ComparisonOperator: GreaterThanThreshold}} | .Statistic: 'Median' is not supported; supported are Sum, Average, Minimum, Maximum, SampleCount, and percentiles from p0 to p100
            RESOURCE  | A: {Type: AWS::CloudWatch::Alarm, Properties: {Namespace: N, MetricName: M, ExtendedStatistic: p99.9, Period: 60, EvaluationPeriods: 2, Threshold: 0, ComparisonOperator: GreaterThanThreshold}} | A: {Type: AWS::CloudWatch::Alarm, Properties: {Namespace: N, MetricName: M, ExtendedStatistic: tm90, Period: 60, EvaluationPeriods: 2, Threshold: 0, ComparisonOperator: GreaterThanThreshold}} | .ExtendedStatistic: 'tm90' is not supported
            RESOURCE  | A: {Type: AWS::CloudWatch::Alarm, Properties: {Namespace: N, MetricName: M, Statistic: Sum, Period: 300, EvaluationPeriods: 2, Threshold: 0, ComparisonOperator: GreaterThanThreshold}} | A: {Type: AWS::CloudWatch::Alarm, Properties: {Namespace: N, MetricName: M, Statistic: Sum, Period: 90, EvaluationPeriods: 2, Threshold: 0, ComparisonOperator: GreaterThanThreshold}} | .Period: a multiple of 60 seconds, found 90
            RESOURCE  | A: {Type: AWS::CloudWatch::Alarm, Properties: {Namespace: N, MetricName: M, Statistic: Sum, Period: 60, EvaluationPeriods: 2, Threshold: 0, ComparisonOperator: GreaterThanThreshold, DatapointsToAlarm: 2}} | A: {Type: AWS::CloudWatch::Alarm, Properties: {Namespace: N, MetricName: M, Statistic: Sum, Period: 60, EvaluationPeriods: 2, Threshold: 0, ComparisonOperator: GreaterThanThreshold, DatapointsToAlarm: 3}} | .DatapointsToAlarm: at most the EvaluationPeriods, 2, found 3
            RESOURCE  | A: {Type: AWS::CloudWatch::Alarm, Properties: {Namespace: N, MetricName: M, Statistic: Sum, Period: 60, EvaluationPeriods: 2, Threshold: 0, ComparisonOperator: GreaterThanThreshold}} | A: {Type: AWS::CloudWatch::Alarm, Properties: {Namespace: N, MetricName: M, Statistic: Sum, Period: 60, EvaluationPeriods: 2, Threshold: 0, ComparisonOperator: GreaterThanUpperThreshold}} | .ComparisonOperator: 'GreaterThanUpperThreshold' is not supported
            RESOURCE  | A: {Type: AWS::CloudWatch::Alarm, Properties: {Namespace: N, MetricName: M, Statistic: Sum, Period: 60, EvaluationPeriods: 2, Threshold: 0, ComparisonOperator: GreaterThanThreshold, TreatMissingData: notBreaching}} | A: {Type: AWS::CloudWatch::Alarm, Properties: {Namespace: N, MetricName: M, Statistic: Sum, Period: 60, EvaluationPeriods: 2, Threshold: 0, ComparisonOperator: GreaterThanThreshold, TreatMissingData: perhaps}} | .TreatMissingData: 'perhaps' is not supported
            RESOURCE  | A: {Type: AWS::CloudWatch::Alarm, Properties: {Namespace: N, MetricName: M, Statistic: Sum, Period: 60, EvaluationPeriods: 2, Threshold: 0, ComparisonOperator: GreaterThanThreshold, AlarmActions: [!Ref Topic]}} | A: {Type: AWS::CloudWatch::Alarm, Properties: {Namespace: N, MetricName: M, Statistic: Sum, Period: 60, EvaluationPeriods: 2, Threshold: 0, ComparisonOperator: GreaterThanThreshold, AlarmActions: [!GetAtt Queue.Arn]}} | is no topic of this template
            RESOURCE  | A: {Type: AWS::CloudWatch::Alarm, Properties: {Namespace: N, MetricName: M, Statistic: Sum, Period: 60, EvaluationPeriods: 2, Threshold: 0, ComparisonOperator: GreaterThanThreshold}} | A: {Type: AWS::CloudWatch::Alarm, Properties: {Namespace: N, MetricName: M, Statistic: Sum, Period: 60, EvaluationPeriods: 2, ThresholdMetricId: e1, ComparisonOperator: GreaterThanThreshold}} | .ThresholdMetricId: anomaly detection is not supported
            RESOURCE  | A: {Type: AWS::CloudWatch::Alarm, Properties: {EvaluationPeriods: 1, Threshold: 0, ComparisonOperator: GreaterThanThreshold, Metrics: [{Id: m1, ReturnData: false, MetricStat: {Metric: {Namespace: N, MetricName: M}, Period: 60, Stat: Sum}}, {Id: e1, Expression: 'FILL(m1, 0) + 1'}]}} | A: {Type: AWS::CloudWatch::Alarm, Properties: {EvaluationPeriods: 1, Threshold: 0, ComparisonOperator: GreaterThanThreshold, Metrics: [{Id: m1, ReturnData: false, MetricStat: {Metric: {Namespace: N, MetricName: M}, Period: 60, Stat: Sum}}, {Id: e1, Expression: 'SEARCH(m1)'}]}} | .Metrics[1].Expression: the local runner has no function SEARCH (it has ABS, AVG
            RESOURCE  | A: {Type: AWS::CloudWatch::Alarm, Properties: {EvaluationPeriods: 1, Threshold: 0, ComparisonOperator: GreaterThanThreshold, Metrics: [{Id: m1, ReturnData: false, MetricStat: {Metric: {Namespace: N, MetricName: M}, Period: 60, Stat: Sum}}, {Id: e1, Expression: 'SUM(METRICS())'}]}} | A: {Type: AWS::CloudWatch::Alarm, Properties: {EvaluationPeriods: 1, Threshold: 0, ComparisonOperator: GreaterThanThreshold, Metrics: [{Id: m1, ReturnData: false, MetricStat: {Metric: {Namespace: N, MetricName: M}, Period: 60, Stat: Sum}}, {Id: e1, Expression: 'SUM(m1)'}]}} | .Metrics[1].Expression: 'SUM(m1)' is not one series of values, which an alarm needs
            RESOURCE  | A: {Type: AWS::CloudWatch::Alarm, Properties: {EvaluationPeriods: 1, Threshold: 0, ComparisonOperator: GreaterThanThreshold, Metrics: [{Id: m1, ReturnData: false, MetricStat: {Metric: {Namespace: N, MetricName: M}, Period: 60, Stat: Sum}}, {Id: e1, Expression: 'm1 * 2'}]}} | A: {Type: AWS::CloudWatch::Alarm, Properties: {EvaluationPeriods: 1, Threshold: 0, ComparisonOperator: GreaterThanThreshold, Metrics: [{Id: m1, ReturnData: false, MetricStat: {Metric: {Namespace: N, MetricName: M}, Period: 60, Stat: Sum}}, {Id: e1, Expression: 'm2 * 2'}]}} | the expression e1 names m2, and the other queries are m1, e1
            RESOURCE  | A: {Type: AWS::CloudWatch::Alarm, Properties: {EvaluationPeriods: 1, Threshold: 0, ComparisonOperator: GreaterThanThreshold, Metrics: [{Id: m1, ReturnData: false, MetricStat: {Metric: {Namespace: N, MetricName: M}, Period: 60, Stat: Sum}}, {Id: e1, Expression: 'm1'}]}} | A: {Type: AWS::CloudWatch::Alarm, Properties: {EvaluationPeriods: 1, Threshold: 0, ComparisonOperator: GreaterThanThreshold, Metrics: [{Id: m1, MetricStat: {Metric: {Namespace: N, MetricName: M}, Period: 60, Stat: Sum}}, {Id: e1, Expression: 'm1'}]}} | one query returns data to the alarm, and the others have ReturnData: false; here it is m1, e1
            RESOURCE  | Q: {Type: AWS::SQS::Queue, Properties: {QueueName: other}} | Q: {Type: AWS::SQS::Queue, Properties: {QueueName: queue}} | Resources.Q: another AWS::SQS::Queue has the name queue already
            RESOURCE  | Words2: {Type: AWS::Serverless::Api, Properties: {StageName: a}} | WORDS: {Type: AWS::Serverless::Api, Properties: {StageName: a}} | Resources.WORDS: another AWS::Serverless::Api has the name words already
            RESOURCE  | My1: {Type: AWS::IAM::Role}             | My-1: {Type: AWS::IAM::Role}             | Resources.My-1: a logical id has letters and digits only
            RESOURCE  | S: {Type: AWS::Serverless::Function, Properties: {Handler: a.B::c, Runtime: java25, Timeout: 30, Events: {E: {Type: SQS, Properties: {Queue: !GetAtt Queue.Arn}}}}} | S: {Type: AWS::Serverless::Function, Properties: {Handler: a.B::c, Runtime: java25, Timeout: 31, Events: {E: {Type: SQS, Properties: {Queue: !GetAtt Queue.Arn}}}}} | Resources.S.Properties.Events.E.Properties.Queue: the visibility timeout of Queue, 30 s, is shorter than the timeout of S, 31 s
            RESOURCE  | B: {Type: AWS::S3::Bucket, Properties: {BucketName: a.b-1}} | B: {Type: AWS::S3::Bucket, Properties: {BucketName: Inbox}} | .BucketName: the bucket's name 'Inbox' must have 3 to 63 lower-case letters
            RESOURCE  | B: {Type: AWS::S3::Bucket, Properties: {BucketName: !Sub '${AWS::StackName}-b'}} | B: {Type: AWS::S3::Bucket, Properties: {BucketName: 10.0.0.1}} | .BucketName: the bucket's name '10.0.0.1' must have
            RESOURCE  | B: {Type: AWS::S3::Bucket, Properties: {BucketName: abc}} | B: {Type: AWS::S3::Bucket, Properties: {BucketName: abc--x-s3}} | .BucketName: the bucket's name 'abc--x-s3' must have
            RESOURCE  | B: {Type: AWS::S3::Bucket, Properties: {VersioningConfiguration: {Status: Suspended}}} | B: {Type: AWS::S3::Bucket, Properties: {VersioningConfiguration: {Status: On}}} | .VersioningConfiguration.Status: 'On' is not supported
            RESOURCE  | B: {Type: AWS::S3::Bucket, Properties: {LifecycleConfiguration: {Rules: []}}} | B: {Type: AWS::S3::Bucket, Properties: {WebsiteConfiguration: {IndexDocument: a}}} | .WebsiteConfiguration: buckets serve no websites here
            RESOURCE  | B: {Type: AWS::S3::Bucket, Properties: {ObjectLockEnabled: false}} | B: {Type: AWS::S3::Bucket, Properties: {ObjectLockEnabled: true}} | .ObjectLockEnabled: object lock is not supported
            RESOURCE  | B: {Type: AWS::S3::Bucket, Properties: {BucketEncryption: {ServerSideEncryptionConfiguration: [{BucketKeyEnabled: true, ServerSideEncryptionByDefault: {SSEAlgorithm: 'aws:kms', KMSMasterKeyID: !Ref KeyForRole}}]}}} | B: {Type: AWS::S3::Bucket, Properties: {BucketEncryption: {ServerSideEncryptionConfiguration: [{ServerSideEncryptionByDefault: {SSEAlgorithm: AES256, KMSMasterKeyID: !Ref KeyForRole}}]}}} | KMSMasterKeyID is for aws:kms
            RESOURCE  | K: {Type: AWS::KMS::Alias, Properties: {AliasName: alias/a/b_c-1, TargetKeyId: !Ref KeyForRole}} | K: {Type: AWS::KMS::Alias, Properties: {AliasName: a, TargetKeyId: !Ref KeyForRole}} | .AliasName: 'a' must be alias/ and up to 250 letters
            RESOURCE  | K: {Type: AWS::KMS::Alias, Properties: {AliasName: alias/a, TargetKeyId: !GetAtt KeyForRole.Arn}} | K: {Type: AWS::KMS::Alias, Properties: {AliasName: alias/aws/a, TargetKeyId: !Ref KeyForRole}} | .AliasName: 'alias/aws/a' must be
            RESOURCE  | K: {Type: AWS::KMS::Alias, Properties: {AliasName: alias/a, TargetKeyId: !Ref KeyForRole}} | K: {Type: AWS::KMS::Alias, Properties: {AliasName: alias/a, TargetKeyId: alias/b}} | .TargetKeyId: 'alias/b' must be the id or ARN of a key
            RESOURCE  | B: {Type: AWS::S3::Bucket, Properties: {BucketName: one}} ;; C: {Type: AWS::S3::Bucket} | B: {Type: AWS::S3::Bucket, Properties: {BucketName: one}} ;; C: {Type: AWS::S3::Bucket, Properties: {BucketName: one}} | Resources.C: another AWS::S3::Bucket has the name one already
            RESOURCE  | B: {Type: AWS::S3::Bucket, Properties: {NotificationConfiguration: {LambdaConfigurations: [{Event: 's3:ObjectCreated:*', Function: !GetAtt Counter.Arn}]}}} ;; P: {Type: AWS::Lambda::Permission, Properties: {Action: lambda:InvokeFunction, FunctionName: !Ref Counter, Principal: s3.amazonaws.com}} | B: {Type: AWS::S3::Bucket, Properties: {NotificationConfiguration: {LambdaConfigurations: [{Event: 's3:ObjectCreated:*', Function: !GetAtt Counter.Arn}]}}} ;; P: {Type: AWS::Lambda::Permission, Properties: {Action: lambda:InvokeFunction, FunctionName: !Ref Counter, Principal: sns.amazonaws.com}} | Function: S3 may not invoke arn:aws:lambda:eu-west-1:000000000000:function:shop-Counter, and refuses the notification; add an AWS::Lambda::Permission
            RESOURCE  | B: {Type: AWS::S3::Bucket, Properties: {NotificationConfiguration: {QueueConfigurations: [{Event: 's3:ObjectRemoved:*', Queue: !GetAtt Queue.Arn}]}}} ;; P: {Type: AWS::SQS::QueuePolicy, Properties: {Queues: [!Ref Queue], PolicyDocument: {Statement: [{Effect: Allow, Principal: {Service: s3.amazonaws.com}, Action: sqs:SendMessage, Resource: !GetAtt Queue.Arn}]}}} | B: {Type: AWS::S3::Bucket, Properties: {NotificationConfiguration: {QueueConfigurations: [{Event: 's3:ObjectRemoved:*', Queue: !GetAtt Queue.Arn}]}}} ;; P: {Type: AWS::SQS::QueuePolicy, Properties: {Queues: [!Ref Queue], PolicyDocument: {Statement: [{Effect: Allow, Principal: {Service: sns.amazonaws.com}, Action: sqs:SendMessage, Resource: !GetAtt Queue.Arn}]}}} | Queue: S3 may not send to arn:aws:sqs:eu-west-1:000000000000:queue, and refuses the notification; add an AWS::SQS::QueuePolicy
            RESOURCE  | B: {Type: AWS::S3::Bucket, Properties: {NotificationConfiguration: {TopicConfigurations: [{Event: 's3:ObjectCreated:Put', Topic: !Ref Topic}]}}} ;; P: {Type: AWS::SNS::TopicPolicy, Properties: {Topics: [!Ref Topic], PolicyDocument: {Statement: [{Effect: Allow, Principal: {Service: s3.amazonaws.com}, Action: sns:Publish, Resource: !Ref Topic}]}}} | B: {Type: AWS::S3::Bucket, Properties: {NotificationConfiguration: {TopicConfigurations: [{Event: 's3:ObjectCreated:Put', Topic: !Ref Topic}]}}} ;; P: {Type: AWS::SNS::TopicPolicy, Properties: {Topics: [!Ref Topic], PolicyDocument: {Statement: [{Effect: Allow, Principal: {Service: sns.amazonaws.com}, Action: sns:Publish, Resource: !Ref Topic}]}}} | Topic: S3 may not publish to arn:aws:sns:eu-west-1:000000000000:topic, and refuses the notification; add an AWS::SNS::TopicPolicy
            RESOURCE  | B: {Type: AWS::S3::Bucket, Properties: {NotificationConfiguration: {QueueConfigurations: [{Event: 's3:ObjectRemoved:*', Queue: !GetAtt Queue.Arn}]}}} ;; P: {Type: AWS::SQS::QueuePolicy, Properties: {Queues: [!Ref Queue], PolicyDocument: {Statement: [{Effect: Allow, Principal: {Service: s3.amazonaws.com}, Action: sqs:SendMessage, Resource: !GetAtt Queue.Arn}]}}} | B: {Type: AWS::S3::Bucket, Properties: {NotificationConfiguration: {QueueConfigurations: [{Event: 's3:ObjectRemoved:*', Queue: !Ref Queue}]}}} ;; P: {Type: AWS::SQS::QueuePolicy, Properties: {Queues: [!Ref Queue], PolicyDocument: {Statement: [{Effect: Allow, Principal: {Service: s3.amazonaws.com}, Action: sqs:SendMessage, Resource: !GetAtt Queue.Arn}]}}} | Queue: no AWS::SQS::Queue of this template has the ARN http
            RESOURCE  | B: {Type: AWS::S3::Bucket, Properties: {NotificationConfiguration: {LambdaConfigurations: [{Event: 's3:ObjectCreated:*', Function: !GetAtt Counter.Arn}]}}} ;; P: {Type: AWS::Lambda::Permission, Properties: {Action: lambda:InvokeFunction, FunctionName: !Ref Counter, Principal: s3.amazonaws.com}} | B: {Type: AWS::S3::Bucket, Properties: {NotificationConfiguration: {LambdaConfigurations: [{Event: 's3:ObjectCreated:*', Function: !Ref Counter}]}}} ;; P: {Type: AWS::Lambda::Permission, Properties: {Action: lambda:InvokeFunction, FunctionName: !Ref Counter, Principal: s3.amazonaws.com}} | Function: no AWS::Serverless::Function of this template has the ARN shop-Counter
            RESOURCE  | B: {Type: AWS::S3::Bucket, Properties: {NotificationConfiguration: {QueueConfigurations: [{Event: 's3:ObjectRemoved:*', Queue: !GetAtt Queue.Arn}]}}} ;; P: {Type: AWS::SQS::QueuePolicy, Properties: {Queues: [!Ref Queue], PolicyDocument: {Statement: [{Effect: Allow, Principal: {Service: s3.amazonaws.com}, Action: sqs:SendMessage, Resource: !GetAtt Queue.Arn}]}}} | B: {Type: AWS::S3::Bucket, Properties: {NotificationConfiguration: {QueueConfigurations: [{Event: 's3:ObjectRestore:*', Queue: !GetAtt Queue.Arn}]}}} ;; P: {Type: AWS::SQS::QueuePolicy, Properties: {Queues: [!Ref Queue], PolicyDocument: {Statement: [{Effect: Allow, Principal: {Service: s3.amazonaws.com}, Action: sqs:SendMessage, Resource: !GetAtt Queue.Arn}]}}} | .Event: the local runner sends no event 's3:ObjectRestore:*'
            RESOURCE  | B: {Type: AWS::S3::Bucket, Properties: {NotificationConfiguration: {QueueConfigurations: [{Event: 's3:ObjectCreated:*', Queue: !GetAtt Queue.Arn, Filter: {S3Key: {Rules: [{Name: prefix, Value: in/}, {Name: suffix, Value: .txt}]}}}, {Event: 's3:ObjectCreated:Put', Queue: !GetAtt Queue.Arn, Filter: {S3Key: {Rules: [{Name: Prefix, Value: in/a}, {Name: suffix, Value: '.csv'}]}}}]}}} ;; P: {Type: AWS::SQS::QueuePolicy, Properties: {Queues: [!Ref Queue], PolicyDocument: {Statement: [{Effect: Allow, Principal: {Service: s3.amazonaws.com}, Action: sqs:SendMessage, Resource: !GetAtt Queue.Arn}]}}} | B: {Type: AWS::S3::Bucket, Properties: {NotificationConfiguration: {QueueConfigurations: [{Event: 's3:ObjectCreated:*', Queue: !GetAtt Queue.Arn, Filter: {S3Key: {Rules: [{Name: prefix, Value: in/}, {Name: suffix, Value: .txt}]}}}, {Event: 's3:ObjectCreated:Put', Queue: !GetAtt Queue.Arn, Filter: {S3Key: {Rules: [{Name: Prefix, Value: in/a}, {Name: suffix, Value: a.txt}]}}}]}}} ;; P: {Type: AWS::SQS::QueuePolicy, Properties: {Queues: [!Ref Queue], PolicyDocument: {Statement: [{Effect: Allow, Principal: {Service: s3.amazonaws.com}, Action: sqs:SendMessage, Resource: !GetAtt Queue.Arn}]}}} | Event: S3 takes no two notifications of a bucket for the same events and overlapping prefixes and suffixes
            RESOURCE  | B: {Type: AWS::S3::Bucket, Properties: {NotificationConfiguration: {QueueConfigurations: [{Event: 's3:ObjectCreated:*', Queue: !GetAtt Queue.Arn, Filter: {S3Key: {Rules: [{Name: prefix, Value: in/}, {Name: suffix, Value: .txt}]}}}, {Event: 's3:ObjectCreated:Put', Queue: !GetAtt Queue.Arn, Filter: {S3Key: {Rules: [{Name: Prefix, Value: out/}, {Name: suffix, Value: '.txt'}]}}}]}}} ;; P: {Type: AWS::SQS::QueuePolicy, Properties: {Queues: [!Ref Queue], PolicyDocument: {Statement: [{Effect: Allow, Principal: {Service: s3.amazonaws.com}, Action: sqs:SendMessage, Resource: !GetAtt Queue.Arn}]}}} | B: {Type: AWS::S3::Bucket, Properties: {NotificationConfiguration: {QueueConfigurations: [{Event: 's3:ObjectCreated:*', Queue: !GetAtt Queue.Arn, Filter: {S3Key: {Rules: [{Name: prefix, Value: in/}, {Name: suffix, Value: .txt}]}}}, {Event: 's3:ObjectCreated:Put', Queue: !GetAtt Queue.Arn, Filter: {S3Key: {Rules: [{Name: Prefix, Value: i}, {Name: suffix, Value: t}]}}}]}}} ;; P: {Type: AWS::SQS::QueuePolicy, Properties: {Queues: [!Ref Queue], PolicyDocument: {Statement: [{Effect: Allow, Principal: {Service: s3.amazonaws.com}, Action: sqs:SendMessage, Resource: !GetAtt Queue.Arn}]}}} | Event: S3 takes no two notifications
            RESOURCE  | B: {Type: AWS::S3::Bucket} ;; S: {Type: AWS::Serverless::Function, Properties: {Handler: a.B::c, Runtime: java25, Events: {E: {Type: S3, Properties: {Bucket: !Ref B, Events: 's3:ObjectCreated:*'}}}}} | B: {Type: AWS::S3::Bucket} ;; S: {Type: AWS::Serverless::Function, Properties: {Handler: a.B::c, Runtime: java25, Events: {E: {Type: S3, Properties: {Bucket: !Ref B, Events: 's3:ObjectCreated'}}}}} | .Events.E.Properties.Events: the local runner sends no event 's3:ObjectCreated'
            RESOURCE  | B: {Type: AWS::S3::Bucket} ;; S: {Type: AWS::Serverless::Function, Properties: {Handler: a.B::c, Runtime: java25, Events: {E: {Type: S3, Properties: {Bucket: !Ref B, Events: ['s3:ObjectCreated:Put', 's3:ObjectRemoved:*']}}}}} | S: {Type: AWS::Serverless::Function, Properties: {Handler: a.B::c, Runtime: java25, Events: {E: {Type: S3, Properties: {Bucket: b, Events: 's3:ObjectCreated:*'}}}}} | Bucket: 'b' is no AWS::S3::Bucket of this template; the template has none
            RESOURCE  | B: {Type: AWS::S3::Bucket, Properties: {VersioningConfiguration: {Status: Enabled}}} ;; S: {Type: AWS::Serverless::Function, Properties: {Handler: a.B::c, Runtime: java25, Events: {E: {Type: S3, Properties: {Bucket: !Ref B, Events: 's3:ObjectCreated:*'}}}}} | B: {Type: AWS::S3::Bucket} ;; S: {Type: AWS::Serverless::Function, Properties: {Handler: a.B::c, Runtime: java25, Environment: {Variables: {AB: !Ref B}}, Events: {E: {Type: S3, Properties: {Bucket: !Ref B, Events: 's3:ObjectCreated:*'}}}}} | circular dependency: B -> S -> B
            OUTPUT    | O: {Value: !If [IsProd, !Ref Absent, x]} | O: {Value: !Ref Absent}                 | Outputs.O.Value: refers to Absent, which does not exist as its condition IsProd is false
            OUTPUT    | O: {Value: !Ref Topic, Condition: IsDev} | O: {Value: !Ref Nothing, Condition: IsProd} | Outputs.O.Value: !Ref Nothing: there is no resource or parameter Nothing
            OUTPUT    | O: {Value: !Sub "${Stage}"}             | O: {Value: !Sub "${Stge}"}               | Outputs.O.Value: ${Stge} in !Sub: there is no resource or parameter Stge; did you mean Stage?
            OUTPUT    | O: {Value: !Join ["", [a, b]]}          | O: {Value: !Join [a, b]}                 | Outputs.O.Value[1]: Fn::Join's second argument must be a list, found the value 'b'
            OUTPUT    | O: {Value: !Select [0, [a]]}            | O: {Value: !Select [1, [a]]}             | Outputs.O.Value: Fn::Select's index 1 must be a whole number from 0 to 0
            OUTPUT    | O: {Value: !Ref AWS::Region}            | O: {Value: !ImportValue x}               | Outputs.O.Value: intrinsic function !ImportValue is not supported; supported: Condition, Fn::And
            OUTPUT    | O: {Value: !Ref AWS::Region}            | O: {Value: {"Fn::Base64": x}}            | Outputs.O.Value: intrinsic function Fn::Base64 is not supported
            OUTPUT    | O: {Value: {"Fn::Sub": x}}              | O: {Value: {"Fn::Sub": x, Other: y}}     | Outputs.O.Value: Fn::Sub must be the only key of its map
            OUTPUT    | O: {Value: !If [IsDev, a, b]}           | O: {Value: !Equals [a, b]}               | Outputs.O.Value: Fn::Equals belongs in the section Conditions
            OUTPUT    | O: {Value: !FindInMap [A, b, c]}        | O: {Value: !FindInMap [A, b, d]}         | Outputs.O.Value: the mapping A.b has no key d; known: c
            OUTPUT    | O: {Value: a, Export: {Name: o}}        | O: {Description: a}                      | Outputs.O: missing required property Value
            """)
    void read_shouldTellTheRule_whenATemplateBreaksIt(String where, String good, String bad, String told) {
        assertThatCode(() -> read(where, good)).doesNotThrowAnyException();

        assertThat(refused(where, bad).problems()).anyMatch(problem -> problem.contains(told));
    }

    @ParameterizedTest
    @FieldSource("localrunner.application.Application$Configuration#RESERVED_VARIABLES")
    void read_shouldRefuseAVariable_whenLambdaReservesIt(String name) {
        TemplateException e =
                refused("FUNCTION", "Runtime: java25 ;; Environment: {Variables: {" + name + ": mars-north-1}}");

        assertThat(e).hasMessageContaining("Counter").hasMessageContaining(name + ": Lambda sets this environment");
    }

    @Test
    void read_shouldTellOneThing_whenOneThingIsWrong() {
        assertThat(refused(
                                "RESOURCE",
                                "Later: {Type: AWS::Kinesis::Stream} ;; P: {Type: AWS::SSM::Parameter, Properties: {Type: String, Value: !GetAtt Later.Arn}}")
                        .problems())
                .hasSize(1);
        assertThat(refused("GLOBAL", "Timeout: soon").problems()).hasSize(1);
        assertThat(refused("FUNCTION", "Runtime: java25 ;; Environment: {Variables: {AB: !Ref Nothing}}")
                        .problems())
                .hasSize(1);
    }

    @Test
    void read_shouldGiveLineAndColumn_whenTheTemplateIsNoYaml() {
        assertThat(refusedText("Resources:\n  A: 1\n B: 2\n"))
                .hasMessage("template.yaml:3: column 2: not valid YAML: while parsing a block mapping:"
                        + " expected <block end>, but found '<block mapping start>'");
        assertThat(refusedText("A: [1")).hasMessageStartingWith("template.yaml:1: column 6: not valid YAML: ");
    }

    @Test
    void read_shouldSayWhatATemplateIs_whenThereIsNone() {
        assertThat(refusedText("# nothing\n"))
                .hasMessage("template.yaml: the file is empty; a template needs at least Resources");
        assertThat(refusedText("- a\n"))
                .hasMessage("template.yaml:1: a template is a map with the sections Transform, Resources, ...");
        assertThat(refusedText("A: 1\n---\nB: 2\n"))
                .hasMessage("template.yaml:3: a template is one YAML document, not two");
        assertThat(refusedText("Description: x\n").problems())
                .containsExactly(
                        "template.yaml: missing required property Transform",
                        "template.yaml: missing required property Resources");
    }

    @Test
    void read_shouldFindTheCircle_whenAFunctionRefersToTheApiThatCallsIt() {
        assertThat(refused("FUNCTION", "Runtime: java25 ;; Environment: {Variables: {API: !Ref Words}}"))
                .hasMessage("template.yaml:20: Resources.Counter.Properties.Environment.Variables.API:"
                        + " circular dependency: Counter -> Words -> Counter");
    }

    @Test
    void read_shouldNotMissWhatIsMisspelt() {
        assertThat(refused(
                                "EVENT",
                                "Table: {Type: DynamoDB, Properties: {Stream: !GetAtt Table.StreamArn, StartingPositon: LATEST}}")
                        .problems())
                .singleElement()
                .asString()
                .contains("did you mean StartingPosition?");
    }

    @Test
    void read_shouldNotMissWhatIsMisspeltInGlobals() {
        String text = """
                Transform: AWS::Serverless-2016-10-31
                Globals:
                  Function: {Runtmie: java25, CodeUri: build}
                Resources:
                  One: {Type: AWS::Serverless::Function, Properties: {Handler: "a.B::c"}}
                  Two: {Type: AWS::Serverless::Function, Properties: {Handlr: "a.B::c"}}
                  Three: {Type: AWS::Serverless::Function}
                """;

        assertThat(refusedText(text).problems())
                .hasSize(3)
                .anyMatch(problem -> problem.startsWith("template.yaml:3: Globals.Function.Runtmie: "))
                .anyMatch(problem -> problem.startsWith("template.yaml:6: Resources.Two.Properties.Handlr: "))
                .anyMatch(problem -> problem.endsWith("missing required property Handler"));
    }

    private static TemplateException refused(String where, String bad) {
        return catchThrowableOfType(TemplateException.class, () -> read(where, bad));
    }

    private static TemplateException refusedText(String text) {
        return catchThrowableOfType(TemplateException.class, () -> readText(text));
    }

    private static Application read(String where, String what) {
        String text = TEMPLATE;
        for (String slot : SLOTS) {
            String content = slot.equals(where) ? what : DEFAULTS.getOrDefault(slot, "");
            text = Pattern.compile("^( *)" + slot + "$", Pattern.MULTILINE)
                    .matcher(text)
                    .replaceFirst(match ->
                            Matcher.quoteReplacement(match.group(1) + content.replace(" ;; ", "\n" + match.group(1))));
        }
        return readText(text);
    }

    private static Application readText(String text) {
        return TemplateReader.read(
                new TemplateFile(Path.of("template.yaml"), "template.yaml", text),
                new ReaderSettings("shop", "eu-west-1", URI.create("http://127.0.0.1:4566"), Map.of()));
    }
}
