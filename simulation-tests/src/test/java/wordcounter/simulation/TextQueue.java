package wordcounter.simulation;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import wordcounter.json.JsonObject;
import wordcounter.queue.QueueMessage;
import wordcounter.queue.QueuedText;
import wordcounter.queued.QueuedWordsFunction;
import wordcounter.simulation.Invocation.Program;
import wordcounter.simulation.World.Deployment;

/**
 * The queue of texts, Lambda's event source mapping that reads it, and the function behind it. The queue does as {@link MessageQueue}
 * does.
 */
final class TextQueue {

    private final World world;
    private final Topic topic;
    private final MessageQueue queue;
    private final Map<String, Sent> sent = new HashMap<>();
    private boolean isBroken;
    private Optional<String> deadlyText = Optional.empty();

    /** What a client put into the queue. */
    private record Sent(String event, Request request) {}

    TextQueue(World world, Topic topic) {
        this.world = world;
        this.topic = topic;
        queue = new MessageQueue(world);
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
        queue.send(new QueueMessage(messageId, world.now(), body, attributes), Duration.ZERO);
    }

    /** The request's id is the message's, so that what is published can be told from it. */
    private static Map<String, String> attributes(String messageId) {
        return new TreeMap<>(Map.of(QueueMessage.ROUTE, QueuedText.ROUTE, QueueMessage.REQUEST_ID, messageId));
    }

    /** As {@link MessageQueue#showAll}. */
    void showAll() {
        queue.showAll();
    }

    /** When there is something to receive. */
    Optional<Instant> due() {
        return queue.due();
    }

    /** Receives up to that many messages, and invokes the function with them. */
    void poll(int most) {
        List<QueueMessage> batch = queue.receive(most, _ -> true);
        if (!batch.isEmpty()) {
            Program function = function(MessageQueue.event(batch));
            world.start("queued words", Lambda.QUEUED_WORDS_TIMEOUT, function, ending -> queue.ended(batch, ending));
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
