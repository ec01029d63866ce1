package localrunner.sqs;

import tools.jackson.databind.JsonNode;

/**
 * A message as {@code ReceiveMessage} gives it in the JSON protocol (Amazon SQS API Reference, "Message"), with all its
 * attributes.
 */
public record ReceivedMessage(JsonNode json) {

    public String messageId() {
        return json.path("MessageId").asString("");
    }

    public String receiptHandle() {
        return json.path("ReceiptHandle").asString("");
    }
}
