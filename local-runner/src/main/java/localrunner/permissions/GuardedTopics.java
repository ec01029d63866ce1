package localrunner.permissions;

import java.util.List;
import java.util.Optional;
import localrunner.iam.Caller;
import localrunner.iam.Decision;
import localrunner.permissions.Gatekeeper.Identity;
import localrunner.sns.TopicPublisher;

/**
 * Publishes to topics for services, with permission only. Thread-safe.
 *
 * @param as who publishes; empty for one that needs no permission
 */
record GuardedTopics(TopicPublisher topics, Gatekeeper gatekeeper, Optional<Identity> as) implements TopicPublisher {

    private static final String CLOUDWATCH = "cloudwatch.amazonaws.com";

    @Override
    public TopicPublisher inTheNameOf(String service, String sourceArn) {
        return new GuardedTopics(topics, gatekeeper, Optional.of(gatekeeper.service(service, sourceArn)));
    }

    /**
     * {@inheritDoc}
     *
     * <p>CloudWatch needs a statement only where the topic has a policy of its own. The policy that SNS gives a new topic lets
     * the account's own alarms publish: "Setting up Amazon SNS notifications" in the CloudWatch User Guide.
     *
     * @throws IllegalStateException when the service is not allowed to
     */
    @Override
    public void publish(String topicArn, Optional<String> subject, String message) {
        List<Need> needed = List.of(new Need("sns:Publish", topicArn));
        Optional<Decision.Denied> refusal = as.filter(identity -> !isAlarm(identity) || hasPolicy(topicArn))
                .flatMap(identity -> gatekeeper.refusal(identity, () -> "Publish", needed));
        if (refusal.isPresent()) {
            throw new IllegalStateException(refusal.get().message());
        }
        topics.publish(topicArn, subject, message);
    }

    private static boolean isAlarm(Identity identity) {
        return identity.caller() instanceof Caller.Service service
                && service.name().equals(CLOUDWATCH);
    }

    private boolean hasPolicy(String topicArn) {
        return gatekeeper.permissions().resourcePolicies().stream()
                .anyMatch(attached -> attached.resourceArn().equals(topicArn));
    }
}
