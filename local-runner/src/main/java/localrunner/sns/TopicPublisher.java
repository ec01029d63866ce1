package localrunner.sns;

import java.util.Optional;

/** Publishes to the application's topics, for services that tell topics what happens. Thread-safe. */
public interface TopicPublisher {

    /** @throws IllegalArgumentException when the application has no such topic */
    void publish(String topicArn, Optional<String> subject, String message);
}
