package localrunner.template.resources;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import localrunner.application.Application;
import localrunner.template.document.Value;

/**
 * Tells what the template's permissions let S3 do: S3 asks before it takes a notification.
 *
 * <p>Follows "Granting permissions to publish event notification messages to a destination" in the S3 User Guide.
 * Conditions are not looked at. Immutable.
 */
final class S3Permissions {

    private static final String S3 = "s3.amazonaws.com";

    private final List<Value.Mapping> permissions;
    private final List<Value.Mapping> queuePolicies;
    private final List<Value.Mapping> topicPolicies;

    private S3Permissions(
            List<Value.Mapping> permissions, List<Value.Mapping> queuePolicies, List<Value.Mapping> topicPolicies) {
        this.permissions = permissions;
        this.queuePolicies = queuePolicies;
        this.topicPolicies = topicPolicies;
    }

    /** @param resources with their properties, resolved */
    static S3Permissions of(Map<Resource, Value.Mapping> resources) {
        return new S3Permissions(
                of(resources, Resource.PERMISSION),
                of(resources, Resource.QUEUE_POLICY),
                of(resources, Resource.TOPIC_POLICY));
    }

    private static List<Value.Mapping> of(Map<Resource, Value.Mapping> resources, String type) {
        List<Value.Mapping> found = new ArrayList<>();
        resources.forEach((resource, properties) -> {
            if (resource.type().equals(type)) {
                found.add(properties);
            }
        });
        return found;
    }

    /** @param arn with the qualifier with which S3 would invoke the function */
    boolean allowInvocationOf(String arn) {
        String name = arn.replaceFirst(".*:function:", "");
        return permissions.stream()
                .anyMatch(permission -> texts(permission, "Principal").anyMatch(S3::equals)
                        && texts(permission, "Action").anyMatch(action -> action.matches("lambda:(\\*|InvokeFunction)"))
                        && texts(permission, "FunctionName")
                                .anyMatch(given -> given.equals(arn) || given.equals(name)));
    }

    boolean allowSendingTo(Application.Queue queue, String queueUrl) {
        return queuePolicies.stream()
                .filter(policy -> texts(policy, "Queues").anyMatch(queueUrl::equals))
                .anyMatch(policy -> allows(policy, "(?i)sqs:(\\*|SendMessage)", queue.arn()));
    }

    boolean allowPublishingTo(String topicArn) {
        return topicPolicies.stream()
                .filter(policy -> texts(policy, "Topics").anyMatch(topicArn::equals))
                .anyMatch(policy -> allows(policy, "(?i)sns:(\\*|Publish)", topicArn));
    }

    private static boolean allows(Value.Mapping policy, String action, String resource) {
        return policy.get("PolicyDocument")
                .flatMap(document -> get(document, "Statement"))
                .map(S3Permissions::items)
                .orElse(Stream.empty())
                .anyMatch(statement -> texts(statement, "Effect").anyMatch("Allow"::equals)
                        && isS3(statement)
                        && texts(statement, "Action").anyMatch(text -> text.equals("*") || text.matches(action))
                        && texts(statement, "Resource").anyMatch(text -> text.equals("*") || text.equals(resource)));
    }

    private static boolean isS3(Value statement) {
        return texts(statement, "Principal").anyMatch("*"::equals)
                || get(statement, "Principal").stream()
                        .flatMap(principal -> Stream.concat(texts(principal, "Service"), texts(principal, "AWS")))
                        .anyMatch(text -> text.equals(S3) || text.equals("*"));
    }

    private static Optional<Value> get(Value value, String key) {
        return value instanceof Value.Mapping mapping ? mapping.get(key) : Optional.empty();
    }

    /** A text, or each text of a list; nothing when there is no such property. */
    private static Stream<String> texts(Value value, String key) {
        return get(value, key)
                .map(S3Permissions::items)
                .orElse(Stream.empty())
                .flatMap(item -> item instanceof Value.Scalar scalar ? Stream.of(scalar.text()) : Stream.empty());
    }

    private static Stream<Value> items(Value value) {
        return value instanceof Value.Sequence sequence ? sequence.items().stream() : Stream.of(value);
    }
}
