package wordcounter.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import wordcounter.debounce.DocumentWordsFunction;
import wordcounter.debounce.DocumentWordsFunction.Page;
import wordcounter.documents.DocumentId;
import wordcounter.documents.DocumentMessage;
import wordcounter.documents.DocumentMessage.Kind;
import wordcounter.json.JsonObject;
import wordcounter.queue.QueueMessage;
import wordcounter.simulation.Invocation.Ending;
import wordcounter.simulation.Invocation.Program;
import wordcounter.simulation.Request.Arrival;
import wordcounter.simulation.World.Deployment;
import wordcounter.testing.InMemoryDocuments;

/**
 * Documents that change: their server, their table, the queues of changes and of checks, Lambda's mappings that read those, and the
 * function behind them.
 *
 * <p>A check is hidden for the quiet time first. Otherwise both queues do as {@link TextQueue} does.
 */
final class ChangingDocuments {

    private static final Duration QUIET_TIME = Duration.ofSeconds(60);
    private static final Duration VISIBILITY_TIMEOUT = Duration.ofMinutes(3);
    private static final int MAX_RECEIVE_COUNT = 5;

    private final World world;
    private final Topic topic;
    private final Map<DocumentId, SortedMap<String, Integer>> server = new HashMap<>();
    private final InMemoryDocuments table = new InMemoryDocuments();
    private final List<Entry> entries = new ArrayList<>();
    private final List<QueueMessage> deleted = new ArrayList<>();
    private int sent;
    private boolean isServerDown;

    /** A message, and what is known of its receipts. */
    private record Entry(QueueMessage message, Instant visibleAt, int receives) {

        Kind kind() {
            return DocumentMessage.of(message).kind();
        }
    }

    ChangingDocuments(World world, Topic topic) {
        this.world = world;
        this.topic = topic;
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
        DocumentMessage change =
                new DocumentMessage(Kind.CHANGE, new DocumentId(name), Instant.EPOCH, "change of " + name);
        world.soon("a client", "tells that " + name + " has changed", () -> add(change, Duration.ZERO));
    }

    private void add(DocumentMessage message, Duration delay) {
        String messageId = message.kind() + "-" + ++sent;
        entries.add(new Entry(
                new QueueMessage(messageId, world.now(), message.body(), message.attributes()),
                world.now().plus(delay),
                0));
    }

    /** The documents' server answers nothing, until it is mended. */
    void breakServer() {
        isServerDown = true;
    }

    void mend() {
        isServerDown = false;
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

    /** Receives up to that many changes, or one check, whichever waits longest, and invokes the function with them. */
    void poll(int most) {
        Optional<Entry> first = entries.stream()
                .filter(entry -> !entry.visibleAt().isAfter(world.now()))
                .min(Comparator.comparing(Entry::visibleAt));
        if (first.isEmpty()) {
            return;
        }
        Kind kind = first.get().kind();
        List<QueueMessage> batch = new ArrayList<>();
        for (Entry entry : List.copyOf(entries)) {
            boolean isReceived = kind == Kind.CHECK ? entry.equals(first.get()) : entry.kind() == kind;
            if (batch.size() == most || !isReceived || entry.visibleAt().isAfter(world.now())) {
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
            JsonObject event = Lambda.event(batch.stream()
                    .map(message -> message.toSqsRecord().members())
                    .toList());
            world.start(
                    "document words", Lambda.DOCUMENT_WORDS_TIMEOUT, function(event), ending -> ended(batch, ending));
        }
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
