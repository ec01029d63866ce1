package localrunner.template.resources;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import localrunner.application.Application;
import localrunner.template.document.PropertyReader;

/**
 * Reads {@code AWS::SQS::Queue}; ranges and defaults are those of "SetQueueAttributes" in the SQS API Reference. Not
 * thread-safe.
 */
final class QueueReader {

    private static final int DEFAULT_VISIBILITY_TIMEOUT_SECONDS = 30;
    private static final int DEFAULT_RETENTION_SECONDS = 345_600;

    private final PhysicalNames names;
    private final Catalog catalog;
    private final List<PropertyReader> redrivePolicies = new ArrayList<>();

    QueueReader(PhysicalNames names, Catalog catalog) {
        this.names = names;
        this.catalog = catalog;
    }

    Application.Queue read(Resource resource, PropertyReader reader) {
        String name = reader.text("QueueName").orElse(names.name(resource.logicalId()));
        if (!name.matches("[a-zA-Z0-9_-]{1,80}")) {
            reader.problem(
                    "QueueName",
                    "the queue's name '" + name + "' must have 1 to 80 letters, digits, hyphens and underscores");
        }
        if (reader.bool("FifoQueue").orElse(false)) {
            reader.problem("FifoQueue", "FIFO queues are not supported; use a standard queue");
        }
        Duration visibilityTimeout = Duration.ofSeconds(
                reader.integer("VisibilityTimeout", 0, 43_200).orElse(DEFAULT_VISIBILITY_TIMEOUT_SECONDS));
        Duration retention = Duration.ofSeconds(
                reader.integer("MessageRetentionPeriod", 60, 1_209_600).orElse(DEFAULT_RETENTION_SECONDS));
        Duration delay =
                Duration.ofSeconds(reader.integer("DelaySeconds", 0, 900).orElse(0));
        Duration receiveWait = Duration.ofSeconds(
                reader.integer("ReceiveMessageWaitTimeSeconds", 0, 20).orElse(0));
        Optional<Application.Redrive> redrive = redrive(reader);
        reader.finish();
        return new Application.Queue(
                resource.logicalId(),
                name,
                names.queueArn(name),
                visibilityTimeout,
                retention,
                delay,
                receiveWait,
                redrive);
    }

    /** Reports dead-letter queues that there are not; to be called when all queues have been read. */
    void checkDeadLetterQueues() {
        redrivePolicies.forEach(policy -> catalog.queueArn(policy, "deadLetterTargetArn"));
    }

    private Optional<Application.Redrive> redrive(PropertyReader reader) {
        Optional<PropertyReader> policy = reader.object("RedrivePolicy");
        policy.ifPresent(redrivePolicies::add);
        Optional<Application.Redrive> redrive = policy.flatMap(inner -> {
            Optional<String> deadLetterQueueArn = inner.requiredText("deadLetterTargetArn");
            Optional<Integer> maxReceiveCount =
                    inner.required("maxReceiveCount", inner.integer("maxReceiveCount", 1, 1_000));
            return deadLetterQueueArn.flatMap(arn -> maxReceiveCount.map(count -> new Application.Redrive(arn, count)));
        });
        policy.ifPresent(PropertyReader::finish);
        return redrive;
    }
}
