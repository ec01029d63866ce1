package wordcounter.simulation;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import wordcounter.json.JsonObject;
import wordcounter.queue.QueueMessage;
import wordcounter.queue.QueuedText;
import wordcounter.queued.QueuedWordsFunction;
import wordcounter.simulation.Invocation.Ending;
import wordcounter.simulation.Invocation.Program;
import wordcounter.simulation.World.Deployment;

/**
 * The queue of texts, Lambda's event source mapping that reads it, and the function behind it.
 *
 * <p>What a batch does not delete is hidden for {@link #VISIBILITY_TIMEOUT} and comes again; at the receipt after {@link
 * #MAX_RECEIVE_COUNT} it is moved to the dead-letter queue under its own id (AWS: "Using Lambda with Amazon SQS", "Using dead-letter
 * queues in Amazon SQS").
 */
final class TextQueue {

    private static final Duration VISIBILITY_TIMEOUT = Duration.ofMinutes(3);
    private static final int MAX_RECEIVE_COUNT = 5;

    private final World world;
    private final Topic topic;
    private final List<Entry> entries = new ArrayList<>();
    private final List<QueueMessage> deleted = new ArrayList<>();
    private final Map<String, Sent> sent = new HashMap<>();
    private boolean isBroken;
    private Optional<String> deadlyText = Optional.empty();

    /** A message, and what is known of its receipts. */
    private record Entry(QueueMessage message, Instant visibleAt, int receives) {}

    /** What a client put into the queue. */
    private record Sent(String event, Request request) {}

    TextQueue(World world, Topic topic) {
        this.world = world;
        this.topic = topic;
    }

    /** The function fails whenever it is invoked, until it is mended. */
    void breakFunction() {
        isBroken = true;
    }

    /** The function does its work and dies, whenever a text with this word is in its batch, until it is mended. */
    void killFunctionBy(String word) {
        deadlyText = Optional.of(word);
    }

    void mend() {
        isBroken = false;
        deadlyText = Optional.empty();
    }

    /** A client puts a text into the queue, and again for each time that it hears nothing. */
    void send(Request request) {
        for (int i = 0; i <= request.resends(); i++) {
            world.soon("a client", "queues " + request, () -> add(request));
        }
    }

    private void add(Request request) {
        String messageId = "message-" + (sent.size() + 1);
        String event = request.key().map(key -> "key " + key).orElse(messageId);
        sent.put(messageId, new Sent(event, request));
        world.truth().queued(messageId, event, request);
        Map<String, String> attributes = attributes(messageId);
        request.key().ifPresent(key -> attributes.put(QueueMessage.IDEMPOTENCY_KEY, key));
        String body = Base64.getEncoder().encodeToString(request.text().getBytes(StandardCharsets.UTF_8));
        add(messageId, body, attributes);
    }

    /** Somebody puts a message into the queue whose body is not base64. */
    void sendPoison(String text) {
        String messageId = "poison-" + text;
        add(messageId, "no base64: " + text, attributes(messageId));
    }

    private void add(String messageId, String body, Map<String, String> attributes) {
        entries.add(new Entry(new QueueMessage(messageId, world.now(), body, attributes), world.now(), 0));
    }

    /** The request's id is the message's, so that what is published can be told from it. */
    private static Map<String, String> attributes(String messageId) {
        return new TreeMap<>(Map.of(QueueMessage.ROUTE, QueuedText.ROUTE, QueueMessage.REQUEST_ID, messageId));
    }

    /** SQS delivers at least once: whatever is worked on is visible to others, and what was deleted comes again. */
    void showAll() {
        entries.replaceAll(entry -> new Entry(entry.message(), world.now(), entry.receives()));
        deleted.forEach(message -> entries.add(new Entry(message, world.now(), 0)));
        deleted.clear();
    }

    /** When there is something to receive. */
    Optional<Instant> due() {
        return entries.stream().map(Entry::visibleAt).min(Instant::compareTo);
    }

    /** Receives up to that many messages, and invokes the function with them. */
    void poll(int most) {
        List<QueueMessage> batch = new ArrayList<>();
        for (Entry entry : List.copyOf(entries)) {
            if (batch.size() == most || entry.visibleAt().isAfter(world.now())) {
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
        if (!batch.isEmpty()) {
            JsonObject event = event(batch);
            world.start("queued words", Lambda.QUEUED_WORDS_TIMEOUT, function(event), ending -> ended(batch, ending));
        }
    }

    private static JsonObject event(List<QueueMessage> batch) {
        return Lambda.event(
                batch.stream().map(message -> message.toSqsRecord().members()).toList());
    }

    private void ended(List<QueueMessage> batch, Ending ending) {
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

    /** One invocation of the function, by whomever. */
    Program function(JsonObject sqsEvent) {
        Deployment deployment = world.deployment();
        boolean fails = isBroken;
        boolean dies = deadlyText.filter(word -> isIn(sqsEvent, word)).isPresent();
        return calls -> {
            if (fails) {
                throw new IllegalStateException("broken");
            }
            String answer = Lambda.answer(
                    QueuedWordsFunction.handler(
                            calls,
                            event -> calls.make(Operation.PUBLISH, event.eventId(), () -> {
                                Sent text = sent(event.correlationId());
                                world.truth().published(text.event(), text.request());
                                topic.deliver(
                                        event.toJson(), Map.of(), text.request().arrival());
                                return "";
                            }),
                            world.eventCounter(calls, deployment),
                            world.parking(calls),
                            world.log()),
                    world.variant().queuedTexts(sqsEvent),
                    Lambda.QUEUED_WORDS_TIMEOUT);
            if (dies) {
                throw new IllegalStateException("killed by a text");
            }
            return world.variant().answerOfQueuedTexts(answer);
        };
    }

    private boolean isIn(JsonObject sqsEvent, String word) {
        return sqsEvent.requiredObjects("Records").stream()
                .map(sqsRecord -> sqsRecord.requiredString("messageId"))
                .filter(sent::containsKey)
                .anyMatch(messageId -> sent(messageId).request().words().containsKey(word));
    }

    private Sent sent(String messageId) {
        return Optional.ofNullable(sent.get(messageId)).orElseThrow();
    }
}
