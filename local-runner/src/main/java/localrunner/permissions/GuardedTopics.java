package localrunner.permissions;

import java.util.List;
import java.util.Optional;
import localrunner.iam.Decision;
import localrunner.permissions.Gatekeeper.Identity;
import localrunner.sns.TopicPublisher;

/**
 * Publishes to topics for services, with permission only. Thread-safe.
 *
 * @param as who publishes; empty for one that needs no permission
 */
record GuardedTopics(TopicPublisher topics, Gatekeeper gatekeeper, Optional<Identity> as) implements TopicPublisher {

    @Override
    public TopicPublisher inTheNameOf(String service, String sourceArn) {
        return new GuardedTopics(topics, gatekeeper, Optional.of(gatekeeper.service(service, sourceArn)));
    }

    /** @throws IllegalStateException when the service is not allowed to */
    @Override
    public void publish(String topicArn, Optional<String> subject, String message) {
        List<Need> needed = List.of(new Need("sns:Publish", topicArn));
        Optional<Decision.Denied> refusal =
                as.flatMap(identity -> gatekeeper.refusal(identity, () -> "Publish", needed));
        if (refusal.isPresent()) {
            throw new IllegalStateException(refusal.get().message());
        }
        topics.publish(topicArn, subject, message);
    }
}
