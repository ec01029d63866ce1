package localrunner.permissions;

import java.util.List;
import localrunner.application.Application;
import localrunner.edge.AwsError;
import localrunner.edge.EdgeRequest;
import localrunner.edge.EdgeResponse;
import localrunner.iam.CallContext;
import localrunner.iam.Decision;

/**
 * What the operations of Parameter Store need.
 *
 * <p>"Actions, resources, and condition keys for AWS Systems Manager" and "Restricting access to Parameter Store
 * parameters using IAM policies": each parameter by itself; a search by path needs the path. A SecureString under the
 * AWS-managed key needs no permission of KMS. Immutable.
 */
final class SsmNeeds implements ServiceNeeds {

    private final String prefix;

    SsmNeeds(Application application) {
        prefix = "arn:aws:ssm:" + application.region() + ":" + Application.ACCOUNT_ID + ":parameter";
    }

    @Override
    public String service() {
        return "ssm";
    }

    @Override
    public List<Need> of(EdgeRequest request) {
        JsonBody call = JsonBody.of(request);
        String action = "ssm:" + call.operation();
        return switch (call.operation()) {
            case "GetParameters", "DeleteParameters" ->
                call.body()
                        .path("Names")
                        .valueStream()
                        .map(name -> new Need(action, arn(name.asString(""))))
                        .toList();
            case "GetParametersByPath" ->
                List.of(new Need(
                        action,
                        arn(call.text("Path")),
                        CallContext.NONE.with(
                                CallContext.RECURSIVE,
                                Boolean.toString(call.body().path("Recursive").asBoolean(false)))));
            case "DescribeParameters", "" -> List.of(new Need(action, "*"));
            default -> List.of(new Need(action, arn(call.text("Name"))));
        };
    }

    /** The ARN of a parameter that a request names, with or without a version or a label. */
    private String arn(String name) {
        if (name.startsWith("arn:")) {
            return name;
        }
        String plain = name.split(":", 2)[0];
        return prefix + (plain.startsWith("/") ? "" : "/") + plain;
    }

    @Override
    public EdgeResponse refusal(EdgeRequest request, Decision.Denied denied) {
        return new AwsError(400, "AccessDeniedException", denied.message()).awsJson11();
    }
}
