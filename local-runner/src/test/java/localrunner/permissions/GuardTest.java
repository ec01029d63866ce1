package localrunner.permissions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import localrunner.application.Application;
import localrunner.console.RecordingConsole;
import localrunner.edge.EdgeRequest;
import localrunner.edge.EdgeResponse;
import localrunner.edge.EdgeService;
import localrunner.edge.Requests;
import localrunner.edge.StreamedResponse;
import localrunner.edge.StreamingService;
import localrunner.s3.BrowserForm;
import localrunner.sqs.QueueSender;
import localrunner.sqs.Sender;
import localrunner.template.ReaderSettings;
import localrunner.template.TemplateFile;
import localrunner.template.TemplateReader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class GuardTest {

    private static final String ACCOUNT = "arn:aws:%s:eu-west-1:000000000000:";
    private static final String QUEUE = ACCOUNT.formatted("sqs") + "shop-Work";
    private static final String DEAD = ACCOUNT.formatted("sqs") + "shop-Dead";
    private static final String TOPIC = ACCOUNT.formatted("sns") + "shop-Orders";

    /** A function that may do one thing, said in a policy of its role. */
    private static final String TEMPLATE = """
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Table:
                Type: AWS::DynamoDB::Table
                Properties:
                  BillingMode: PAY_PER_REQUEST
                  AttributeDefinitions:
                    - {AttributeName: id, AttributeType: S}
                    - {AttributeName: day, AttributeType: S}
                  KeySchema: [{AttributeName: id, KeyType: HASH}]
                  GlobalSecondaryIndexes:
                    - IndexName: ByDay
                      KeySchema: [{AttributeName: day, KeyType: HASH}]
                      Projection: {ProjectionType: ALL}
                  StreamSpecification: {StreamViewType: NEW_IMAGE}
              Encrypted:
                Type: AWS::S3::Bucket
                Properties:
                  BucketName: shop-encrypted
                  BucketEncryption:
                    ServerSideEncryptionConfiguration:
                      - ServerSideEncryptionByDefault: {SSEAlgorithm: "aws:kms", KMSMasterKeyID: 1234-5678}
              Texts: {Type: AWS::KMS::Alias, Properties: {AliasName: alias/texts, TargetKeyId: 1234-5678}}
              Orders: {Type: AWS::SNS::Topic}
              Work: {Type: AWS::SQS::Queue}
              Dead: {Type: AWS::SQS::Queue}
              DeadPolicy:
                Type: AWS::SQS::QueuePolicy
                Properties:
                  Queues: [!Ref Dead]
                  PolicyDocument:
                    Statement:
                      - Effect: Allow
                        Principal: {Service: sns.amazonaws.com}
                        Action: sqs:SendMessage
                        Resource: !GetAtt Dead.Arn
                        Condition: {ArnEquals: {"aws:SourceArn": !Ref Orders}}
                      - Effect: Deny
                        Principal: "*"
                        Action: sqs:*
                        Resource: !GetAtt Dead.Arn
                        Condition: {Bool: {"aws:SecureTransport": "false"}}
              ApiRole:
                Type: AWS::IAM::Role
                Properties:
                  AssumeRolePolicyDocument:
                    Statement:
                      - Effect: Allow
                        Principal: {Service: [lambda.amazonaws.com, apigateway.amazonaws.com]}
                        Action: sts:AssumeRole
                  Policies:
                    - PolicyName: Send
                      PolicyDocument:
                        Statement: [{Effect: Allow, Action: "sqs:SendMessage", Resource: !GetAtt Work.Arn}]
              Role:
                Type: AWS::IAM::Role
                Properties:
                  AssumeRolePolicyDocument:
                    Statement:
                      - Effect: Allow
                        Principal: {Service: lambda.amazonaws.com}
                        Action: sts:AssumeRole
                  Policies:
                    - PolicyName: Only
                      PolicyDocument:
                        Statement:
                          - {Sid: Only, Effect: Allow, Action: [ACTIONS], Resource: [RESOURCES] CONDITION}
              Reader:
                Type: AWS::Serverless::Function
                Properties:
                  Runtime: java25
                  Handler: a.B
                  AutoPublishAlias: live
                  Role: !GetAtt Role.Arn
                  Events:
                    Stream:
                      Type: DynamoDB
                      Properties: {Stream: !GetAtt Table.StreamArn, StartingPosition: LATEST}
                    Queue:
                      Type: SQS
                      Properties: {Queue: !GetAtt Work.Arn}
            """;

    private final RecordingConsole console = new RecordingConsole();
    private final List<String> sent = new ArrayList<>();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "GetItem | {'TableName':'shop-Table','Key':{'id':{'S':'a'}}} | dynamodb:GetItem | table/shop-Table",
                "PutItem | {'TableName':'shop-Table'} | dynamodb:PutItem | table/shop-Table",
                "GetItem | {'TableName':'arn:aws:dynamodb:eu-west-1:000000000000:table/shop-Table'} | dynamodb:GetItem | table/shop-Table",
                "Query | {'TableName':'shop-Table'} | dynamodb:Query | table/shop-Table",
                "Query | {'TableName':'shop-Table','IndexName':'ByDay'} | dynamodb:Query | table/shop-Table/index/ByDay",
                "Scan | {'TableName':'shop-Table','IndexName':'ByDay'} | dynamodb:Scan | table/shop-Table/index/ByDay",
                "BatchGetItem | {'RequestItems':{'shop-Table':{'Keys':[]}}} | dynamodb:BatchGetItem | table/shop-Table",
                "BatchWriteItem | {'RequestItems':{'shop-Table':[]}} | dynamodb:BatchWriteItem | table/shop-Table",
                "TransactGetItems | {'TransactItems':[{'Get':{'TableName':'shop-Table'}}]} | dynamodb:GetItem | table/shop-Table",
                "TransactWriteItems | {'TransactItems':[{'Put':{'TableName':'shop-Table'}}]} | dynamodb:PutItem | table/shop-Table",
                "TransactWriteItems | {'TransactItems':[{'Update':{'TableName':'shop-Table'}}]} | dynamodb:UpdateItem | table/shop-Table",
                "TransactWriteItems | {'TransactItems':[{'Delete':{'TableName':'shop-Table'}}]} | dynamodb:DeleteItem | table/shop-Table",
                "TransactWriteItems | {'TransactItems':[{'ConditionCheck':{'TableName':'shop-Table'}}]} | dynamodb:ConditionCheckItem | table/shop-Table",
                "ExecuteStatement | {'Statement':'SELECT * FROM ~shop-Table~.~ByDay~ WHERE id=?'} | dynamodb:PartiQLSelect | table/shop-Table/index/ByDay",
                "ExecuteStatement | {'Statement':'update ~shop-Table~ set a=1'} | dynamodb:PartiQLUpdate | table/shop-Table",
                "ExecuteStatement | {'Statement':'insert into shop-Table value {}'} | dynamodb:PartiQLInsert | table/shop-Table",
                "ListTables | {} | dynamodb:ListTables | *",
                "DescribeStream | {'StreamArn':'arn:aws:dynamodb:eu-west-1:000000000000:table/shop-Table/stream/1'} | dynamodb:DescribeStream | table/shop-Table/stream/1",
                "GetRecords | {'ShardIterator':'000!arn:aws:dynamodb:eu-west-1:000000000000:table/shop-Table/stream/1!x'} | dynamodb:GetRecords | table/shop-Table/stream/1",
                "ListStreams | {'TableName':'shop-Table'} | dynamodb:ListStreams | table/shop-Table/stream/*",
            })
    void dynamoDb_shouldNeedTheActionOnTheResource(String operation, String body, String action, String resource)
            throws Exception {
        EdgeRequest request = signed(Requests.json(
                "dynamodb",
                "DynamoDB_20120810." + operation,
                body.replace('\'', '"').replace("~", "\\\"").replace('!', '|')));

        assertNeeds("dynamodb", request, action, resource.equals("*") ? "*" : ACCOUNT.formatted("dynamodb") + resource);
    }

    @ParameterizedTest
    @CsvSource({
        "SendMessage, sqs:SendMessage",
        "SendMessageBatch, sqs:SendMessage",
        "DeleteMessageBatch, sqs:DeleteMessage",
        "ChangeMessageVisibilityBatch, sqs:ChangeMessageVisibility",
        "ReceiveMessage, sqs:ReceiveMessage",
        "GetQueueAttributes, sqs:GetQueueAttributes",
    })
    void sqs_shouldNeedTheActionOnTheQueue(String operation, String action) throws Exception {
        String url = "http://127.0.0.1:4566/000000000000/shop-Work";

        assertNeeds(
                "sqs",
                signed(Requests.json("sqs", "AmazonSQS." + operation, "{\"QueueUrl\":\"" + url + "\"}")),
                action,
                QUEUE);
        assertNeeds(
                "sqs", signed(Requests.query("sqs", "/", "Action=" + operation + "&QueueUrl=" + url)), action, QUEUE);
    }

    @ParameterizedTest
    @CsvSource({"Publish, sns:Publish", "PublishBatch, sns:Publish", "GetTopicAttributes, sns:GetTopicAttributes"})
    void sns_shouldNeedTheActionOnTheTopic(String operation, String action) throws Exception {
        assertNeeds(
                "sns", signed(Requests.query("sns", "/", "Action=" + operation + "&TopicArn=" + TOPIC)), action, TOPIC);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "GetParameter | {'Name':'/a/b'} | /a/b",
                "GetParameter | {'Name':'/a/b:3'} | /a/b",
                "GetParameter | {'Name':'plain'} | /plain",
                "GetParameters | {'Names':['/a/b']} | /a/b",
                "GetParametersByPath | {'Path':'/a'} | /a",
                "PutParameter | {'Name':'/a/b'} | /a/b",
            })
    void ssm_shouldNeedTheActionOnTheParameter(String operation, String body, String parameter) throws Exception {
        assertNeeds(
                "ssm",
                signed(Requests.json("ssm", "AmazonSSM." + operation, body.replace('\'', '"'))),
                "ssm:" + operation,
                ACCOUNT.formatted("ssm") + "parameter" + parameter);
    }

    @ParameterizedTest
    @CsvSource({"shop-Other:live, shop-Other:live", "shop-Other, shop-Other"})
    void lambda_shouldNeedTheActionOnWhatTheCallerNames(String function, String resource) throws Exception {
        assertNeeds(
                "lambda",
                signed(Requests.invoke(function, "", Map.of(), new byte[0])),
                "lambda:InvokeFunction",
                ACCOUNT.formatted("lambda") + "function:" + resource);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dynamodb | 400 | {\"__type\":\"com.amazon.coral.service#AccessDeniedException\"",
                "sqs      | 403 | is not authorized to perform: sqs:receivemessage on resource: *",
                "sns      | 403 | <Code>AuthorizationError</Code>",
                "ssm      | 400 | {\"__type\":\"AccessDeniedException\"",
                "lambda   | 403 | \"Message\":\"User: arn:aws:sts::000000000000:assumed-role/shop-Role/shop-Reader",
            })
    void handle_shouldRefuseInTheServicesOwnWords(String service, int status, String part) throws Exception {
        Guard guard = guard("kms:Decrypt", "*", "");
        EdgeRequest request = switch (service) {
            case "sns" -> Requests.query("sns", "/", "Action=Publish&TopicArn=" + TOPIC);
            case "lambda" -> Requests.invoke("shop-Other", "", Map.of(), new byte[0]);
            case "sqs" -> Requests.json("sqs", "AmazonSQS.ReceiveMessage", "{\"QueueUrl\":\"http://h/0/shop-Work\"}");
            default -> Requests.json(service, "X.GetParameter", "{\"Name\":\"/a\",\"TableName\":\"t\"}");
        };

        EdgeResponse answer = guard.before(service(service)).handle(signed(request));

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.bodyText()).contains(part.replace(": *", ": " + QUEUE));
        assertThat(answer.bodyText()).contains("because no identity-based policy allows the ");
        assertThat(console.lines())
                .singleElement()
                .asString()
                .startsWith("Reader")
                .contains(
                        "refused: User: arn:aws:sts::000000000000:assumed-role/shop-Role/shop-Reader is not authorized");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET    | /shop-bucket/a%20b          |             | s3:GetObject | shop-bucket/a b",
                "HEAD   | /shop-bucket/a              |             | s3:GetObject | shop-bucket/a",
                "GET    | /shop-bucket/a              | versionId=1 | s3:GetObjectVersion | shop-bucket/a",
                "GET    | /shop-bucket/a              | tagging     | s3:GetObjectTagging | shop-bucket/a",
                "GET    | /shop-bucket/a              | uploadId=1  | s3:ListMultipartUploadParts | shop-bucket/a",
                "PUT    | /shop-bucket/a              |             | s3:PutObject | shop-bucket/a",
                "PUT    | /shop-bucket/a              | partNumber=1&uploadId=1 | s3:PutObject | shop-bucket/a",
                "POST   | /shop-bucket/a              | uploads     | s3:PutObject | shop-bucket/a",
                "DELETE | /shop-bucket/a              |             | s3:DeleteObject | shop-bucket/a",
                "DELETE | /shop-bucket/a              | versionId=1 | s3:DeleteObjectVersion | shop-bucket/a",
                "DELETE | /shop-bucket/a              | uploadId=1  | s3:AbortMultipartUpload | shop-bucket/a",
                "GET    | /shop-bucket                | list-type=2 | s3:ListBucket | shop-bucket",
                "GET    | /shop-bucket                | versions    | s3:ListBucketVersions | shop-bucket",
                "GET    | /shop-bucket                | uploads     | s3:ListBucketMultipartUploads | shop-bucket",
                "GET    | /shop-bucket                | location    | s3:GetBucketLocation | shop-bucket",
                "POST   | /shop-bucket                | delete      | s3:DeleteObject | shop-bucket/a&b",
            })
    void s3_shouldNeedTheActionOnTheObject(String method, String path, String query, String action, String resource)
            throws Exception {
        EdgeRequest head = s3Request(method, path, query == null ? "" : query);
        String arn = "arn:aws:s3:::" + resource;

        assertThat(s3(action, arn, 200).handle(head, body(query)).status()).isEqualTo(200);
        assertThat(s3(action + "X", arn, 200).handle(head, body(query)).status())
                .isEqualTo(403);
        assertThat(s3(action, arn + "X", 200).handle(head, body(query)).status())
                .isEqualTo(403);
    }

    @Test
    void s3_shouldFindTheBucketInTheHost() throws Exception {
        EdgeRequest head = s3Request("GET", "/a", "", Map.of("Host", "shop-bucket.s3.localhost:4566"));

        assertThat(s3("s3:GetObject", "arn:aws:s3:::shop-bucket/a", 200)
                        .handle(head, InputStream.nullInputStream())
                        .status())
                .isEqualTo(200);
    }

    @Test
    void s3_shouldNeedTheKeyToo_whenTheBucketHasOneOfItsOwn() throws Exception {
        EdgeRequest get = s3Request("GET", "/shop-encrypted/a", "");
        EdgeRequest put = s3Request("PUT", "/shop-encrypted/a", "");

        assertThat(s3("s3:*", "*", 200)
                        .handle(get, InputStream.nullInputStream())
                        .status())
                .isEqualTo(403);
        assertThat(s3("s3:*, kms:Decrypt", "*", 200)
                        .handle(get, InputStream.nullInputStream())
                        .status())
                .isEqualTo(200);
        assertThat(s3("s3:*, kms:Decrypt", "*", 200)
                        .handle(put, InputStream.nullInputStream())
                        .status())
                .isEqualTo(403);
        assertThat(s3("s3:*, kms:GenerateDataKey", "*", 200)
                        .handle(put, InputStream.nullInputStream())
                        .status())
                .isEqualTo(200);
    }

    @Test
    void s3_shouldNeedTheKeyThatAnAliasLeadsTo() throws Exception {
        Map<String, String> byAlias = Map.of(
                "x-amz-server-side-encryption",
                "aws:kms",
                "x-amz-server-side-encryption-aws-kms-key-id",
                "alias/texts");
        EdgeRequest put = s3Request("PUT", "/shop-bucket/a", "", byAlias);

        assertThat(s3("s3:*", "*", 200)
                        .handle(put, InputStream.nullInputStream())
                        .status())
                .isEqualTo(403);
        assertThat(s3("s3:*, kms:GenerateDataKey", "*", 200)
                        .handle(put, InputStream.nullInputStream())
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"aws:kms, 403", "AES256, 200"})
    void s3_shouldDecideByTheEncryptionThatIsAskedFor(String algorithm, int status) throws Exception {
        EdgeRequest put = s3Request("PUT", "/shop-bucket/a", "", Map.of("x-amz-server-side-encryption", algorithm));
        Guard guard = guard(
                "s3:PutObject", "*", ", Condition: {StringEquals: {\"s3:x-amz-server-side-encryption\": AES256}}");

        assertThat(s3(guard, 200).handle(put, InputStream.nullInputStream()).status())
                .isEqualTo(status);
    }

    /** What a caller puts into a request is never a wildcard of the policy that quotes it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "arn:aws:s3:::${s3:prefix}  |                                                       | prefix=shop-bucket    | 200",
                "arn:aws:s3:::${s3:prefix}  |                                                       | prefix=*              | 403",
                "arn:aws:s3:::${s3:prefix}* |                                                       | prefix=shop           | 200",
                "arn:aws:s3:::${s3:prefix}* |                                                       | prefix=?              | 403",
                "*                          | StringLike: {\"s3:delimiter\": \"${s3:prefix}\"}  | prefix=/&delimiter=/  | 200",
                "*                          | StringLike: {\"s3:delimiter\": \"${s3:prefix}\"}  | prefix=*&delimiter=/  | 403",
                "*                          | StringLike: {\"s3:delimiter\": \"${s3:prefix}\"}  | prefix=*&delimiter=*  | 200",
                "*                          | StringLike: {\"s3:delimiter\": \"${s3:prefix}*\"} | prefix=?&delimiter=/  | 403",
            })
    void handle_shouldTakeTheValueOfAPolicysVariableAsItIs_whenItHasAnAsterisk(
            String resource, @Nullable String condition, String query, int status) throws Exception {
        Guard guard = guard("s3:ListBucket", resource, condition == null ? "" : ", Condition: {" + condition + "}");

        StreamedResponse answer =
                s3(guard, 200).handle(s3Request("GET", "/shop-bucket", query), InputStream.nullInputStream());

        assertThat(answer.status()).isEqualTo(status);
    }

    @Test
    void s3_shouldNeedTheSourceOfACopy() throws Exception {
        EdgeRequest copy = s3Request("PUT", "/shop-bucket/b", "", Map.of("x-amz-copy-source", "/shop-bucket/a%20b"));

        assertThat(s3("s3:PutObject", "*", 200)
                        .handle(copy, InputStream.nullInputStream())
                        .status())
                .isEqualTo(403);
        assertThat(s3("s3:PutObject, s3:GetObject", "*", 200)
                        .handle(copy, InputStream.nullInputStream())
                        .status())
                .isEqualTo(200);
    }

    @Test
    void s3_shouldNotTellThatAnObjectIsMissing_toWhoMayNotListTheBucket() throws Exception {
        EdgeRequest get = s3Request("GET", "/shop-bucket/a", "");
        StreamedResponse refused = s3("s3:GetObject", "*", 404).handle(get, InputStream.nullInputStream());
        var text = new ByteArrayOutputStream();
        refused.body().writeTo(text);

        assertThat(refused.status()).isEqualTo(403);
        assertThat(text.toString(StandardCharsets.UTF_8))
                .contains(
                        "<Code>AccessDenied</Code><Message>User: arn:aws:sts::000000000000:assumed-role/shop-Role/shop-Reader"
                                + " is not authorized to perform: s3:ListBucket on resource: \"arn:aws:s3:::shop-bucket\" because no"
                                + " identity-based policy allows the s3:ListBucket action</Message>");
        assertThat(s3("s3:GetObject, s3:ListBucket", "*", 404)
                        .handle(get, InputStream.nullInputStream())
                        .status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({"s3:GetObject, 403", "s3:PutObject, 200"})
    void s3_shouldAskForThePermissionOfWhoSignedAForm(String allowed, int status) throws Exception {
        byte[] form = BrowserForm.signed("localReader", "2100-01-01T00:00:00Z", "{\"key\": \"a\"}")
                .field("key", "a")
                .file("a.txt", "hello")
                .body();
        EdgeRequest head = new EdgeRequest(
                "POST", "/shop-bucket", "", Map.of("Content-Type", BrowserForm.CONTENT_TYPE), new byte[0]);
        var received = new ByteArrayOutputStream();

        StreamedResponse answer = guard(allowed, "arn:aws:s3:::shop-bucket/a", "")
                .beforeS3(s3(200, received))
                .handle(head, new ByteArrayInputStream(form));

        assertThat(answer.status()).isEqualTo(status);
        assertThat(received.toByteArray()).isEqualTo(status == 200 ? form : new byte[0]);
    }

    private StreamingService s3(String actions, String resource, int status) {
        return s3(guard(actions, resource, ""), status);
    }

    private static StreamingService s3(Guard guard, int status) {
        return guard.beforeS3(s3(status, OutputStream.nullOutputStream()));
    }

    /** S3 that answers with the status, and passes on what it gets. */
    private static StreamingService s3(int status, OutputStream received) {
        return new StreamingService() {
            @Override
            public String name() {
                return "s3";
            }

            @Override
            public boolean isAddressedBy(EdgeRequest head) {
                return false;
            }

            @Override
            public StreamedResponse handle(EdgeRequest head, InputStream body) throws IOException {
                body.transferTo(received);
                return new StreamedResponse(status, Map.of(), StreamedResponse.Body.NONE);
            }
        };
    }

    private static InputStream body(String query) {
        String xml = "delete".equals(query) ? "<Delete><Object><Key>a&amp;b</Key></Object></Delete>" : "";
        return new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8));
    }

    private static EdgeRequest s3Request(String method, String path, String query) {
        return s3Request(method, path, query, Map.of());
    }

    private static EdgeRequest s3Request(String method, String path, String query, Map<String, String> more) {
        Map<String, String> headers = new HashMap<>(more);
        headers.put("Authorization", Requests.authorization("s3").replace("AKIDEXAMPLE", "localReader"));
        return new EdgeRequest(method, path, query, headers, new byte[0]);
    }

    @Test
    void handle_shouldAskNobodyElse() throws Exception {
        EdgeRequest request = Requests.json("dynamodb", "DynamoDB_20120810.ListTables", "{}");

        EdgeResponse answer =
                guard("sqs:*", "*", "").before(service("dynamodb")).handle(request);

        assertThat(answer.status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "GetItem | {'TableName':'shop-Table','Key':{'id':{'S':'mine'}}} | 200",
                "GetItem | {'TableName':'shop-Table','Key':{'id':{'S':'yours'}}} | 400",
                "PutItem | {'TableName':'shop-Table','Item':{'id':{'S':'mine'},'text':{'S':'a'}}} | 200",
                "BatchGetItem | {'RequestItems':{'shop-Table':{'Keys':[{'id':{'S':'mine'}},{'id':{'S':'yours'}}]}}} | 400",
                "BatchWriteItem | {'RequestItems':{'shop-Table':[{'DeleteRequest':{'Key':{'id':{'S':'yours'}}}}]}} | 400",
                "Query | {'TableName':'shop-Table','KeyConditionExpression':'#k = :v','ExpressionAttributeNames':{'#k':'id'},'ExpressionAttributeValues':{':v':{'S':'mine'}}} | 200",
                "Query | {'TableName':'shop-Table','KeyConditionExpression':'id = :v','ExpressionAttributeValues':{':v':{'S':'yours'}}} | 400",
            })
    void handle_shouldDecideByThePartitionKey(String operation, String body, int status) throws Exception {
        Guard guard = guard(
                "dynamodb:*", "*", ", Condition: {\"ForAllValues:StringEquals\": {\"dynamodb:LeadingKeys\": [mine]}}");

        EdgeResponse answer = guard.before(service("dynamodb"))
                .handle(signed(Requests.json("dynamodb", "DynamoDB_20120810." + operation, body.replace('\'', '"'))));

        assertThat(answer.status()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'ProjectionExpression':'id, #t'} | 200",
                "{'ProjectionExpression':'id, secret'} | 400",
                "{'FilterExpression':'attribute_exists(secret) AND id = :v','ProjectionExpression':'id'} | 400",
                "{'ProjectionExpression':'id, #t.inner'} | 200",
                "{'AttributesToGet':['secret']} | 400",
            })
    void handle_shouldDecideByTheAttributes(String body, int status) throws Exception {
        Guard guard = guard(
                "dynamodb:*",
                "*",
                ", Condition: {\"ForAllValues:StringEquals\": {\"dynamodb:Attributes\": [id, text]}, StringEquals: {\"dynamodb:Select\": SPECIFIC_ATTRIBUTES}}");
        String whole = body.replace('\'', '"')
                .replaceFirst("\\{", "{\"TableName\":\"shop-Table\",\"ExpressionAttributeNames\":{\"#t\":\"text\"},");

        EdgeResponse answer = guard.before(service("dynamodb"))
                .handle(signed(Requests.json("dynamodb", "DynamoDB_20120810.Scan", whole)));

        assertThat(answer.status()).isEqualTo(status);
    }

    /** In a function's Policies, and attached to its role. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Role: !GetAtt Role.Arn | Policies: [AmazonSQSReadOnlyAccess]",
                "- PolicyName: Only     | - PolicyName: More",
            })
    void handle_shouldAllowWhatAManagedPolicyOfAwsAllows(String replaced, String by) throws Exception {
        String text = text("kms:Decrypt", "*", "")
                .replace(replaced, by)
                .replaceFirst(
                        "(?m)^( +)Policies:\n( +)- PolicyName: More",
                        "$1ManagedPolicyArns: [\"arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess\"]\n$0");
        EdgeService sqs = guard(application(text)).before(service("sqs"));

        assertThat(sqs.handle(sqsCall("GetQueueUrl", "{\"QueueName\":\"shop-Work\"}"))
                        .status())
                .isEqualTo(200);
        assertThat(sqs.handle(sqsCall("SendMessage", "{\"QueueUrl\":\"http://h/0/shop-Work\"}"))
                        .status())
                .isEqualTo(403);
    }

    private static EdgeRequest sqsCall(String operation, String body) {
        return signed(Requests.json("sqs", "AmazonSQS." + operation, body));
    }

    @Test
    void send_shouldUseTheFunctionsRole_whenLambdaGivesUp() {
        QueueSender refusing = guard("sqs:SendMessage", QUEUE, "")
                .beforeQueues((arn, body) -> sent.add(arn))
                .inTheNameOf(new Sender.OfFunction(ACCOUNT.formatted("lambda") + "function:shop-Reader:live"));

        refusing.send(QUEUE, "{}");
        assertThatThrownBy(() -> refusing.send(DEAD, "{}"))
                .hasMessageContaining("is not authorized to perform: sqs:SendMessage on resource: " + DEAD);

        assertThat(sent).containsExactly(QUEUE);
    }

    @Test
    void send_shouldAskTheQueuesPolicy_whenATopicGivesUp() {
        QueueSender queues = guard("sqs:*", "*", "").beforeQueues((arn, body) -> sent.add(arn));
        QueueSender topic = queues.inTheNameOf(new Sender.Service("sns.amazonaws.com", TOPIC));
        QueueSender other = queues.inTheNameOf(new Sender.Service("sns.amazonaws.com", TOPIC + "2"));

        topic.send(DEAD, "{}");
        assertThatThrownBy(() -> other.send(DEAD, "{}")).hasMessageContaining("no resource-based policy");
        assertThatThrownBy(() -> topic.send(QUEUE, "{}")).hasMessageContaining("no resource-based policy");

        assertThat(sent).containsExactly(DEAD);
    }

    @Test
    void handle_shouldUseTheRoleOfTheIntegration_whenApiGatewayCalls() throws Exception {
        EdgeService sqs = guard("sqs:*", "*", "")
                .before(service("sqs"))
                .inTheNameOf("arn:aws:iam::000000000000:role/shop-ApiRole");

        assertThat(sqs.handle(unsigned("shop-Work")).status()).isEqualTo(200);
        assertThat(sqs.handle(unsigned("shop-Dead")).status()).isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource({
        "'sqs:ReceiveMessage, sqs:DeleteMessage, sqs:GetQueueAttributes', ''",
        "'sqs:DeleteMessage, sqs:GetQueueAttributes', ReceiveMessage",
        "'sqs:ReceiveMessage, sqs:GetQueueAttributes', DeleteMessage",
        "'sqs:ReceiveMessage, sqs:DeleteMessage', GetQueueAttributes",
    })
    void problem_shouldNameWhatLambdaLacks_toReadAQueue(String actions, String missing) {
        Application application = application(actions, QUEUE, "");
        Guard guard = guard(application);

        assertThat(guard.problem(application.queueMappings().getFirst()).orElse(""))
                .startsWith(
                        missing.isEmpty()
                                ? ""
                                : "The provided execution role does not have permissions to call " + missing
                                        + " on SQS.");
        assertThat(guard.problem(application.queueMappings().getFirst()).isEmpty())
                .isEqualTo(missing.isEmpty());
    }

    @ParameterizedTest
    @CsvSource({
        "'dynamodb:GetRecords, dynamodb:GetShardIterator, dynamodb:DescribeStream, dynamodb:ListStreams', false",
        "'dynamodb:GetShardIterator, dynamodb:DescribeStream, dynamodb:ListStreams', true",
        "'dynamodb:GetRecords, dynamodb:DescribeStream, dynamodb:ListStreams', true",
        "'dynamodb:GetRecords, dynamodb:GetShardIterator, dynamodb:ListStreams', true",
        "'dynamodb:GetRecords, dynamodb:GetShardIterator, dynamodb:DescribeStream', true",
    })
    void problem_shouldBeLambdas_whenItCannotReadAStream(String actions, boolean refused) {
        Application application = application(actions, "*", "");

        assertThat(guard(application)
                        .problem(application.streamMappings().getFirst())
                        .isPresent())
                .isEqualTo(refused);
    }

    @Test
    void report_shouldTellWhatWasNeededAndWhatWasRefused() throws Exception {
        Guard guard = guard("sqs:SendMessage, sqs:DeleteMessage", QUEUE, "");
        EdgeService sqs = guard.before(service("sqs"));
        sqs.handle(signed(Requests.query("sqs", "/000000000000/shop-Work", "Action=SendMessage")));
        sqs.handle(signed(Requests.query("sqs", "/000000000000/shop-Work", "Action=SendMessage")));
        sqs.handle(signed(Requests.query("sqs", "/000000000000/shop-Dead", "Action=SendMessage")));

        JsonNode report = JsonMapper.shared()
                .readTree(guard.report()
                        .handle(Requests.query("_iam", "/_iam", ""))
                        .body());

        assertThat(report.path("grants").valueStream().map(JsonNode::toString))
                .contains(
                        grant("shop-Role", "Only", "Only", "sqs:SendMessage", 2, "Reader: SendMessage"),
                        grant("shop-Role", "Only", "Only", "sqs:DeleteMessage", 0));
        assertThat(report.path("refused")).hasSize(1);
        assertThat(report.path("refused").path(0).path("action").asString()).isEqualTo("sqs:SendMessage");
        assertThat(report.path("refused").path(0).path("times").asInt()).isEqualTo(1);
    }

    @Test
    void report_shouldNameTheFirstCallThatNeededAPermission_whateverItsProtocol() throws Exception {
        Guard guard = guard(application(
                "dynamodb:UpdateItem, sns:Publish, lambda:InvokeFunction, s3:GetObject, sqs:ReceiveMessage,"
                        + " sqs:DeleteMessage, sqs:GetQueueAttributes, sqs:SendMessage",
                "*",
                ""));
        guard.before(service("dynamodb"))
                .handle(signed(Requests.json(
                        "dynamodb",
                        "DynamoDB_20120810.TransactWriteItems",
                        "{\"TransactItems\":[{\"Update\":{\"TableName\":\"shop-Table\"}}]}")));
        guard.before(service("sns"))
                .handle(signed(Requests.query("sns", "/", "Action=PublishBatch&TopicArn=" + TOPIC)));
        guard.before(service("lambda")).handle(signed(Requests.invoke("shop-Other:live", "", Map.of(), new byte[0])));
        s3(guard, 200).handle(s3Request("GET", "/shop-bucket/a", ""), InputStream.nullInputStream());
        assertThat(guard.problem(application("*", "*", "").queueMappings().getFirst()))
                .isEmpty();
        guard.beforeQueues((_, _) -> {})
                .inTheNameOf(new Sender.OfFunction(ACCOUNT.formatted("lambda") + "function:shop-Reader:live"))
                .send(QUEUE, "{}");

        JsonNode report = JsonMapper.shared()
                .readTree(guard.report()
                        .handle(Requests.query("_iam", "/_iam", ""))
                        .body());

        assertThat(report.path("grants")
                        .valueStream()
                        .flatMap(grant -> grant.path("neededFirstBy").asStringOpt().stream()))
                .containsExactly(
                        "Reader: TransactWriteItems",
                        "Reader: PublishBatch",
                        "Reader: Invoke",
                        "Reader: GET /shop-bucket/a",
                        "Reader: CreateEventSourceMapping",
                        "Reader: CreateEventSourceMapping",
                        "Reader: CreateEventSourceMapping",
                        "Reader: SendMessage, by Lambda");
    }

    @Test
    void report_shouldCountNeitherOfTwoGrants_whenEachWouldDo() throws Exception {
        Guard guard = guard("sqs:SendMessage, sqs:Send*", QUEUE, "");
        guard.before(service("sqs"))
                .handle(signed(Requests.query("sqs", "/000000000000/shop-Work", "Action=SendMessage")));

        JsonNode report = JsonMapper.shared()
                .readTree(guard.report()
                        .handle(Requests.query("_iam", "/_iam", ""))
                        .body());

        assertThat(report.path("grants").valueStream().map(JsonNode::toString))
                .contains(
                        grant("shop-Role", "Only", "Only", "sqs:SendMessage", 0),
                        grant("shop-Role", "Only", "Only", "sqs:Send*", 0));
    }

    private static String grant(String holder, String policy, String statement, String action, int needed) {
        return "{\"holder\":\"%s\",\"policy\":\"%s\",\"statement\":\"%s\",\"action\":\"%s\",\"resource\":\"%s\",\"needed\":%d}"
                .formatted(holder, policy, statement, action, QUEUE, needed);
    }

    private static String grant(
            String holder, String policy, String statement, String action, int needed, String first) {
        return grant(holder, policy, statement, action, needed).replace("}", ",\"neededFirstBy\":\"" + first + "\"}");
    }

    /** With just that permission the request is answered, and with any other one or on any other resource it is not. */
    private void assertNeeds(String service, EdgeRequest request, String action, String resource) throws Exception {
        assertThat(guard(action, resource, "")
                        .before(service(service))
                        .handle(request)
                        .status())
                .as("with " + action + " on " + resource)
                .isEqualTo(200);
        assertThat(guard(action + "X", resource, "")
                        .before(service(service))
                        .handle(request)
                        .status())
                .as("with another action")
                .isGreaterThanOrEqualTo(400);
        assertThat(guard(action, resource.replace("*", "x") + "X", "")
                        .before(service(service))
                        .handle(request)
                        .status())
                .as("on another resource")
                .isGreaterThanOrEqualTo(400);
    }

    private static EdgeRequest unsigned(String queue) {
        return new EdgeRequest(
                "POST",
                "/000000000000/" + queue,
                "",
                Map.of("Content-Type", "application/x-www-form-urlencoded"),
                "Action=SendMessage&MessageBody=a".getBytes(StandardCharsets.UTF_8));
    }

    /** The request with the credentials of the function. */
    private static EdgeRequest signed(EdgeRequest request) {
        Map<String, String> headers = new HashMap<>(request.headers());
        headers.computeIfPresent("authorization", (name, value) -> value.replace("AKIDEXAMPLE", "localReader"));
        return new EdgeRequest(request.method(), request.path(), request.query(), headers, request.body());
    }

    private static EdgeService service(String name) {
        return new EdgeService() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public EdgeResponse handle(EdgeRequest request) {
                return EdgeResponse.of(200, "text/plain", "done");
            }
        };
    }

    private Guard guard(String actions, String resource, String condition) {
        return guard(application(actions, resource, condition));
    }

    private Guard guard(Application application) {
        return new Guard(application, application.permissions().orElseThrow(), console);
    }

    private static Application application(String actions, String resource, String condition) {
        return application(text(actions, resource, condition));
    }

    private static String text(String actions, String resource, String condition) {
        return TEMPLATE.replace("[ACTIONS]", "[\"" + actions.replace(", ", "\", \"") + "\"]")
                .replace("[RESOURCES]", "[\"" + resource + "\"]")
                .replace(" CONDITION", condition);
    }

    private static Application application(String text) {
        return TemplateReader.read(
                new TemplateFile(Path.of("template.yaml"), "template.yaml", text),
                new ReaderSettings("shop", "eu-west-1", URI.create("http://127.0.0.1:4566"), Map.of(), true));
    }
}
