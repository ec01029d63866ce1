package localrunner.faults;

import java.util.Set;
import localrunner.edge.EdgeRequest;

/** Tells which resources' data a request reads or writes. Thread-safe. */
@FunctionalInterface
public interface RequestedResources {

    /**
     * The ARNs of tables and their indexes, topics and queues; empty when the request is for none of their data.
     *
     * @param service its name in a SigV4 credential scope
     */
    Set<String> of(String service, EdgeRequest request);
}
