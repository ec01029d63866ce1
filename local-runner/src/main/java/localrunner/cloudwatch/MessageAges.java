package localrunner.cloudwatch;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import localrunner.facts.Fact;

/**
 * Knows since when the oldest message of a queue waits, which ElasticMQ does not tell.
 *
 * <p>AWS document "Available CloudWatch metrics for Amazon SQS": a message that was received three times is no longer
 * looked at, and in a dead-letter queue the time counts from the move. A message comes there without a fact, so one that is
 * there and was not sent counts from when it was seen first. Of a queue with more than {@value #MOST} messages the oldest
 * are known. Thread-safe.
 */
final class MessageAges {

    private static final int MOST = 100_000;
    private static final int LAST_RECEIPT = 3;

    private final Map<String, Waiting> queues = new HashMap<>();

    private static final class Waiting {
        private final Map<String, Instant> sentAt = new LinkedHashMap<>();

        /** Messages that are there still, but do not count any more. */
        private final Map<String, Instant> passedOver = new LinkedHashMap<>();

        private Optional<Instant> othersSince = Optional.empty();
    }

    synchronized void note(Fact.OfQueue fact) {
        Waiting waiting = queues.computeIfAbsent(fact.queue().name(), _ -> new Waiting());
        switch (fact) {
            case Fact.MessagesSent sent ->
                sent.messageIds().forEach(id -> {
                    if (waiting.sentAt.size() < MOST) {
                        waiting.sentAt.put(id, sent.at());
                    }
                });
            case Fact.MessagesDeleted deleted ->
                deleted.messageIds().forEach(id -> {
                    waiting.sentAt.remove(id);
                    waiting.passedOver.remove(id);
                });
            case Fact.MessagesReceived received ->
                received.receipts().stream()
                        .filter(receipt -> receipt.times().orElse(0) >= LAST_RECEIPT)
                        .map(Fact.Receipt::messageId)
                        .filter(waiting.sentAt::containsKey)
                        .forEach(id -> waiting.passedOver.put(id, waiting.sentAt.remove(id)));
        }
    }

    /**
     * Since when the oldest message waits; empty when none does.
     *
     * @param messages how many the queue has now, in whatever state
     */
    synchronized Optional<Instant> oldest(String queueName, int messages, Instant now) {
        Waiting waiting = queues.computeIfAbsent(queueName, _ -> new Waiting());
        if (messages == 0) {
            waiting.sentAt.clear();
            waiting.passedOver.clear();
        }
        boolean others = messages > waiting.sentAt.size() + waiting.passedOver.size();
        waiting.othersSince = others ? waiting.othersSince.or(() -> Optional.of(now)) : Optional.empty();
        Optional<Instant> sent = waiting.sentAt.values().stream().findFirst();
        return sent.isPresent() && waiting.othersSince.isPresent()
                ? sent.map(one -> earlier(one, waiting.othersSince.get()))
                : sent.or(() -> waiting.othersSince);
    }

    private static Instant earlier(Instant one, Instant other) {
        return Comparator.<Instant>naturalOrder().compare(one, other) <= 0 ? one : other;
    }
}
