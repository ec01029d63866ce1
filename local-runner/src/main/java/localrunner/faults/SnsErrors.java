package localrunner.faults;

import java.util.Set;
import localrunner.edge.AwsError;
import localrunner.edge.EdgeRequest;
import localrunner.edge.EdgeResponse;

/** How SNS says that there are too many calls or that it has failed, by "Common errors" and Publish in its API Reference. */
final class SnsErrors implements ServiceErrors {

    private static final String REQUEST_ID = "00000000-0000-0000-0000-000000000000";

    @Override
    public String service() {
        return "sns";
    }

    @Override
    public FaultTarget.Type targets() {
        return FaultTarget.Type.TOPIC;
    }

    @Override
    public EdgeResponse throttled(EdgeRequest request, Set<String> topics) {
        return new AwsError(400, "Throttling", "Rate exceeded").query(REQUEST_ID);
    }

    @Override
    public EdgeResponse failed(EdgeRequest request) {
        return new AwsError(500, "InternalError", "Internal error").query(REQUEST_ID);
    }
}
