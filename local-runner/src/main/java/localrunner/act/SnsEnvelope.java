package localrunner.act;

import java.util.List;
import localrunner.application.Application;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns a notification as a queue gets it into the event that a function gets.
 *
 * <p>Both have the same members, two of them spelt differently ("Invoking Lambda functions with Amazon SNS notifications" and
 * "Fanout to Amazon SQS queues", "Raw message delivery").
 */
final class SnsEnvelope {

    private SnsEnvelope() {}

    static String lambdaEvent(ObjectNode envelope, Application.Subscription subscription) {
        ObjectNode event = JsonMapper.shared().createObjectNode();
        ObjectNode entry = event.putArray("Records")
                .addObject()
                .put("EventSource", "aws:sns")
                .put("EventVersion", "1.0")
                .put("EventSubscriptionArn", subscription.arn());
        ObjectNode sns = entry.putObject("Sns");
        for (String member : List.of("Type", "MessageId", "TopicArn")) {
            sns.set(member, envelope.path(member));
        }
        if (envelope.has("Subject")) {
            sns.set("Subject", envelope.path("Subject"));
        } else {
            sns.putNull("Subject");
        }
        for (String member : List.of("Message", "Timestamp", "SignatureVersion", "Signature")) {
            sns.set(member, envelope.path(member));
        }
        sns.set("SigningCertUrl", envelope.path("SigningCertURL"));
        sns.set("UnsubscribeUrl", envelope.path("UnsubscribeURL"));
        sns.set(
                "MessageAttributes",
                envelope.has("MessageAttributes")
                        ? envelope.path("MessageAttributes")
                        : JsonMapper.shared().createObjectNode());
        return event.toString();
    }
}
