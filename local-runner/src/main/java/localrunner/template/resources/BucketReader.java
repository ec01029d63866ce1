package localrunner.template.resources;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import localrunner.application.Application;
import localrunner.application.Bucket;
import localrunner.template.document.PropertyReader;

/**
 * Reads {@code AWS::S3::Bucket}.
 *
 * <p>Follows its page in the CloudFormation reference, and "General purpose bucket naming rules" in the S3 User Guide.
 * Not thread-safe.
 */
final class BucketReader {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final Pattern ADDRESS = Pattern.compile("\\d+\\.\\d+\\.\\d+\\.\\d+");
    private static final List<String> RESERVED_PREFIXES = List.of("xn--", "sthree-", "amzn-s3-demo-");
    private static final List<String> RESERVED_SUFFIXES =
            List.of("-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3");

    private final PhysicalNames names;
    private final Catalog catalog;

    /** Notifications to what has to be there and to be allowed, which is known when everything has been read. */
    private final List<Written> written = new ArrayList<>();

    private record Written(BucketDraft bucket, PropertyReader reader, String property, Bucket.Target target) {}

    BucketReader(PhysicalNames names, Catalog catalog) {
        this.names = names;
        this.catalog = catalog;
    }

    BucketDraft read(Resource resource, PropertyReader reader) {
        String name = reader.text("BucketName").orElse(names.bucketName(resource.logicalId()));
        checkName(reader, name);
        refuseUnsupported(reader);
        BucketDraft bucket = new BucketDraft(new Bucket(
                resource.logicalId(), name, names.bucketArn(name), versioning(reader), encryption(reader), List.of()));
        readNotifications(bucket, reader);
        reader.finish();
        return bucket;
    }

    private static void checkName(PropertyReader reader, String name) {
        boolean right = NAME.matcher(name).matches()
                && !name.contains("..")
                && !ADDRESS.matcher(name).matches()
                && RESERVED_PREFIXES.stream().noneMatch(name::startsWith)
                && RESERVED_SUFFIXES.stream().noneMatch(name::endsWith);
        if (!right) {
            reader.problem(
                    "BucketName",
                    "the bucket's name '" + name + "' must have 3 to 63 lower-case letters, digits, dots and hyphens,"
                            + " begin and end with a letter or digit, and be none of the names that S3 keeps for itself");
        }
    }

    private static void refuseUnsupported(PropertyReader reader) {
        reader.refuse("AccelerateConfiguration", "transfer acceleration is not supported; leave it out");
        reader.refuse("MetadataConfiguration", "metadata tables are not supported");
        reader.refuse("MetadataTableConfiguration", "metadata tables are not supported");
        reader.refuse("ObjectLockConfiguration", "object lock is not supported; every version can be deleted");
        reader.refuse("ReplicationConfiguration", "replication is not supported; there is one region");
        reader.refuse("WebsiteConfiguration", "buckets serve no websites here");
        reader.check(
                "ObjectLockEnabled",
                reader.bool("ObjectLockEnabled"),
                enabled -> !enabled,
                _ -> "object lock is not supported; every version can be deleted");
    }

    private static Bucket.Versioning versioning(PropertyReader reader) {
        Optional<PropertyReader> configuration = reader.object("VersioningConfiguration");
        Optional<String> status =
                configuration.flatMap(inner -> inner.required("Status", inner.oneOf("Status", "Enabled", "Suspended")));
        configuration.ifPresent(PropertyReader::finish);
        return status.map(text -> text.equals("Enabled") ? Bucket.Versioning.ENABLED : Bucket.Versioning.SUSPENDED)
                .orElse(Bucket.Versioning.NEVER);
    }

