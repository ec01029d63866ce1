package localrunner.s3;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import localrunner.application.Application;
import localrunner.application.Bucket;
import localrunner.application.Bucket.FunctionTarget;
import localrunner.application.Bucket.Notification;
import localrunner.application.Bucket.QueueTarget;
import localrunner.application.Bucket.TopicTarget;
import localrunner.facts.Cause;
import localrunner.facts.Fact;
import localrunner.facts.Payload;
import localrunner.invoke.AsyncInvoker;
import localrunner.invoke.FunctionNotFoundException;
import localrunner.s3.Version.DeleteMarker;
import localrunner.s3.Version.StoredObject;
import localrunner.service.ServiceContext;
import localrunner.sns.TopicPublisher;
import localrunner.sqs.Sender;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tells functions, queues and topics what becomes of a bucket's objects, each on a thread of its own, in no particular
 * order.
 *
 * <p>"Amazon S3 Event Notifications" and "Event message structure" in the S3 User Guide, version 2.1. Functions are
 * invoked asynchronously, and Lambda sees to retries and destinations. S3 has no dead-letter queue: what nobody takes is
 * dropped, with a warning. Thread-safe.
 */
final class Notifications {

    private static final String S3 = "s3.amazonaws.com";
    private static final String CONSOLE_NAME = "s3";
    private static final String SUBJECT = "Amazon S3 Notification";
    private static final String CREATED = "s3:ObjectCreated:";
    private static final String REMOVED = "s3:ObjectRemoved:";
    private static final String CONFIGURED_BY = "local-runner";

    /** The MD5 of nothing, which the event of a delete marker has. */
    private static final String ETAG_OF_NOTHING = "d41d8cd98f00b204e9800998ecf8427e";

    private final String region;
    private final AsyncInvoker functions;
    private final TopicPublisher topics;
    private final ServiceContext context;
    private final AtomicLong sequence = new AtomicLong();
    private final AtomicBoolean closed = new AtomicBoolean();

    Notifications(String region, AsyncInvoker functions, TopicPublisher topics, ServiceContext context) {
        this.region = region;
        this.functions = functions;
        this.topics = topics;
        this.context = context;
    }

    /**
     * Tells every queue and topic that it will get a bucket's events, as S3 does when a bucket is told to send them.
     *
     * <p>"How to enable notifications": the consumer finds {@code s3:TestEvent} before the first event.
     */
    void announce(Bucket bucket) {
        bucket.notifications().stream()
                .map(Notification::target)
                .filter(target -> !(target instanceof FunctionTarget))
                .distinct()
                .forEach(target -> {
                    ObjectNode event = JsonMapper.shared().createObjectNode();
                    event.put("Service", "Amazon S3")
                            .put("Event", "s3:TestEvent")
                            .put("Time", Answers.xmlDate(context.time().now()))
                            .put("Bucket", bucket.name())
                            .put("RequestId", context.ids().get())
                            .put("HostId", LocalS3.HOST_ID);
                    send(bucket, target, event.toString());
                });
    }

    /** @param how {@code Put}, {@code Post}, {@code Copy} or {@code CompleteMultipartUpload} */
    void created(OpenBucket bucket, StoredObject object, String how, Call call) {
        tell(bucket, CREATED + how, object.key(), call, event -> {
            event.put("size", object.size());
            event.put("eTag", object.etag());
            if (bucket.namesVersions()) {
                event.put("versionId", object.versionId());
            }
        });
    }

    /** Tells that a version is gone for good. */
    void deleted(OpenBucket bucket, Version version, Call call) {
        tell(bucket, REMOVED + "Delete", version.key(), call, event -> {
            if (bucket.namesVersions()) {
                event.put("versionId", version.versionId());
            }
        });
    }

    void marked(OpenBucket bucket, DeleteMarker marker, Call call) {
        tell(
                bucket,
                REMOVED + "DeleteMarkerCreated",
                marker.key(),
                call,
                event -> event.put("eTag", ETAG_OF_NOTHING).put("versionId", marker.versionId()));
    }

    /** Forgets what is not handed over yet. */
    void close() {
        closed.set(true);
    }

    private interface Details {
        void addTo(ObjectNode object);
    }

    private void tell(OpenBucket open, String event, String key, Call call, Details details) {
        Bucket bucket = open.bucket();
        String sequencer = "%016X".formatted(sequence.incrementAndGet());
        bucket.notifications().stream()
                .filter(notification -> notification.isAbout(event, key))
                .forEach(notification -> {
                    ObjectNode message = message(bucket, event, notification.id(), call);
                    ObjectNode object = object(message);
                    object.put("key", EventKeys.encoded(key));
                    details.addTo(object);
                    object.put("sequencer", sequencer);
                    String text = message.toString();
                    String id = context.ids().get();
                    context.facts()
                            .tell(new Fact.ObjectChanged(
                                    context.time().now(),
                                    new Fact.Place(bucket.logicalId(), bucket.name()),
                                    id,
                                    event.substring("s3:".length()),
                                    key,
                                    Payload.json(text)));
                    Cause.current().next(id, bucket.logicalId()).run(() -> send(bucket, notification.target(), text));
                });
    }

    private static ObjectNode object(ObjectNode message) {
        return message.withArray("Records").get(0).withObject("s3").withObject("object");
    }

    private ObjectNode message(Bucket bucket, String event, String configurationId, Call call) {
        ObjectNode message = JsonMapper.shared().createObjectNode();
        ObjectNode entry = message.putArray("Records").addObject();
        entry.put("eventVersion", "2.1")
                .put("eventSource", "aws:s3")
                .put("awsRegion", region)
                .put("eventTime", Answers.xmlDate(context.time().now()))
                .put("eventName", event.substring("s3:".length()));
        entry.putObject("userIdentity").put("principalId", "AWS:" + CONFIGURED_BY);
        entry.putObject("requestParameters").put("sourceIPAddress", "127.0.0.1");
        entry.putObject("responseElements")
                .put("x-amz-request-id", call.requestId())
                .put("x-amz-id-2", LocalS3.HOST_ID);
        ObjectNode s3 = entry.putObject("s3").put("s3SchemaVersion", "1.0").put("configurationId", configurationId);
        ObjectNode where = s3.putObject("bucket").put("name", bucket.name());
        where.putObject("ownerIdentity").put("principalId", Application.ACCOUNT_ID);
        where.put("arn", bucket.arn());
        s3.putObject("object");
        return message;
    }

    private void send(Bucket bucket, Bucket.Target target, String message) {
        Cause cause = Cause.current();
        context.time().schedule(Duration.ZERO, () -> cause.run(() -> deliver(bucket, target, message)));
    }

    private void deliver(Bucket bucket, Bucket.Target target, String message) {
        if (closed.get()) {
            return;
        }
        try {
            switch (target) {
                case FunctionTarget(String arn) -> functions.enqueue(arn, message);
                case QueueTarget(String arn) ->
                    context.queues()
                            .inTheNameOf(new Sender.Service(S3, bucket.arn()))
                            .send(arn, message);
                case TopicTarget(String arn) ->
                    topics.inTheNameOf(S3, bucket.arn()).publish(arn, Optional.of(SUBJECT), message);
            }
        } catch (FunctionNotFoundException e) {
            warn(target, "it is not there");
        } catch (RuntimeException e) {
            if (!closed.get()) {
                warn(target, e.toString());
            }
        }
    }

    private void warn(Bucket.Target target, String reason) {
        context.console()
                .warn(
                        CONSOLE_NAME,
                        "an event for " + target.arn() + " is dropped, as S3 has no dead-letter queue: " + reason);
    }
}
