package localrunner.sqs;

/** Tells how many messages a queue holds. Thread-safe. */
public interface QueueDepths {

    /**
     * How many messages are in each of the three states.
     *
     * @throws IllegalArgumentException when the application has no such queue
     * @throws IllegalStateException when SQS does not answer
     */
    Depth depth(String queueArn) throws InterruptedException;

    /**
     * A queue's messages.
     *
     * @param visible can be received
     * @param notVisible were received and are not deleted
     * @param delayed can't be received yet
     */
    record Depth(int visible, int notVisible, int delayed) {}
}
