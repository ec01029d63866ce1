package localrunner.data;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import localrunner.application.Application;
import localrunner.invoke.FunctionName;
import localrunner.sqs.QueueContents;
import localrunner.sqs.QueueDepths;
import localrunner.sqs.StoredMessage;
import localrunner.time.Time;
import localrunner.web.WebRefusal;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Shows the messages of the application's queues without receiving them, and why they are there. Thread-safe. */
final class Queues {

    /** Messages on a page. */
    static final int PAGE = 25;

    /** How much of a body a page of messages has. */
    static final int MOST_CHARACTERS = 4_000;

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Application application;
    private final QueueContents contents;
    private final QueueDepths depths;
    private final DeadLetters deadLetters;
    private final Time time;

    Queues(Application application, QueueContents contents, QueueDepths depths, Time time) {
        this.application = application;
        this.contents = contents;
        this.depths = depths;
        deadLetters = new DeadLetters(application);
        this.time = time;
    }

    /** What a queue is for, and how much is in it. */
    ObjectNode described(Application.Queue queue) throws InterruptedException {
        ObjectNode node = JSON.createObjectNode().put("id", queue.logicalId()).put("name", queue.name());
        try {
            QueueDepths.Depth depth = depths.depth(queue.arn());
            node.put("visible", depth.visible())
                    .put("notVisible", depth.notVisible())
                    .put("delayed", depth.delayed());
        } catch (IllegalStateException e) {
            node.put("gone", true);
        }
        ArrayNode readers = node.putArray("readers");
        application.queueMappings().stream()
                .filter(mapping -> mapping.queue().arn().equals(queue.arn()))
                .map(mapping -> functionId(mapping.functionArn()))
                .forEach(readers::add);
        ArrayNode sources = node.putArray("deadLettersOf");
        application.queues().stream()
                .filter(other -> other.redrive()
                        .filter(redrive -> redrive.deadLetterQueueArn().equals(queue.arn()))
                        .isPresent())
                .map(Application.Queue::logicalId)
                .forEach(sources::add);
        return node;
    }

    private String functionId(String arn) {
        String name = FunctionName.of(arn, Optional.empty()).name();
        return application.functions().stream()
                .filter(function -> function.name().equals(name))
                .map(Application.Function::logicalId)
                .findFirst()
                .orElse(name);
    }

    /** @param after the id of the message before the page */
    ObjectNode messages(Application.Queue queue, Optional<String> after) throws InterruptedException {
        ObjectNode page = described(queue);
        List<StoredMessage> messages = contents.messages(queue.arn(), after, PAGE + 1);
        ArrayNode shown = page.putArray("messages");
        for (StoredMessage message : messages.stream().limit(PAGE).toList()) {
            shown.add(described(queue, message, MOST_CHARACTERS));
        }
        if (messages.size() > PAGE) {
            page.put("next", messages.get(PAGE - 1).id());
        }
        return page;
    }

    /** A message with its whole body. */
    ObjectNode message(Application.Queue queue, String id) throws InterruptedException {
        return contents.message(queue.arn(), id)
                .map(message -> described(queue, message, Integer.MAX_VALUE))
                .orElseThrow(() -> gone(queue, id));
    }

    void delete(Application.Queue queue, String id) throws InterruptedException {
        if (!contents.delete(queue.arn(), id)) {
            throw gone(queue, id);
        }
    }

    private static WebRefusal gone(Application.Queue queue, String id) {
        return new WebRefusal(404, "%s has no message %s; it may have been deleted".formatted(queue.logicalId(), id));
    }

    private ObjectNode described(Application.Queue queue, StoredMessage message, int mostCharacters) {
        ObjectNode node = JSON.createObjectNode()
                .put("id", message.id())
                .put("sentAt", message.sentAt().toString())
                .put("received", message.received())
                .put("state", state(message));
        if (message.visibleAt().isAfter(time.now())) {
            node.put("visibleAt", message.visibleAt().toString());
        }
        message.firstReceivedAt().ifPresent(at -> node.put("firstReceivedAt", at.toString()));
        message.traceHeader().ifPresent(header -> node.put("traceHeader", header));
        boolean truncated = message.body().length() > mostCharacters;
        node.put("body", truncated ? message.body().substring(0, mostCharacters) : message.body())
                .put("truncated", truncated)
                .put("characters", message.body().length());
        ArrayNode attributes = node.putArray("attributes");
        message.attributes()
                .forEach((name, attribute) -> attributes
                        .addObject()
                        .put("name", name)
                        .put("type", attribute.type())
                        .put("value", attribute.value()));
        Optional<DeadLetter> letter = deadLetters.read(queue, message);
        node.put("why", letter.map(DeadLetter::why).orElseGet(() -> why(queue, message)));
        letter.ifPresent(dead -> node.put("replay", dead.replay()));
        return node;
    }

    private String state(StoredMessage message) {
        Instant now = time.now();
        if (!message.visibleAt().isAfter(now)) {
            return "waiting";
        }
        return message.received() == 0 ? "delayed" : "in flight";
    }

    /** Why a message is there that is no dead letter whose shape is known. */
    private String why(Application.Queue queue, StoredMessage message) {
        String readers = String.join(
                ", ",
                application.queueMappings().stream()
                        .filter(mapping -> mapping.queue().arn().equals(queue.arn()))
                        .map(mapping -> functionId(mapping.functionArn()))
                        .toList());
        return switch (state(message)) {
            case "delayed" -> "It is hidden until its delay is over.";
            case "in flight" ->
                "It was received %d times; whoever has it has not deleted it, and it is hidden until its visibility timeout is over."
                        .formatted(message.received());
            default ->
                readers.isEmpty()
                        ? "Somebody sent it here, and the template has no function that reads this queue."
                        : "It waits for " + readers + ".";
        };
    }
}
