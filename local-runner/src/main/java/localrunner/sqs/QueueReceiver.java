package localrunner.sqs;

import java.time.Duration;
import java.util.List;

/** Receives and deletes the messages of the application's queues, for event source mappings. Thread-safe. */
public interface QueueReceiver {

    /** The most messages that SQS gives at once. */
    int MOST_AT_ONCE = 10;

    /**
     * Receives messages, which are hidden from then on for the queue's visibility timeout.
     *
     * @param most 1 to {@value #MOST_AT_ONCE}
     * @param wait how long to wait while there is none, in whole seconds up to 20
     * @throws IllegalArgumentException when the application has no such queue
     * @throws IllegalStateException when SQS refuses, for instance because the queue was deleted
     */
    List<ReceivedMessage> receive(String queueArn, int most, Duration wait) throws InterruptedException;

    /** Deletes messages that were received. The exceptions are those of {@link #receive}. */
    void delete(String queueArn, List<ReceivedMessage> messages) throws InterruptedException;
}
