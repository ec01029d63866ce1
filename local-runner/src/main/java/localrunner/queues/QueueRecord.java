package localrunner.queues;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import localrunner.sqs.ReceivedMessage;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A message of a batch, and what the function sees of it.
 *
 * @param json the record in the event, as AWS document "Using Lambda with Amazon SQS" shows it
 * @param receivedAt when its visibility timeout began
 */
record QueueRecord(ReceivedMessage message, String json, Instant receivedAt) {

    private static final String BEGIN = "{\"Records\":[";
    private static final String END = "]}";

    static QueueRecord of(ReceivedMessage message, String queueArn, Instant receivedAt) {
        JsonNode received = message.json();
        ObjectNode node = JsonMapper.shared().createObjectNode();
        node.put("messageId", message.messageId());
        node.put("receiptHandle", message.receiptHandle());
        node.put("body", received.path("Body").asString(""));
        ObjectNode attributes = node.putObject("attributes");
        received.path("Attributes")
                .properties()
                .forEach(attribute -> attributes.set(attribute.getKey(), attribute.getValue()));
        ObjectNode messageAttributes = node.putObject("messageAttributes");
        received.path("MessageAttributes")
                .properties()
                .forEach(attribute -> put(messageAttributes.putObject(attribute.getKey()), attribute.getValue()));
        node.put("md5OfBody", received.path("MD5OfBody").asString(""));
        received.path("MD5OfMessageAttributes")
                .asStringOpt()
                .ifPresent(checksum -> node.put("md5OfMessageAttributes", checksum));
        node.put("eventSource", "aws:sqs");
        node.put("eventSourceARN", queueArn);
        node.put("awsRegion", queueArn.split(":", -1)[3]);
        return new QueueRecord(message, node.toString(), receivedAt);
    }

    private static void put(ObjectNode node, JsonNode value) {
        value.path("StringValue").asStringOpt().ifPresent(text -> node.put("stringValue", text));
        value.path("BinaryValue").asStringOpt().ifPresent(base64 -> node.put("binaryValue", base64));
        node.putArray("stringListValues");
        node.putArray("binaryListValues");
        node.put("dataType", value.path("DataType").asString(""));
    }

    /** How much the record adds to an event, in bytes. */
    int bytes() {
        return json.getBytes(StandardCharsets.UTF_8).length + ",".length();
    }

    /** The event with these records. */
    static String event(List<QueueRecord> records) {
        return records.stream().map(QueueRecord::json).collect(Collectors.joining(",", BEGIN, END));
    }

    /** The size of an event without records, in bytes. */
    static int emptyEventBytes() {
        return BEGIN.length() + END.length();
    }
}
