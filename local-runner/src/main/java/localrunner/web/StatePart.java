package localrunner.web;

import tools.jackson.databind.node.ObjectNode;

/** A part of the console's state that changes seldom, such as the faults that are on. Thread-safe. */
@FunctionalInterface
public interface StatePart {

    /** Writes what is now. */
    void addTo(ObjectNode state);
}
