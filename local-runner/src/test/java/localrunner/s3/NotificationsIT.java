package localrunner.s3;

import static localrunner.s3.S3Fixture.INBOX;
import static localrunner.s3.S3Fixture.PLAIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import localrunner.application.Bucket;
import localrunner.application.Bucket.FunctionTarget;
import localrunner.application.Bucket.KeyFilter;
import localrunner.application.Bucket.Notification;
import localrunner.application.Bucket.QueueTarget;
import localrunner.application.Bucket.TopicTarget;
import localrunner.invoke.FunctionNotFoundException;
import localrunner.s3.S3Fixture.Told;
import localrunner.time.ManualTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What buckets tell, and how their objects say that they are encrypted. */
class NotificationsIT {

    private static final String FUNCTION = "arn:aws:lambda:eu-west-1:000000000000:function:demo-Counter:live";
    private static final String QUEUE = "arn:aws:sqs:eu-west-1:000000000000:demo-Queue";
    private static final String TOPIC = "arn:aws:sns:eu-west-1:000000000000:demo-Topic";
    private static final Notification TEXTS = new Notification(
            "CounterUploaded",
            new FunctionTarget(FUNCTION),
            List.of("s3:ObjectCreated:*"),
            new KeyFilter("inbox/", ".txt"));

    @TempDir
    private Path folder;

    private Optional<S3Fixture> fixture = Optional.empty();

    @AfterEach
    void close() {
        fixture.ifPresent(S3Fixture::close);
    }

    private S3Fixture start(Notification... notifications) {
        return start(Bucket.Encryption.BY_S3, notifications);
    }

    private S3Fixture start(Bucket.Encryption encryption, Notification... notifications) {
        S3Fixture started = new S3Fixture(
                folder.resolve("s3"), new ManualTime(Instant.parse("2026-11-27T10:15:30Z")), encryption, notifications);
        fixture = Optional.of(started);
        return started;
    }

    private static void put(S3Client client, String key) {
        client.putObject(request -> request.bucket(INBOX).key(key), RequestBody.fromString("hello world"));
    }

    @Test
    void put_shouldInvokeTheFunctionWithTheDocumentedEvent() {
        S3Fixture s3 = start(TEXTS);
        try (S3Client client = s3.client()) {
            put(client, "inbox/a b+c@ü(1).txt");
            String version = client.headObject(request -> request.bucket(INBOX).key("inbox/a b+c@ü(1).txt"))
                    .versionId();

            s3.time.advance(Duration.ZERO);

            assertThat(s3.told).singleElement().satisfies(told -> {
                assertThat(told.whom()).isEqualTo(FUNCTION);
                assertThat(json(told)).isEqualTo(JsonMapper.shared().readTree("""
                        {"Records": [{
                          "eventVersion": "2.1",
                          "eventSource": "aws:s3",
                          "awsRegion": "eu-west-1",
                          "eventTime": "2026-11-27T10:15:30.000Z",
                          "eventName": "ObjectCreated:Put",
                          "userIdentity": {"principalId": "AWS:local-runner"},
                          "requestParameters": {"sourceIPAddress": "127.0.0.1"},
                          "responseElements": {"x-amz-request-id": "id-1", "x-amz-id-2": "bG9jYWwtcnVubmVy"},
                          "s3": {
                            "s3SchemaVersion": "1.0",
                            "configurationId": "CounterUploaded",
                            "bucket": {
                              "name": "demo-inbox",
                              "ownerIdentity": {"principalId": "000000000000"},
                              "arn": "arn:aws:s3:::demo-inbox"
                            },
                            "object": {
                              "key": "inbox/a+b%%2Bc%%40%%C3%%BC%%281%%29.txt",
                              "size": 11,
                              "eTag": "5eb63bbbe01eeed093cb22bb8f5acdc3",
                              "versionId": "%s",
                              "sequencer": "0000000000000001"
                            }
                          }
                        }]}
                        """.formatted(version)));
            });
        }
    }

    @Test
    void put_shouldTellNobody_whenTheKeyDoesNotPassTheFilter() {
        S3Fixture s3 = start(TEXTS);
        try (S3Client client = s3.client()) {
            put(client, "outbox/a.txt");
            put(client, "inbox/a.csv");
            client.deleteObject(request -> request.bucket(INBOX).key("inbox/a.txt"));

            s3.time.advance(Duration.ZERO);

            assertThat(s3.told).isEmpty();
        }
    }

