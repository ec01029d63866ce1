package localrunner.permissions;

import java.util.List;
import java.util.Map;
import localrunner.edge.AwsError;
import localrunner.edge.EdgeRequest;
import localrunner.edge.EdgeResponse;
import localrunner.iam.Decision;

/**
 * What SNS's operations need, by "Actions, resources, and condition keys for Amazon SNS": a batch needs the same as a
 * single message.
 */
final class SnsNeeds implements ServiceNeeds {

    @Override
    public String service() {
        return "sns";
    }

    @Override
    public List<Need> of(EdgeRequest request) {
        Map<String, String> parameters;
        try {
            parameters = request.parameters();
        } catch (IllegalArgumentException e) {
            return List.of();
        }
        String action = parameters.getOrDefault("Action", "");
        String topic = parameters.getOrDefault("TopicArn", parameters.getOrDefault("TargetArn", "*"));
        return List.of(new Need("sns:" + (action.equals("PublishBatch") ? "Publish" : action), topic));
    }

    /** SNS writes its own name in capitals. */
    @Override
    public EdgeResponse refusal(EdgeRequest request, Decision.Denied denied) {
        String message = denied.message()
                .replace(denied.action(), "SNS:" + denied.action().substring("sns:".length()));
        return new AwsError(403, "AuthorizationError", message).query("00000000-0000-0000-0000-000000000000");
    }
}
