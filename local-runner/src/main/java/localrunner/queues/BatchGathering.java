package localrunner.queues;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import localrunner.application.Application.QueueMapping;
import localrunner.invoke.InvocationType;
import localrunner.sqs.QueueReceiver;
import localrunner.sqs.ReceivedMessage;
import localrunner.time.Time;

/**
 * Gathers a mapping's messages into batches.
 *
 * <p>AWS document "Using Lambda with Amazon SQS", "Batching behavior": a batch is full at {@code BatchSize}, at the end
 * of the batching window, which begins with its first message, or at 6 MB. Without a window, what one request brings is
 * a batch. Not thread-safe.
 */
final class BatchGathering {

    /** The longest that SQS lets a request wait ("Amazon SQS short and long polling"). */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

    private static final int LARGEST_EVENT_BYTES = InvocationType.REQUEST_RESPONSE.largestPayloadBytes();

    private final QueueMapping mapping;
    private final QueueReceiver queues;
    private final Time time;
    private final Duration pollInterval;

    /** Received, and not in a batch yet: those for which the last batch had no room. */
    private final Deque<QueueRecord> waiting = new ArrayDeque<>();

    /** @param pollInterval how often to look for more messages within the window, by the wall clock */
    BatchGathering(QueueMapping mapping, QueueReceiver queues, Time time, Duration pollInterval) {
        this.mapping = mapping;
        this.queues = queues;
        this.time = time;
        this.pollInterval = pollInterval;
    }

    /** The next batch; empty when no message came for a while. */
    List<QueueRecord> next() throws InterruptedException {
        if (waiting.isEmpty()) {
            receive(LONGEST_WAIT);
        }
        if (waiting.isEmpty()) {
            return List.of();
        }
        Instant begun = time.now();
        Duration window = mapping.batching().window();
        while (!isFull() && time.age(begun).compareTo(window) < 0) {
            if (receive(Duration.ZERO) == 0) {
                Thread.sleep(pollInterval);
            }
        }
        return take();
    }

    private int receive(Duration wait) throws InterruptedException {
        int most = Math.min(QueueReceiver.MOST_AT_ONCE, mapping.batching().size() - waiting.size());
        List<ReceivedMessage> received = queues.receive(mapping.queue().arn(), most, wait);
        Instant receivedAt = time.now();
        received.forEach(
                message -> waiting.add(QueueRecord.of(message, mapping.queue().arn(), receivedAt)));
        return received.size();
    }

    private boolean isFull() {
        return waiting.size() >= mapping.batching().size()
                || QueueRecord.emptyEventBytes()
                                + waiting.stream().mapToInt(QueueRecord::bytes).sum()
                        > LARGEST_EVENT_BYTES;
    }

    private List<QueueRecord> take() {
        List<QueueRecord> batch = new ArrayList<>();
        int bytes = QueueRecord.emptyEventBytes();
        while (!waiting.isEmpty()
                && batch.size() < mapping.batching().size()
                && (batch.isEmpty() || bytes + waiting.element().bytes() <= LARGEST_EVENT_BYTES)) {
            bytes += waiting.element().bytes();
            batch.add(waiting.remove());
        }
        return batch;
    }
}
