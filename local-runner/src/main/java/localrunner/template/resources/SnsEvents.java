package localrunner.template.resources;

import java.util.Optional;
import localrunner.application.Application;
import localrunner.template.document.PropertyReader;

/** Reads events of type {@code SNS}, each a subscription of the function to a topic. */
final class SnsEvents {

    private final PhysicalNames names;
    private final Catalog catalog;

    SnsEvents(PhysicalNames names, Catalog catalog) {
        this.names = names;
        this.catalog = catalog;
    }

    void read(Events.Event event) {
        PropertyReader reader = event.reader();
        reader.refuse("FilterPolicy", "subscription filters are not supported; filter in the function");
        reader.refuse("FilterPolicyScope", "subscription filters are not supported; filter in the function");
        reader.refuse(
                "SqsSubscription",
                "a queue between topic and function is not supported; the topic invokes the function");
        Optional<String> topicArn = catalog.topicArn(reader, "Topic");
        Optional<String> redriveQueueArn = redriveQueueArn(reader);
        topicArn.ifPresent(arn -> catalog.subscribe(
                arn,
                new Application.Subscription(
                        names.subscriptionArn(arn, event.id()), event.function().invokedArn(), redriveQueueArn)));
    }

    private Optional<String> redriveQueueArn(PropertyReader reader) {
        Optional<PropertyReader> redrivePolicy = reader.object("RedrivePolicy");
        Optional<String> queueArn = redrivePolicy.flatMap(inner -> catalog.queueArn(inner, "deadLetterTargetArn"));
        redrivePolicy.ifPresent(PropertyReader::finish);
        return queueArn;
    }
}
