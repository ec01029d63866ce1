package localrunner.sns;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import localrunner.application.Application.Subscription;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * An accepted message in the two shapes in which SNS hands it on. Signatures are placeholders, as there is no key to
 * sign with.
 */
record Notification(String messageId, String topicArn, String region, Message message, Instant timestamp) {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final DateTimeFormatter MILLISECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    /** {@code local-runner-does-not-sign} in Base64. */
    private static final String SIGNATURE = "bG9jYWwtcnVubmVyLWRvZXMtbm90LXNpZ24=";

    /** The payload of the Lambda invocation. AWS document "Invoking Lambda functions with Amazon SNS notifications". */
    String lambdaEvent(Subscription subscription) {
        ObjectNode event = JSON.createObjectNode();
        ObjectNode entry = event.putArray("Records").addObject();
        entry.put("EventSource", "aws:sns");
        entry.put("EventVersion", "1.0");
        entry.put("EventSubscriptionArn", subscription.arn());
        ObjectNode sns = entry.putObject("Sns");
        sns.put("Type", "Notification");
        sns.put("MessageId", messageId);
        sns.put("TopicArn", topicArn);
        message.subject().ifPresentOrElse(subject -> sns.put("Subject", subject), () -> sns.putNull("Subject"));
        sns.put("Message", message.text());
        sns.put("Timestamp", MILLISECONDS.format(timestamp));
        sns.put("SignatureVersion", "1");
        sns.put("Signature", SIGNATURE);
        sns.put("SigningCertUrl", signingCertificateUrl());
        sns.put("UnsubscribeUrl", unsubscribeUrl(subscription));
        putAttributes(sns, message.attributes());
        return event.toString();
    }

    /**
     * The body of the message in a redrive queue: the notification as an SQS subscriber would get it. SNS adds no
     * message attributes to it; {@code RequestID} and {@code ErrorCode} are of Lambda's dead-letter queues.
     */
    String envelope(Subscription subscription) {
        ObjectNode envelope = JSON.createObjectNode();
        envelope.put("Type", "Notification");
        envelope.put("MessageId", messageId);
        envelope.put("TopicArn", topicArn);
        message.subject().ifPresent(subject -> envelope.put("Subject", subject));
        envelope.put("Message", message.text());
        envelope.put("Timestamp", MILLISECONDS.format(timestamp));
        envelope.put("SignatureVersion", "1");
        envelope.put("Signature", SIGNATURE);
        envelope.put("SigningCertURL", signingCertificateUrl());
        envelope.put("UnsubscribeURL", unsubscribeUrl(subscription));
        if (!message.attributes().isEmpty()) {
            putAttributes(envelope, message.attributes());
        }
        return envelope.toString();
    }

    private static void putAttributes(ObjectNode node, Map<String, MessageAttribute> attributes) {
        ObjectNode target = node.putObject("MessageAttributes");
        attributes.forEach((name, attribute) -> {
            ObjectNode value = target.putObject(name);
            value.put("Type", attribute.type());
            value.put("Value", attribute.value());
        });
    }

    private String signingCertificateUrl() {
        return "https://sns." + region + ".amazonaws.com/SimpleNotificationService-local-runner.pem";
    }

    private String unsubscribeUrl(Subscription subscription) {
        return "https://sns." + region + ".amazonaws.com/?Action=Unsubscribe&SubscriptionArn=" + subscription.arn();
    }
}
