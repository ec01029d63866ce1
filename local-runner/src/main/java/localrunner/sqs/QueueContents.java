package localrunner.sqs;

import java.util.List;
import java.util.Optional;

/**
 * Shows what is in the application's queues and takes single messages away, for people. Nothing is received: receive counts
 * and visibility stay as they are. Thread-safe.
 *
 * <p>Each method throws an IllegalArgumentException when the application has no such queue, and an IllegalStateException
 * when ElasticMQ does not answer.
 */
public interface QueueContents {

    /**
     * Messages in the order in which they came into the queue.
     *
     * @param afterId the message before the first one; empty to begin with the oldest. When that one is not there any more,
     *     none are found
     */
    List<StoredMessage> messages(String queueArn, Optional<String> afterId, int most) throws InterruptedException;

    /** A message; empty when it is not in the queue, or not any more. */
    Optional<StoredMessage> message(String queueArn, String messageId) throws InterruptedException;

    /**
     * Takes a message away, also one that somebody has received.
     *
     * @return whether it was there. Of several who delete the same message at once, one is told so
     */
    boolean delete(String queueArn, String messageId) throws InterruptedException;
}
