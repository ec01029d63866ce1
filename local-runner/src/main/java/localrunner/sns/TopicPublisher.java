package localrunner.sns;

import java.util.Optional;

/** Publishes to the application's topics, for services that tell topics what happens. Thread-safe. */
public interface TopicPublisher {

    /**
     * The same topics for a service that may need permission to publish.
     *
     * @param service such as {@code s3.amazonaws.com}
     * @param sourceArn of the resource for which it publishes
     */
    default TopicPublisher inTheNameOf(String service, String sourceArn) {
        return this;
    }

    /** @throws IllegalArgumentException when the application has no such topic */
    void publish(String topicArn, Optional<String> subject, String message);
}
