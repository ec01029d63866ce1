package localrunner.permissions;

import java.util.List;
import java.util.Optional;
import localrunner.edge.EdgeRequest;
import localrunner.edge.EdgeResponse;
import localrunner.iam.Decision;

/**
 * Knows what the requests to one service need, by "Actions, resources, and condition keys" in the Service Authorization
 * Reference, and how the service refuses one.
 */
interface ServiceNeeds {

    /** The service's name in a SigV4 credential scope. */
    String service();

    /** All that the request needs. Empty for one that can't be read: the service says what is wrong with it. */
    List<Need> of(EdgeRequest request);

    /**
     * The operation that a request is for: the target of AWS's JSON protocols, the action of its query protocol, and otherwise what
     * HTTP has.
     */
    default String operation(EdgeRequest request) {
        return request.header("X-Amz-Target")
                .map(target -> target.substring(target.lastIndexOf('.') + 1))
                .or(() -> Optional.ofNullable(request.parameters().get("Action")))
                .orElseGet(() -> methodAndPath(request));
    }

    /** As the first line of the request has them. */
    static String methodAndPath(EdgeRequest request) {
        return request.method() + " " + request.path();
    }

    /** The service's answer to a request that is not allowed. */
    EdgeResponse refusal(EdgeRequest request, Decision.Denied denied);
}
