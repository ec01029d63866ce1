package localrunner.act;

import static localrunner.application.FunctionBuilder.function;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import localrunner.application.Application;
import localrunner.application.Bucket;
import localrunner.sqs.StoredMessage;

/** An application that has one of each kind of source, all for functions of their own. */
public final class Orders {

    public static final Application.Function TAKER =
            function("TakerFunction").withAlias("live").build();
    public static final Application.Function MAILER =
            function("OrderMailerFunction").build();
    public static final Application.Function WORKER = function("Worker").build();
    public static final Application.Function FOLLOWER = function("Follower").build();
    public static final Application.Function IDLE = function("Idle").build();

    public static final Application.Queue DEAD = queue("DeadLetters", Optional.empty());
    public static final Application.Queue WORK = queue("Work", Optional.of(new Application.Redrive(DEAD.arn(), 3)));

    public static final Application.Topic TOPIC = new Application.Topic(
            "Placed",
            "stack-Placed",
            "arn:aws:sns:eu-central-1:000000000000:stack-Placed",
            List.of(new Application.Subscription(
                    "arn:aws:sns:eu-central-1:000000000000:stack-Placed:1234", MAILER.arn(), Optional.empty())));

    public static final String STREAM =
            "arn:aws:dynamodb:eu-central-1:000000000000:table/stack-Entries/stream/2026-01-01T00:00:00.000";

    public static final Application.StreamMapping MAPPING = new Application.StreamMapping(
            "FollowerEntered",
            FOLLOWER.arn(),
            new Application.StreamSource(STREAM, "stack-Entries", Application.StartingPosition.TRIM_HORIZON),
            List.of(),
            new Application.Batching(10, Duration.ZERO),
            Application.RetryPolicy.ASYNC_DEFAULTS,
            false,
            true);

    public static final Application.Schedule SCHEDULE = new Application.Schedule(
            "IdleNightly",
            Application.Schedule.Kind.RULE,
            "arn:aws:events:eu-central-1:000000000000:rule/stack-IdleNightly",
            IDLE.arn(),
            "rate(1 day)",
            ZoneId.of("UTC"),
            Optional.empty(),
            Optional.empty(),
            true);

    private Orders() {}

    private static Application.Queue queue(String id, Optional<Application.Redrive> redrive) {
        return new Application.Queue(
                id,
                "stack-" + id,
                "arn:aws:sqs:eu-central-1:000000000000:stack-" + id,
                Duration.ofSeconds(30),
                Duration.ofDays(4),
                Duration.ZERO,
                Duration.ZERO,
                redrive);
    }

    public static Application application() {
        return new Application(
                "eu-central-1",
                List.of(TAKER, MAILER, WORKER, FOLLOWER, IDLE),
                List.of(new Application.Api(
                        "Api",
                        "api123",
                        "orders",
                        "dev",
                        List.of(),
                        List.of(),
                        Application.MethodThrottles.NONE,
                        List.of(
                                new Application.Route("POST", "/orders", TAKER.invokedArn(), true),
                                new Application.Route("GET", "/orders/{id}", TAKER.invokedArn(), false)))),
                List.of(TOPIC),
                List.of(WORK, DEAD),
                List.of(new Application.Table(
                        "Entries",
                        "stack-Entries",
                        "arn:aws:dynamodb:eu-central-1:000000000000:table/stack-Entries",
                        """
                        {"TableName":"stack-Entries","AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"},\
                        {"AttributeName":"at","AttributeType":"N"}],"KeySchema":[{"AttributeName":"id","KeyType":"HASH"},\
                        {"AttributeName":"at","KeyType":"RANGE"}],\
                        "StreamSpecification":{"StreamEnabled":true,"StreamViewType":"NEW_IMAGE"}}""",
                        Optional.of(STREAM),
                        Optional.empty())),
                List.of(new Bucket(
                        "Inbox",
                        "stack-inbox",
                        "arn:aws:s3:::stack-inbox",
                        Bucket.Versioning.NEVER,
                        Bucket.Encryption.BY_S3,
                        List.of(new Bucket.Notification(
                                "n1",
                                new Bucket.FunctionTarget(WORKER.arn()),
                                List.of("s3:ObjectCreated:*"),
                                new Bucket.KeyFilter("in/", ".csv"))))),
                List.of(),
                List.of(MAPPING),
                List.of(new Application.QueueMapping(
                        "WorkerTaken",
                        WORKER.arn(),
                        WORK,
                        new Application.Batching(10, Duration.ZERO),
                        Optional.empty(),
                        false)),
                List.of(SCHEDULE),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty());
    }

    /** A message that waits in a queue. */
    public static StoredMessage message(String id, String body, Optional<String> source) {
        return new StoredMessage(
                id,
                body,
                Map.of("n", new StoredMessage.Attribute("Number", "7")),
                Instant.EPOCH,
                source.isPresent() ? 3 : 0,
                Optional.empty(),
                Instant.EPOCH,
                Optional.of("Root=1"),
                source);
    }
}
