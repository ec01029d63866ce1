package localrunner.template.resources;

import java.util.List;
import localrunner.application.Application;
import localrunner.template.document.PropertyReader;

/** Reads {@code AWS::SNS::Topic}, without the subscriptions that functions' events add. */
final class TopicReader {

    private static final List<String> MAIL = List.of("email", "email-json");

    private final PhysicalNames names;

    TopicReader(PhysicalNames names) {
        this.names = names;
    }

    Application.Topic read(Resource resource, PropertyReader reader) {
        String name = reader.text("TopicName").orElse(names.name(resource.logicalId()));
        if (!name.matches("[a-zA-Z0-9_-]{1,256}")) {
            reader.problem(
                    "TopicName",
                    "the topic's name '" + name + "' must have 1 to 256 letters, digits, hyphens and underscores");
        }
        if (reader.bool("FifoTopic").orElse(false)) {
            reader.problem(
                    "FifoTopic", "FIFO topics are not supported, and can't invoke functions; use a standard topic");
        }
        reader.objects("Subscription").forEach(TopicReader::checkSubscription);
        reader.finish();
        return new Application.Topic(resource.logicalId(), name, names.topicArn(name), List.of());
    }

    /** Mail is left aside: people read it, and none leaves a laptop. */
    private static void checkSubscription(PropertyReader subscription) {
        String protocol =
                subscription.required("Protocol", subscription.text("Protocol")).orElse(MAIL.getFirst());
        if (!MAIL.contains(protocol)) {
            subscription.problem(
                    "Protocol",
                    "subscriptions of protocol '" + protocol
                            + "' on the topic are not supported; use a function's event of type SNS");
        }
        subscription.required("Endpoint", subscription.text("Endpoint"));
        subscription.finish();
    }
}