    private static Bucket.Encryption encryption(PropertyReader reader) {
        Optional<PropertyReader> encryption = reader.object("BucketEncryption");
        List<PropertyReader> rules = encryption
                .map(inner -> inner.required(
                                "ServerSideEncryptionConfiguration",
                                Optional.of(inner.objects("ServerSideEncryptionConfiguration")))
                        .orElse(List.of()))
                .orElse(List.of());
        encryption.ifPresent(PropertyReader::finish);
        Bucket.Encryption result = Bucket.Encryption.BY_S3;
        for (PropertyReader rule : rules) {
            boolean bucketKey = rule.bool("BucketKeyEnabled").orElse(false);
            rule.any("BlockedEncryptionTypes");
            Optional<PropertyReader> byDefault = rule.object("ServerSideEncryptionByDefault");
            Optional<String> algorithm = byDefault.flatMap(inner ->
                    inner.required("SSEAlgorithm", inner.oneOf("SSEAlgorithm", "AES256", "aws:kms", "aws:kms:dsse")));
            Optional<String> key = byDefault.flatMap(inner -> inner.text("KMSMasterKeyID"));
            byDefault.ifPresent(PropertyReader::finish);
            rule.finish();
            if (algorithm.isPresent()) {
                if (algorithm.get().equals("AES256") && key.isPresent()) {
                    rule.problem("ServerSideEncryptionByDefault", "KMSMasterKeyID is for aws:kms and aws:kms:dsse");
                }
                result = new Bucket.Encryption(algorithm.get(), key, bucketKey);
            }
        }
        return result;
    }

    private void readNotifications(BucketDraft bucket, PropertyReader reader) {
        Optional<PropertyReader> configuration = reader.object("NotificationConfiguration");
        if (configuration.isEmpty()) {
            return;
        }
        PropertyReader inner = configuration.get();
        inner.refuse("EventBridgeConfiguration", "EventBridge is not supported; use a function, a queue or a topic");
        readAll(bucket, inner, "LambdaConfigurations", "Function", Bucket.FunctionTarget::new);
        readAll(bucket, inner, "QueueConfigurations", "Queue", Bucket.QueueTarget::new);
        readAll(bucket, inner, "TopicConfigurations", "Topic", Bucket.TopicTarget::new);
        inner.finish();
    }

    private void readAll(
            BucketDraft bucket,
            PropertyReader configuration,
            String property,
            String target,
            Function<String, Bucket.Target> toTarget) {
        int number = 0;
        for (PropertyReader reader : configuration.objects(property)) {
            Optional<String> event = S3Notifications.event(reader, "Event", reader.requiredText("Event"));
            Bucket.KeyFilter filter = S3Notifications.filter(reader);
            Optional<String> arn = reader.requiredText(target);
            reader.finish();
            if (event.isPresent() && arn.isPresent()) {
                String id = names.uuid(bucket.logicalId() + property + number++);
                Bucket.Target toWhom = toTarget.apply(arn.get());
                bucket.add(new Bucket.Notification(id, toWhom, List.of(event.get()), filter), reader, "Event");
                written.add(new Written(bucket, reader, target, toWhom));
            }
        }
    }

    /**
     * Reports notifications to what there is not, and those that S3 is not allowed to send: AWS refuses them when the
     * bucket is made. SAM allows its own events by itself.
     */
    void checkNotifications(List<Application.Function> functions, S3Permissions permissions) {
        for (Written notification : written) {
            PropertyReader reader = notification.reader();
            String property = notification.property();
            switch (notification.target()) {
                case Bucket.FunctionTarget(String arn) -> {
                    Predicate<Application.Function> named = function -> arn.equals(function.arn())
                            || arn.equals(function.invokedArn())
                            || arn.equals(function.arn() + ":$LATEST");
                    if (functions.stream().noneMatch(named)) {
                        reader.problem(property, "no AWS::Serverless::Function of this template has the ARN " + arn);
                    } else if (!permissions.allowInvocationOf(arn)) {
                        refuse(reader, property, "invoke " + arn, Resource.PERMISSION + " with Principal");
                    }
                }
                case Bucket.QueueTarget(String arn) -> {
                    Optional<Application.Queue> queue = catalog.queue(reader, property);
                    if (queue.isPresent()
                            && !permissions.allowSendingTo(
                                    queue.get(), names.queueUrl(queue.get().name()))) {
                        refuse(reader, property, "send to " + arn, Resource.QUEUE_POLICY + " for the principal");
                    }
                }
                case Bucket.TopicTarget(String arn) -> {
                    if (catalog.topicArn(reader, property).isPresent() && !permissions.allowPublishingTo(arn)) {
                        refuse(reader, property, "publish to " + arn, Resource.TOPIC_POLICY + " for the principal");
                    }
                }
            }
        }
    }

    private static void refuse(PropertyReader reader, String property, String what, String remedy) {
        reader.problem(
                property,
                "S3 may not %s, and refuses the notification; add an %s s3.amazonaws.com".formatted(what, remedy));
    }
}
