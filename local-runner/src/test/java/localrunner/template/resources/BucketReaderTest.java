package localrunner.template.resources;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import localrunner.application.Application;
import localrunner.application.Bucket;
import localrunner.application.KeyAlias;
import localrunner.template.ReaderSettings;
import localrunner.template.TemplateFile;
import localrunner.template.TemplateReader;
import org.junit.jupiter.api.Test;

class BucketReaderTest {

    private static final String TEMPLATE = """
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Inbox:
                Type: AWS::S3::Bucket
                Properties:
                  VersioningConfiguration: {Status: Enabled}
                  BucketEncryption:
                    ServerSideEncryptionConfiguration:
                      - BucketKeyEnabled: true
                        ServerSideEncryptionByDefault: {SSEAlgorithm: "aws:kms", KMSMasterKeyID: !GetAtt Key.Arn}
                  PublicAccessBlockConfiguration: {BlockPublicAcls: true}
                  NotificationConfiguration:
                    QueueConfigurations:
                      - Event: s3:ObjectRemoved:Delete
                        Queue: !GetAtt Queue.Arn
                        Filter: {S3Key: {Rules: [{Name: suffix, Value: .txt}]}}
              Plain: {Type: AWS::S3::Bucket, Properties: {BucketName: plain-bucket}}
              Policy:
                Type: AWS::S3::BucketPolicy
                Properties: {Bucket: !Ref Inbox, PolicyDocument: {Statement: []}}
              Key: {Type: AWS::KMS::Key, Properties: {EnableKeyRotation: true}}
              Alias: {Type: AWS::KMS::Alias, Properties: {AliasName: alias/texts, TargetKeyId: !Ref Key}}
              Queue: {Type: AWS::SQS::Queue}
              QueuePolicy:
                Type: AWS::SQS::QueuePolicy
                Properties:
                  Queues: [!Ref Queue]
                  PolicyDocument:
                    Statement:
                      - {Effect: Allow, Principal: {Service: s3.amazonaws.com}, Action: "sqs:*", Resource: "*"}
              Counter:
                Type: AWS::Serverless::Function
                Properties:
                  Runtime: java25
                  Handler: a.B
                  CodeUri: code
                  AutoPublishAlias: live
                  Events:
                    Uploaded:
                      Type: S3
                      Properties:
                        Bucket: !Ref Inbox
                        Events: [s3:ObjectCreated:Put, s3:ObjectCreated:Copy]
                        Filter: {S3Key: {Rules: [{Name: prefix, Value: inbox/}]}}
            Outputs:
              Name: {Value: !Ref Inbox}
              Arn: {Value: !GetAtt Inbox.Arn}
              Domain: {Value: !GetAtt Inbox.DomainName}
              Regional: {Value: !GetAtt Inbox.RegionalDomainName}
              DualStack: {Value: !GetAtt Inbox.DualStackDomainName}
              Named: {Value: !Ref Plain}
              Key: {Value: !Ref Key}
              KeyArn: {Value: !GetAtt Key.Arn}
              Alias: {Value: !Ref Alias}
            """;

    private final Application application = TemplateReader.read(
            new TemplateFile(Path.of("template.yaml"), "template.yaml", TEMPLATE),
            new ReaderSettings("Shop", "eu-west-1", URI.create("http://127.0.0.1:4566"), Map.of()));

    private String output(String name) {
        return application.outputs().stream()
                .filter(output -> output.name().equals(name))
                .findFirst()
                .orElseThrow()
                .value();
    }

    @Test
    void read_shouldGiveWhatRefAndGetAttGive() {
        assertThat(output("Name")).isEqualTo("shop-inbox");
        assertThat(output("Arn")).isEqualTo("arn:aws:s3:::shop-inbox");
        assertThat(output("Domain")).isEqualTo("shop-inbox.s3.amazonaws.com");
        assertThat(output("Regional")).isEqualTo("shop-inbox.s3.eu-west-1.amazonaws.com");
        assertThat(output("DualStack")).isEqualTo("shop-inbox.s3.dualstack.eu-west-1.amazonaws.com");
        assertThat(output("Named")).isEqualTo("plain-bucket");
        assertThat(output("KeyArn"))
                .isEqualTo("arn:aws:kms:eu-west-1:000000000000:key/" + output("Key"))
                .matches(".*/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    }

    @Test
    void read_shouldGiveTheBuckets_withTheNotificationsOfEvents() {
        assertThat(application.buckets())
                .containsExactly(
                        new Bucket(
                                "Inbox",
                                "shop-inbox",
                                "arn:aws:s3:::shop-inbox",
                                Bucket.Versioning.ENABLED,
                                new Bucket.Encryption("aws:kms", Optional.of(output("KeyArn")), true),
                                List.of(
                                        new Bucket.Notification(
                                                notifications().getFirst().id(),
                                                new Bucket.QueueTarget("arn:aws:sqs:eu-west-1:000000000000:Shop-Queue"),
                                                List.of("s3:ObjectRemoved:Delete"),
                                                new Bucket.KeyFilter("", ".txt")),
                                        new Bucket.Notification(
                                                "CounterUploaded",
                                                new Bucket.FunctionTarget(
                                                        "arn:aws:lambda:eu-west-1:000000000000:function:Shop-Counter:live"),
                                                List.of("s3:ObjectCreated:Put", "s3:ObjectCreated:Copy"),
                                                new Bucket.KeyFilter("inbox/", "")))),
                        new Bucket(
                                "Plain",
                                "plain-bucket",
                                "arn:aws:s3:::plain-bucket",
                                Bucket.Versioning.NEVER,
                                Bucket.Encryption.BY_S3,
                                List.of()));
    }

    @Test
    void read_shouldGiveTheKeyThatAnAliasLeadsTo() {
        assertThat(output("Alias")).isEqualTo("alias/texts");
        assertThat(application.keyAliases()).containsExactly(new KeyAlias("alias/texts", output("KeyArn")));
    }

    @Test
    void read_shouldSayWhatItLeavesAside() {
        assertThat(application.leftAside())
                .contains(
                        "AWS::KMS::Key",
                        "AWS::S3::BucketPolicy",
                        "AWS::SQS::QueuePolicy",
                        "AWS::S3::Bucket.BucketEncryption",
                        "AWS::S3::Bucket.PublicAccessBlockConfiguration");
    }

    private List<Bucket.Notification> notifications() {
        return application.buckets().getFirst().notifications();
    }
}
