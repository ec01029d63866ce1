package localrunner.queues;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import localrunner.sqs.QueueReceiver;
import localrunner.sqs.ReceivedMessage;
import localrunner.time.Time;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A queue in memory: messages that were received are hidden for the visibility timeout. Thread-safe. */
final class FakeQueue implements QueueReceiver {

    private static final long LONGEST_WAIT_NANOS = 50_000_000;

    private static final class Message {
        private final String id;
        private final ObjectNode json;
        private int receiveCount;
        private Instant visibleAt = Instant.MIN;

        Message(String id, ObjectNode json) {
            this.id = id;
            this.json = json;
        }
    }

    private final Time time;
    private final Duration visibilityTimeout;
    private final List<Message> messages = new ArrayList<>();

    FakeQueue(Time time, Duration visibilityTimeout) {
        this.time = time;
        this.visibilityTimeout = visibilityTimeout;
    }

    synchronized void send(String id, String body) {
        messages.add(new Message(
                id,
                JsonMapper.shared()
                        .createObjectNode()
                        .put("MessageId", id)
                        .put("Body", body)
                        .put("MD5OfBody", "md5 of " + id)));
        notifyAll();
    }

    /** Sends that many messages at once, with the ids {@code m1}, {@code m2} ... */
    synchronized void send(int count) {
        IntStream.rangeClosed(1, count).forEach(number -> send("m" + number, "body " + number));
    }

    /** The ids of the messages that were not deleted. */
    synchronized List<String> ids() {
        return messages.stream().map(message -> message.id).toList();
    }

    /** How often a message was received, of all together. */
    synchronized int received() {
        return messages.stream().mapToInt(message -> message.receiveCount).sum();
    }

    @Override
    public synchronized List<ReceivedMessage> receive(String queueArn, int most, Duration wait)
            throws InterruptedException {
        // A real queue would wait longer; nothing here depends on it.
        long deadline = System.nanoTime() + (wait.isPositive() ? LONGEST_WAIT_NANOS : 0);
        List<ReceivedMessage> received = visible(most);
        while (received.isEmpty() && System.nanoTime() < deadline) {
            wait(1);
            received = visible(most);
        }
        return received;
    }

    private List<ReceivedMessage> visible(int most) {
        Instant now = time.now();
        return messages.stream()
                .filter(message -> !message.visibleAt.isAfter(now))
                .limit(most)
                .map(message -> {
                    message.receiveCount++;
                    message.visibleAt = now.plus(visibilityTimeout);
                    ObjectNode json = message.json.deepCopy();
                    json.put("ReceiptHandle", message.id + "#" + message.receiveCount);
                    json.putObject("Attributes").put("ApproximateReceiveCount", Integer.toString(message.receiveCount));
                    return new ReceivedMessage(json);
                })
                .toList();
    }

    @Override
    public synchronized void delete(String queueArn, List<ReceivedMessage> done) {
        for (ReceivedMessage message : done) {
            Iterator<Message> remaining = messages.iterator();
            while (remaining.hasNext()) {
                Message candidate = remaining.next();
                if (message.receiptHandle().equals(candidate.id + "#" + candidate.receiveCount)) {
                    remaining.remove();
                }
            }
        }
    }
}
