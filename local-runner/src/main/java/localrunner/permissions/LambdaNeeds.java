package localrunner.permissions;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import localrunner.application.Application;
import localrunner.edge.AwsError;
import localrunner.edge.EdgeRequest;
import localrunner.edge.EdgeResponse;
import localrunner.iam.Decision;
import localrunner.invoke.FunctionName;

/**
 * What Lambda's operations need.
 *
 * <p>"Actions, resources, and condition keys for AWS Lambda" and "Identity-based IAM policies for Lambda": whoever
 * invokes an alias or a version needs to be allowed that one, not the function. Immutable.
 */
final class LambdaNeeds implements ServiceNeeds {

    private static final Pattern FUNCTION =
            Pattern.compile("/2015-03-31/functions/([^/]+)/(invocations|aliases)(/.*)?");

    private final String prefix;

    LambdaNeeds(Application application) {
        prefix = "arn:aws:lambda:" + application.region() + ":" + Application.ACCOUNT_ID + ":function:";
    }

    @Override
    public String service() {
        return "lambda";
    }

    @Override
    public List<Need> of(EdgeRequest request) {
        Matcher path = FUNCTION.matcher(request.path());
        if (!path.matches()) {
            return List.of(new Need("lambda:" + request.method(), "*"));
        }
        try {
            FunctionName name = FunctionName.of(
                    URLDecoder.decode(path.group(1), StandardCharsets.UTF_8),
                    Optional.ofNullable(request.queryParameters().get("Qualifier"))
                            .filter(qualifier -> !qualifier.isEmpty()));
            return List.of(
                    path.group(2).equals("invocations")
                            ? new Need("lambda:InvokeFunction", prefix + name.qualified())
                            : new Need(alias(request.method()), prefix + name.name()));
        } catch (IllegalArgumentException e) {
            // Lambda says what is wrong with the name.
            return List.of();
        }
    }

    @Override
    public String operation(EdgeRequest request) {
        Matcher path = FUNCTION.matcher(request.path());
        return path.matches() && path.group(2).equals("invocations") ? "Invoke" : ServiceNeeds.methodAndPath(request);
    }

    private static String alias(String method) {
        return switch (method) {
            case "DELETE" -> "lambda:DeleteAlias";
            case "POST" -> "lambda:CreateAlias";
            case "PUT" -> "lambda:UpdateAlias";
            default -> "lambda:GetAlias";
        };
    }

    @Override
    public EdgeResponse refusal(EdgeRequest request, Decision.Denied denied) {
        return new AwsError(403, "AccessDeniedException", denied.message()).restJson();
    }
}
