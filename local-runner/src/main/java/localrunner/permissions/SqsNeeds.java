package localrunner.permissions;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import localrunner.application.Application;
import localrunner.edge.AwsError;
import localrunner.edge.EdgeRequest;
import localrunner.edge.EdgeResponse;
import localrunner.iam.Decision;
import localrunner.sqs.SqsRequest;

/**
 * What SQS's operations need.
 *
 * <p>"Actions, resources, and condition keys for Amazon SQS": a batch needs the same as a single message. A move of
 * messages reads and deletes at its source and sends to its destination ("Amazon SQS API permissions"). Immutable.
 */
final class SqsNeeds implements ServiceNeeds {

    private static final String ACCESS_DENIED = "AccessDenied";

    private final String prefix;

    SqsNeeds(Application application) {
        prefix = "arn:aws:sqs:" + application.region() + ":" + Application.ACCOUNT_ID + ":";
    }

    @Override
    public String service() {
        return "sqs";
    }

    @Override
    public List<Need> of(EdgeRequest request) {
        SqsRequest call = SqsRequest.of(request);
        String operation = call.operation();
        return switch (operation) {
            case "ListQueues", "" -> List.of(new Need("sqs:" + operation, "*"));
            case "CreateQueue", "GetQueueUrl" ->
                List.of(new Need("sqs:" + operation, prefix + text(call, "QueueName")));
            case "StartMessageMoveTask" -> move(call);
            case "ListMessageMoveTasks" -> List.of(new Need("sqs:" + operation, text(call, "SourceArn")));
            default -> List.of(new Need("sqs:" + single(operation), prefix + call.queueName()));
        };
    }

    private static String single(String operation) {
        return operation.endsWith("Batch") ? operation.substring(0, operation.length() - "Batch".length()) : operation;
    }

    private static List<Need> move(SqsRequest call) {
        String source = text(call, "SourceArn");
        String destination = text(call, "DestinationArn");
        List<Need> needs = new ArrayList<>();
        for (String operation :
                List.of("StartMessageMoveTask", "ReceiveMessage", "DeleteMessage", "GetQueueAttributes")) {
            needs.add(new Need("sqs:" + operation, source));
        }
        if (!destination.isEmpty()) {
            needs.add(new Need("sqs:SendMessage", destination));
        }
        return needs;
    }

    private static String text(SqsRequest call, String parameter) {
        return call.parameters().path(parameter).asString("");
    }

    /** SQS writes the action in small letters. */
    @Override
    public EdgeResponse refusal(EdgeRequest request, Decision.Denied denied) {
        String lowerCase = denied.action().toLowerCase(Locale.ROOT);
        String message = denied.message().replace(denied.action(), lowerCase);
        return request.header("X-Amz-Target").isPresent()
                ? new AwsError(403, "com.amazonaws.sqs#" + ACCESS_DENIED, message)
                        .awsJson10()
                        .with("x-amzn-query-error", ACCESS_DENIED + ";Sender")
                : new AwsError(403, ACCESS_DENIED, message).query("00000000-0000-0000-0000-000000000000");
    }
}
