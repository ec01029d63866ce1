package wordcounter.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import wordcounter.debounce.DocumentWordsFunction;
import wordcounter.debounce.DocumentWordsFunction.Page;
import wordcounter.documents.DocumentId;
import wordcounter.documents.DocumentMessage;
import wordcounter.documents.DocumentMessage.Kind;
import wordcounter.json.JsonObject;
import wordcounter.queue.QueueMessage;
import wordcounter.simulation.Invocation.Program;
import wordcounter.simulation.Request.Arrival;
import wordcounter.simulation.World.Deployment;
import wordcounter.testing.InMemoryDocuments;

/**
 * Documents that change: their server, their table, the queues of changes and of checks, Lambda's mappings that read those, and the
 * function behind them.
 *
 * <p>A check is hidden for the quiet time first. Otherwise both queues do as {@link MessageQueue} does; they are one here.
 */
final class ChangingDocuments {

    private static final Duration QUIET_TIME = Duration.ofSeconds(60);

    private final World world;
    private final Topic topic;
    private final Map<DocumentId, SortedMap<String, Integer>> server = new HashMap<>();
    private final InMemoryDocuments table = new InMemoryDocuments();
    private final MessageQueue queue;
    private int sent;
    private boolean isServerDown;

    ChangingDocuments(World world, Topic topic) {
        this.world = world;
        this.topic = topic;
        queue = new MessageQueue(world);
    }

    /** Somebody writes a version of the document, and tells of it a moment later. */
    void edit(String name, Map<String, Integer> words) {
        SortedMap<String, Integer> version = new TreeMap<>(words);
        server.put(new DocumentId(name), version);
        world.truth().documentWritten(name, version);
        tell(name);
    }

    /** Somebody deletes the document, and tells of it a moment later. */
    void delete(String name) {
        server.remove(new DocumentId(name));
        world.truth().documentDeleted(name);
        tell(name);
    }

    private void tell(String name) {
        DocumentMessage change = new DocumentMessage(
                Kind.CHANGE, new DocumentId(name), Instant.EPOCH, "change of " + name, Optional.empty());
        world.soon("a client", "tells that " + name + " has changed", () -> add(change, Duration.ZERO));
    }

    private void add(DocumentMessage message, Duration delay) {
        String messageId = message.kind() + "-" + ++sent;
        queue.send(new QueueMessage(messageId, world.now(), message.body(), message.attributes()), delay);
    }

    /** The documents' server answers nothing, until it is mended. */
    void breakServer() {
        isServerDown = true;
    }

    void mend() {
        isServerDown = false;
    }

    /** As {@link MessageQueue#showAll}. */
    void showAll() {
        queue.showAll();
    }

    /** When there is something to receive. */
    Optional<Instant> due() {
        return queue.due();
    }

    /** Receives up to that many changes, or one check, whichever waits longest, and invokes the function with them. */
    void poll(int most) {
        Optional<QueueMessage> first = queue.first();
        if (first.isEmpty()) {
            return;
        }
        boolean isCheck = kind(first.get()) == Kind.CHECK;
        List<QueueMessage> batch =
                queue.receive(most, message -> isCheck ? message.equals(first.get()) : kind(message) == Kind.CHANGE);
        if (!batch.isEmpty()) {
            Program function = function(MessageQueue.event(batch));
            world.start(
                    "document words", Lambda.DOCUMENT_WORDS_TIMEOUT, function, ending -> queue.ended(batch, ending));
        }
    }

    private static Kind kind(QueueMessage message) {
        return DocumentMessage.of(message).kind();
    }

    /** One invocation of the function, by whomever. */
    Program function(JsonObject sqsEvent) {
        Deployment deployment = world.deployment();
        return calls -> {
            String answer = Lambda.answer(
                    DocumentWordsFunction.handler(
                            calls,
                            world.variant().documents(calls, table),
                            check -> send(calls, check),
                            id -> calls.make(Operation.FETCH_DOCUMENT, id, () -> page(id)),
                            event -> calls.make(Operation.PUBLISH, event.eventId(), () -> {
                                topic.deliver(event.toJson(), Map.of(), Arrival.ONCE);
                                return "";
                            }),
                            world.eventCounter(calls, deployment),
                            world.parking(calls),
                            world.log()),
                    sqsEvent,
                    Lambda.DOCUMENT_WORDS_TIMEOUT);
            return world.variant().answerOfDocumentWords(answer);
        };
    }

    private void send(Calls calls, DocumentMessage check) {
        String _ = calls.make(Operation.SEND_CHECK, check.id(), () -> {
            if (world.variant().sendsCheck(table.read(check.id()).orElseThrow())) {
                add(check, QUIET_TIME);
            }
            return "";
        });
    }

    private Page page(DocumentId id) {
        if (isServerDown) {
            return new Page(true, Optional.empty());
        }
        Optional<SortedMap<String, Integer>> version = Optional.ofNullable(server.get(id));
        version.ifPresent(words -> world.truth().documentFetched(id.value(), words));
        return new Page(false, version.map(words -> Request.of(words).text()));
    }
}
