package localrunner.web;

import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** What can be looked at about the nodes of the map at any moment, such as how many messages a queue has. Thread-safe. */
@FunctionalInterface
public interface NodeGauges {

    /** What is now, by the node's id on the map: each with the members that it adds. */
    Map<String, ObjectNode> now() throws InterruptedException;
}
