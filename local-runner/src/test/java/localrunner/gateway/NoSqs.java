package localrunner.gateway;

import localrunner.edge.EdgeRequest;
import localrunner.edge.EdgeResponse;
import localrunner.edge.EdgeService;

/** SQS for an API that has no direct integration. */
final class NoSqs implements EdgeService {

    @Override
    public String name() {
        return "sqs";
    }

    @Override
    public EdgeResponse handle(EdgeRequest request) {
        throw new AssertionError("SQS was called: " + request.bodyText());
    }
}
