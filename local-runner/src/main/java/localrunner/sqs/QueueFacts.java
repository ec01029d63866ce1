package localrunner.sqs;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import localrunner.application.Application;
import localrunner.edge.EdgeResponse;
import localrunner.facts.Fact;
import localrunner.facts.Facts;
import localrunner.facts.Payload;
import localrunner.time.Time;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** Tells what comes into the application's queues, and what leaves them. Thread-safe. */
final class QueueFacts {

    private static final Pattern XML_MESSAGE = Pattern.compile("<Message>(.*?)</Message>", Pattern.DOTALL);
    private static final Pattern XML_MESSAGE_ID = Pattern.compile("<MessageId>([^<]*)</MessageId>");
    private static final Pattern XML_ENTRY_ID =
            Pattern.compile("<SendMessageBatchResultEntry>.*?<Id>([^<]*)</Id>", Pattern.DOTALL);
    private static final Pattern XML_TIMES =
            Pattern.compile("<Name>ApproximateReceiveCount</Name>\\s*<Value>(\\d+)</Value>");

    private final Map<String, Fact.Place> queues;
    private final Facts facts;
    private final Time time;

    QueueFacts(List<Application.Queue> queues, Facts facts, Time time) {
        this.queues = queues.stream()
                .map(queue -> new Fact.Place(queue.logicalId(), queue.name()))
                .collect(Collectors.toMap(Fact.Place::name, Function.identity()));
        this.facts = facts;
        this.time = time;
    }

    /** Tells what a call that came from outside has done; nothing when it failed, or is about no queue of the template. */
    void tell(SqsRequest call, EdgeResponse answer) {
        Fact.Place queue = queues.get(call.queueName());
        if (answer.status() != 200 || queue == null || !facts.areHeard()) {
            return;
        }
        JsonNode entries = call.parameters().path("Entries");
        switch (call.operation()) {
            case "SendMessage" -> sent(queue, ids(call, answer, "MessageId"), List.of(body(call.parameters())));
            case "SendMessageBatch" -> sent(queue, ids(call, answer, "Successful"), bodies(call, answer, entries));
            case "ReceiveMessage" -> received(queue, receipts(call, answer));
            case "DeleteMessage" ->
                deleted(queue, List.of(call.parameters().path("ReceiptHandle").asString("")));
            case "DeleteMessageBatch" ->
                deleted(
                        queue,
                        entries.valueStream()
                                .map(entry -> entry.path("ReceiptHandle").asString(""))
                                .toList());
            default -> {
                // it neither brings nor takes a message
            }
        }
    }

    void sent(Application.Queue queue, String messageId, String body) {
        sent(place(queue), List.of(messageId), List.of(body));
    }

    void received(Application.Queue queue, JsonNode messages) {
        received(place(queue), messages.valueStream().map(QueueFacts::receipt).toList());
    }

    void deleted(Application.Queue queue, String receiptHandle) {
        deleted(place(queue), List.of(receiptHandle));
    }

    private Fact.Place place(Application.Queue queue) {
        return new Fact.Place(queue.logicalId(), queue.name());
    }

    private void sent(Fact.Place queue, List<String> messageIds, List<String> bodies) {
        int bytes = bodies.stream()
                .mapToInt(body -> body.getBytes(StandardCharsets.UTF_8).length)
                .sum();
        facts.tell(new Fact.MessagesSent(
                time.now(),
                queue,
                messageIds,
                bytes,
                bodies.stream().map(Payload::text).toList()));
    }

    private void received(Fact.Place queue, List<Fact.Receipt> receipts) {
        facts.tell(new Fact.MessagesReceived(time.now(), queue, receipts));
    }

    /** ElasticMQ's receipt handles begin with the message's id. */
    private void deleted(Fact.Place queue, List<String> receiptHandles) {
        List<String> ids =
                receiptHandles.stream().map(handle -> handle.split("#", 2)[0]).toList();
        facts.tell(new Fact.MessagesDeleted(time.now(), queue, ids));
    }

    private static String body(JsonNode message) {
        return message.path("MessageBody").asString("");
    }

    /** The bodies of the messages that a batch has sent, in the order of the answer. */
    private static List<String> bodies(SqsRequest call, EdgeResponse answer, JsonNode entries) {
        Map<String, String> byId = entries.valueStream()
                .collect(Collectors.toMap(
                        entry -> entry.path("Id").asString(""), QueueFacts::body, (first, _) -> first));
        List<String> sent = call.protocol() == SqsRequest.Protocol.QUERY
                ? XML_ENTRY_ID
                        .matcher(answer.bodyText())
                        .results()
                        .map(found -> found.group(1))
                        .toList()
                : json(answer)
                        .path("Successful")
                        .valueStream()
                        .map(entry -> entry.path("Id").asString(""))
                        .toList();
        return sent.stream().map(id -> byId.getOrDefault(id, "")).toList();
    }

    private static List<String> ids(SqsRequest call, EdgeResponse answer, String member) {
        if (call.protocol() == SqsRequest.Protocol.QUERY) {
            return XML_MESSAGE_ID
                    .matcher(answer.bodyText())
                    .results()
                    .map(found -> found.group(1))
                    .toList();
        }
        JsonNode found = json(answer).path(member);
        return found.isArray()
                ? found.valueStream()
                        .map(entry -> entry.path("MessageId").asString(""))
                        .toList()
                : List.of(found.asString(""));
    }

    private static List<Fact.Receipt> receipts(SqsRequest call, EdgeResponse answer) {
        if (call.protocol() == SqsRequest.Protocol.QUERY) {
            return XML_MESSAGE
                    .matcher(answer.bodyText())
                    .results()
                    .map(found -> receipt(found.group(1)))
                    .toList();
        }
        return json(answer)
                .path("Messages")
                .valueStream()
                .map(QueueFacts::receipt)
                .toList();
    }

    private static Fact.Receipt receipt(JsonNode message) {
        return new Fact.Receipt(
                message.path("MessageId").asString(""),
                message.path("Attributes")
                        .path("ApproximateReceiveCount")
                        .asStringOpt()
                        .map(Integer::valueOf));
    }

    private static Fact.Receipt receipt(String message) {
        return new Fact.Receipt(
                first(XML_MESSAGE_ID, message).orElse(""),
                first(XML_TIMES, message).map(Integer::valueOf));
    }

    private static Optional<String> first(Pattern pattern, String text) {
        return pattern.matcher(text).results().findFirst().map((MatchResult found) -> found.group(1));
    }

    private static JsonNode json(EdgeResponse answer) {
        try {
            return JsonMapper.shared().readTree(answer.body());
        } catch (JacksonException e) {
            return MissingNode.getInstance();
        }
    }
}
