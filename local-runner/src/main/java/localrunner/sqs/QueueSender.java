package localrunner.sqs;

/** Puts messages on the application's queues, for destinations and redrive policies. Thread-safe. */
@FunctionalInterface
public interface QueueSender {

    /** The same queues for somebody who may need permission to send. */
    default QueueSender inTheNameOf(Sender sender) {
        return this;
    }

    /** @throws IllegalArgumentException when the application has no such queue */
    void send(String queueArn, String body);

    /**
     * Puts a message that belongs to a trace.
     *
     * @param traceHeader what a receiver finds in the system attribute {@code AWSTraceHeader}
     * @throws IllegalArgumentException when the application has no such queue
     */
    default void sendTraced(String queueArn, String body, String traceHeader) {
        send(queueArn, body);
    }
}
