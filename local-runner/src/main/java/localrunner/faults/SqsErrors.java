package localrunner.faults;

import java.util.Set;
import localrunner.edge.AwsError;
import localrunner.edge.EdgeRequest;
import localrunner.edge.EdgeResponse;

/**
 * How SQS says that there are too many calls or that it has failed, by the errors of SendMessage and "Common errors" in
 * its API Reference and the statuses of the query protocol in its model, in the protocol of the request.
 */
final class SqsErrors implements ServiceErrors {

    private static final String REQUEST_ID = "00000000-0000-0000-0000-000000000000";

    @Override
    public String service() {
        return "sqs";
    }

    @Override
    public FaultTarget.Type targets() {
        return FaultTarget.Type.QUEUE;
    }

    @Override
    public EdgeResponse throttled(EdgeRequest request, Set<String> queues) {
        return answer(request, new AwsError(403, "RequestThrottled", "Request is throttled."), "Sender");
    }

    @Override
    public EdgeResponse failed(EdgeRequest request) {
        return answer(
                request,
                new AwsError(
                        500,
                        "InternalFailure",
                        "The request processing has failed because of an unknown error, exception or failure."),
                "Receiver");
    }

    private static EdgeResponse answer(EdgeRequest request, AwsError error, String whose) {
        return request.header("X-Amz-Target").isPresent()
                ? new AwsError(error.status(), "com.amazonaws.sqs#" + error.code(), error.message())
                        .awsJson10()
                        .with("x-amzn-query-error", error.code() + ";" + whose)
                : error.query(REQUEST_ID);
    }
}
