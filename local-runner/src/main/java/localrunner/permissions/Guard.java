package localrunner.permissions;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import localrunner.application.Application;
import localrunner.application.Application.QueueMapping;
import localrunner.application.Application.StreamMapping;
import localrunner.console.Console;
import localrunner.edge.EdgeService;
import localrunner.edge.StreamingService;
import localrunner.facts.Facts;
import localrunner.iam.Decision;
import localrunner.iam.Permissions;
import localrunner.permissions.Gatekeeper.Identity;
import localrunner.sns.TopicPublisher;
import localrunner.sqs.QueueSender;

/**
 * Stands before the services of an application whose calls are checked, {@code run-local --enforce-iam}.
 *
 * <p>Checked is what a function calls with its own credentials, what Lambda does with a function's role (reading a
 * stream or a queue, sending what is given up), what API Gateway does with an integration's role, and what SNS,
 * EventBridge and S3 send to a queue or a topic. Thread-safe.
 */
public final class Guard {

    private static final List<String> TO_READ_A_STREAM = List.of("GetRecords", "GetShardIterator", "DescribeStream");
    private static final List<String> TO_READ_A_QUEUE =
            List.of("ReceiveMessage", "DeleteMessage", "GetQueueAttributes");

    private final Gatekeeper gatekeeper;
    private final Map<String, ServiceNeeds> needs;
    private final S3Needs s3Needs;

    /** For a test, to which nobody listens. */
    Guard(Application application, Permissions permissions, Console console) {
        this(application, permissions, console, Facts.UNHEARD, InstantSource.system());
    }

    /** @param facts is told each decision */
    public Guard(Application application, Permissions permissions, Console console, Facts facts, InstantSource clock) {
        gatekeeper = new Gatekeeper(application, permissions, console, facts, clock);
        needs = Stream.<ServiceNeeds>of(
                        new DynamoDbNeeds(application),
                        new SqsNeeds(application),
                        new SnsNeeds(),
                        new SsmNeeds(application),
                        new LambdaNeeds(application))
                .collect(Collectors.toUnmodifiableMap(ServiceNeeds::service, Function.identity()));
        s3Needs = new S3Needs(application);
    }

    /** The service, as functions reach it; one of the runner's own is the same. */
    public EdgeService before(EdgeService service) {
        ServiceNeeds known = needs.get(service.name());
        return known == null ? service : new GuardedService(service, known, gatekeeper, Optional.empty());
    }

    /** The queues, as what is given up reaches them. */
    public QueueSender beforeQueues(QueueSender queues) {
        return new GuardedQueues(queues, gatekeeper, Optional.empty());
    }

    /** S3, as functions reach it. */
    public StreamingService beforeS3(StreamingService s3) {
        return new GuardedS3(s3, s3Needs, gatekeeper);
    }

    /** The topics, as what a bucket tells reaches them. */
    public TopicPublisher beforeTopics(TopicPublisher topics) {
        return new GuardedTopics(topics, gatekeeper, Optional.empty());
    }

    /** What was needed and what was refused so far, at {@code /_iam}. */
    public EdgeService report() {
        return new PermissionReport(gatekeeper);
    }

    /** Why Lambda can't read the stream for the mapping, as it says so when a mapping is made; empty when it can. */
    public Optional<String> problem(StreamMapping mapping) {
        String streamArn = mapping.source().streamArn();
        String allStreams = streamArn.substring(0, streamArn.indexOf("/stream/")) + "/stream/*";
        List<Need> wanted = Stream.concat(
                        TO_READ_A_STREAM.stream().map(operation -> new Need("dynamodb:" + operation, streamArn)),
                        Stream.of(new Need("dynamodb:ListStreams", allStreams)))
                .toList();
        return missing(mapping.functionArn(), wanted)
                .map(_ -> "Cannot access stream " + streamArn
                        + ". Please ensure the role can perform the GetRecords, GetShardIterator, DescribeStream, and"
                        + " ListStreams Actions on your stream in IAM. Nothing is read; AWS would not deploy this.");
    }

    /** Why Lambda can't receive from the queue for the mapping, as it says so; empty when it can. */
    public Optional<String> problem(QueueMapping mapping) {
        List<Need> wanted = TO_READ_A_QUEUE.stream()
                .map(operation -> new Need("sqs:" + operation, mapping.queue().arn()))
                .toList();
        return missing(mapping.functionArn(), wanted)
                .map(denied -> "The provided execution role does not have permissions to call "
                        + denied.action().substring("sqs:".length())
                        + " on SQS. Nothing is received; AWS would not deploy this.");
    }

    private Optional<Decision.Denied> missing(String functionArn, List<Need> wanted) {
        Optional<Identity> function = gatekeeper.functionByArn(functionArn);
        return function.flatMap(identity -> gatekeeper.refusal(identity, () -> "CreateEventSourceMapping", wanted));
    }
}
