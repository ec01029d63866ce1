package localrunner.sqs;

/** Puts messages on the application's queues, for destinations and redrive policies. Thread-safe. */
@FunctionalInterface
public interface QueueSender {

    /** @throws IllegalArgumentException when the application has no such queue */
    void send(String queueArn, String body);
}
