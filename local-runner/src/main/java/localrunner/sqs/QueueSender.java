package localrunner.sqs;

import java.util.Map;

/** Puts messages on the application's queues, for destinations and redrive policies. Thread-safe. */
public interface QueueSender {

    /**
     * @param stringAttributes message attributes of type String
     * @throws IllegalArgumentException when the application has no such queue
     */
    void send(String queueArn, String body, Map<String, String> stringAttributes);
}
