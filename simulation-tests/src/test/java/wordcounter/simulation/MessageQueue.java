package wordcounter.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import wordcounter.json.JsonObject;
import wordcounter.queue.QueueMessage;
import wordcounter.simulation.Invocation.Ending;

/**
 * A queue of SQS, and what Lambda's event source mapping does with what it has received.
 *
 * <p>What a batch does not delete is hidden for {@link #VISIBILITY_TIMEOUT} and comes again; at the receipt after {@link
 * #MAX_RECEIVE_COUNT} it is moved to the dead-letter queue under its own id (AWS: "Using Lambda with Amazon SQS", "Using dead-letter
 * queues in Amazon SQS").
 */
final class MessageQueue {

    private static final Duration VISIBILITY_TIMEOUT = Duration.ofMinutes(3);
    private static final int MAX_RECEIVE_COUNT = 5;

    private final World world;
    private final List<Entry> entries = new ArrayList<>();
    private final List<QueueMessage> deleted = new ArrayList<>();

    /** A message, and what is known of its receipts. */
    private record Entry(QueueMessage message, Instant visibleAt, int receives) {}

    MessageQueue(World world) {
        this.world = world;
    }

    /** @param delay how long the message is hidden at first */
    void send(QueueMessage message, Duration delay) {
        entries.add(new Entry(message, world.now().plus(delay), 0));
    }

    /** SQS delivers at least once: what is worked on is visible to others, and what was deleted comes again. */
    void showAll() {
        entries.replaceAll(
                entry -> entry.receives() == 0 ? entry : new Entry(entry.message(), world.now(), entry.receives()));
        deleted.forEach(message -> entries.add(new Entry(message, world.now(), 0)));
        deleted.clear();
    }

    /** When there is something to receive. */
    Optional<Instant> due() {
        return entries.stream().map(Entry::visibleAt).min(Instant::compareTo);
    }

    /** The message that has been visible for longest. */
    Optional<QueueMessage> first() {
        return entries.stream()
                .filter(this::isVisible)
                .min(Comparator.comparing(Entry::visibleAt))
                .map(Entry::message);
    }

    /** Hands out up to that many messages for which this holds, and gives up those that were handed out too often. */
    List<QueueMessage> receive(int most, Predicate<QueueMessage> isWanted) {
        List<QueueMessage> batch = new ArrayList<>();
        for (Entry entry : List.copyOf(entries)) {
            if (batch.size() == most || !isWanted.test(entry.message()) || !isVisible(entry)) {
                continue;
            }
            if (entry.receives() == MAX_RECEIVE_COUNT) {
                entries.remove(entry);
                world.redrive(entry.message());
            } else {
                Instant visibleAt = world.now().plus(VISIBILITY_TIMEOUT);
                entries.set(entries.indexOf(entry), new Entry(entry.message(), visibleAt, entry.receives() + 1));
                batch.add(entry.message());
            }
        }
        return batch;
    }

    private boolean isVisible(Entry entry) {
        return !entry.visibleAt().isAfter(world.now());
    }

    /** The event that a batch is. */
    static JsonObject event(List<QueueMessage> batch) {
        return Lambda.event(
                batch.stream().map(message -> message.toSqsRecord().members()).toList());
    }

    /** Deletes what the function has dealt with, by its answer. */
    void ended(List<QueueMessage> batch, Ending ending) {
        if (!(ending instanceof Ending.Returned(var json))) {
            return; // all of them come again
        }
        Set<String> failed = JsonObject.parse(json).requiredObjects("batchItemFailures").stream()
                .map(failure -> failure.requiredString("itemIdentifier"))
                .collect(Collectors.toSet());
        for (QueueMessage message : batch) {
            boolean isDone = !failed.contains(message.messageId());
            if (isDone && entries.removeIf(entry -> entry.message().equals(message))) {
                deleted.add(message);
            }
        }
    }
}
