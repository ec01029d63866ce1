package localrunner.permissions;

import java.util.List;
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

    /** The service's answer to a request that is not allowed. */
    EdgeResponse refusal(EdgeRequest request, Decision.Denied denied);
}
