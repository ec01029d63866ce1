package localrunner.template.resources;

import java.time.Duration;
import localrunner.application.Application;
import localrunner.template.document.PropertyReader;

/** Reads {@code AWS::SQS::Queue}; ranges and defaults are those of "SetQueueAttributes" in the SQS API Reference. */
final class QueueReader {

    private static final int DEFAULT_VISIBILITY_TIMEOUT_SECONDS = 30;
    private static final int DEFAULT_RETENTION_SECONDS = 345_600;

    private final PhysicalNames names;

    QueueReader(PhysicalNames names) {
        this.names = names;
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
        reader.refuse(
                "RedrivePolicy", "a queue's own dead-letter queue is not supported, as no function reads a queue here");
        Duration visibilityTimeout = Duration.ofSeconds(
                reader.integer("VisibilityTimeout", 0, 43_200).orElse(DEFAULT_VISIBILITY_TIMEOUT_SECONDS));
        Duration retention = Duration.ofSeconds(
                reader.integer("MessageRetentionPeriod", 60, 1_209_600).orElse(DEFAULT_RETENTION_SECONDS));
        reader.finish();
        return new Application.Queue(resource.logicalId(), name, names.queueArn(name), visibilityTimeout, retention);
    }
}