    @Test
    void events_shouldNameWhatHappened() {
        S3Fixture s3 = start(
                new Notification("Queue", new QueueTarget(QUEUE), List.of("s3:ObjectCreated:*"), KeyFilter.ANY),
                new Notification("Topic", new TopicTarget(TOPIC), List.of("s3:ObjectRemoved:*"), KeyFilter.ANY));
        try (S3Client client = s3.client()) {
            put(client, "a");
            client.copyObject(request -> request.sourceBucket(INBOX)
                    .sourceKey("a")
                    .destinationBucket(INBOX)
                    .destinationKey("b"));
            String id = client.createMultipartUpload(
                            request -> request.bucket(INBOX).key("c"))
                    .uploadId();
            String etag = client.uploadPart(
                            request ->
                                    request.bucket(INBOX).key("c").uploadId(id).partNumber(1),
                            RequestBody.fromString("c"))
                    .eTag();
            client.completeMultipartUpload(request -> request.bucket(INBOX)
                    .key("c")
                    .uploadId(id)
                    .multipartUpload(upload -> upload.parts(
                            CompletedPart.builder().partNumber(1).eTag(etag).build())));
            String marker = client.deleteObject(request -> request.bucket(INBOX).key("a"))
                    .versionId();
            client.deleteObject(request -> request.bucket(INBOX).key("a").versionId(marker));

            s3.time.advance(Duration.ZERO);

            assertThat(s3.told)
                    .extracting(told -> told.whom() + " "
                            + json(told).at("/Records/0/eventName").asString() + " "
                            + json(told).at("/Records/0/s3/object/key").asString())
                    .containsExactly(
                            QUEUE + " ObjectCreated:Put a",
                            QUEUE + " ObjectCreated:Copy b",
                            QUEUE + " ObjectCreated:CompleteMultipartUpload c",
                            TOPIC + " Amazon S3 Notification ObjectRemoved:DeleteMarkerCreated a",
                            TOPIC + " Amazon S3 Notification ObjectRemoved:Delete a");
            assertThat(json(s3.told.get(3)).at("/Records/0/s3/object").propertyNames())
                    .containsExactly("key", "eTag", "versionId", "sequencer");
            assertThat(json(s3.told.get(4)).at("/Records/0/s3/object").propertyNames())
                    .containsExactly("key", "versionId", "sequencer");
        }
    }

    @Test
    void start_shouldSendTheTestEvent_onceToEachQueueAndTopic() {
        S3Fixture s3 = start(
                TEXTS,
                new Notification("One", new QueueTarget(QUEUE), List.of("s3:ObjectRemoved:*"), new KeyFilter("a", "")),
                new Notification("Two", new QueueTarget(QUEUE), List.of("s3:ObjectRemoved:*"), new KeyFilter("b", "")));

        s3.s3.start();
        s3.time.advance(Duration.ZERO);

        assertThat(s3.told).singleElement().satisfies(told -> {
            assertThat(told.whom()).isEqualTo(QUEUE);
            assertThat(json(told).properties().stream().map(Map.Entry::getKey))
                    .containsExactly("Service", "Event", "Time", "Bucket", "RequestId", "HostId");
            assertThat(json(told).path("Event").asString()).isEqualTo("s3:TestEvent");
        });
    }

    @Test
    void event_shouldBeDroppedWithAWarning_whenTheFunctionIsGone() {
        S3Fixture s3 = start(TEXTS);
        s3.functionsAre((function, payload) -> {
            throw new FunctionNotFoundException(function);
        });
        try (S3Client client = s3.client()) {
            put(client, "inbox/a.txt");

            s3.time.advance(Duration.ZERO);

            assertThat(s3.console.warnings())
                    .singleElement()
                    .asString()
                    .contains("s3 | WARNING: an event for " + FUNCTION + " is dropped");
        }
    }

