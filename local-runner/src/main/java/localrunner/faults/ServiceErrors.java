package localrunner.faults;

import java.util.Set;
import localrunner.edge.EdgeRequest;
import localrunner.edge.EdgeResponse;

/** Knows how a service says that there are too many calls, and that it has failed. Immutable. */
interface ServiceErrors {

    /** The service's name in a SigV4 credential scope. */
    String service();

    /** The type of the targets that belong to it. */
    FaultTarget.Type targets();

    /** @param logicalIds the targets that are throttled, of those that the request uses */
    EdgeResponse throttled(EdgeRequest request, Set<String> logicalIds);

    /** The service's answer when something has gone wrong inside of it. SDKs call again. */
    EdgeResponse failed(EdgeRequest request);
}