    @Test
    void put_shouldSayByWhichKeyItIsEncrypted() {
        S3Fixture s3 =
                start(new Bucket.Encryption("aws:kms", Optional.of("11111111-2222-3333-4444-555555555555"), true));
        try (S3Client client = s3.client()) {
            var byDefault =
                    client.putObject(request -> request.bucket(INBOX).key("a"), RequestBody.fromString("hello world"));
            var again =
                    client.putObject(request -> request.bucket(INBOX).key("a"), RequestBody.fromString("hello world"));
            var own = client.putObject(
                    request -> request.bucket(INBOX).key("b").serverSideEncryption(ServerSideEncryption.AES256),
                    RequestBody.fromString("hello world"));

            assertThat(byDefault.serverSideEncryption()).isEqualTo(ServerSideEncryption.AWS_KMS);
            assertThat(byDefault.ssekmsKeyId())
                    .isEqualTo("arn:aws:kms:eu-west-1:000000000000:key/11111111-2222-3333-4444-555555555555");
            assertThat(byDefault.bucketKeyEnabled()).isTrue();
            assertThat(client.headObject(request -> request.bucket(INBOX).key("a"))
                            .ssekmsKeyId())
                    .isEqualTo(byDefault.ssekmsKeyId());
            // The ETag is no MD5 then, so two uploads of one content have different ones.
            assertThat(byDefault.eTag()).isNotEqualTo(again.eTag());
            assertThat(own.eTag()).isEqualTo("\"5eb63bbbe01eeed093cb22bb8f5acdc3\"");
            assertThat(own.ssekmsKeyId()).isNull();
            assertThat(client.getBucketEncryption(request -> request.bucket(INBOX))
                            .serverSideEncryptionConfiguration()
                            .rules())
                    .singleElement()
                    .satisfies(rule -> assertThat(
                                    rule.applyServerSideEncryptionByDefault().kmsMasterKeyID())
                            .isEqualTo(byDefault.ssekmsKeyId()));
        }
    }

    /** By the template's alias, in the bucket's default and in a request, and by AWS's own. */
    @ParameterizedTest
    @ValueSource(strings = {"alias/texts", "arn:aws:kms:eu-west-1:000000000000:alias/texts"})
    void put_shouldFindTheKeyThatAnAliasLeadsTo(String alias) {
        S3Fixture s3 = start(new Bucket.Encryption("aws:kms", Optional.of(alias), false));
        try (S3Client client = s3.client()) {
            var byDefault = client.putObject(request -> request.bucket(INBOX).key("a"), RequestBody.fromString("a"));
            var named = client.putObject(
                    request -> request.bucket(PLAIN)
                            .key("a")
                            .serverSideEncryption(ServerSideEncryption.AWS_KMS)
                            .ssekmsKeyId(alias),
                    RequestBody.fromString("a"));
            var ofAws = client.putObject(
                    request -> request.bucket(INBOX)
                            .key("a")
                            .serverSideEncryption(ServerSideEncryption.AWS_KMS)
                            .ssekmsKeyId(alias.replace("texts", "aws/s3")),
                    RequestBody.fromString("a"));

            assertThat(byDefault.ssekmsKeyId()).isEqualTo(S3Fixture.ALIAS.keyArn());
            assertThat(named.ssekmsKeyId()).isEqualTo(S3Fixture.ALIAS.keyArn());
            assertThat(ofAws.ssekmsKeyId())
                    .startsWith("arn:aws:kms:eu-west-1:000000000000:key/")
                    .isNotEqualTo(S3Fixture.ALIAS.keyArn());
        }
    }

    @Test
    void put_shouldRefuse_whenTheTemplateHasNoSuchAlias() {
        S3Fixture s3 = start();
        try (S3Client client = s3.client()) {
            assertThatThrownBy(() -> client.putObject(
                            request -> request.bucket(INBOX)
                                    .key("a")
                                    .serverSideEncryption(ServerSideEncryption.AWS_KMS)
                                    .ssekmsKeyId("alias/other"),
                            RequestBody.fromString("a")))
                    .isInstanceOfSatisfying(
                            software.amazon.awssdk.services.s3.model.S3Exception.class,
                            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("KMS.NotFoundException"))
                    .hasMessageContaining("Alias arn:aws:kms:eu-west-1:000000000000:alias/other is not found.");
        }
    }

    private static JsonNode json(Told told) {
        return JsonMapper.shared().readTree(told.message());
    }
}
