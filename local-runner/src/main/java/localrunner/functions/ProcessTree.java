package localrunner.functions;

import java.util.List;

/**
 * Ends a process together with all it has started: what outlives its parent is nobody's child and can't be found later.
 */
final class ProcessTree {

    private ProcessTree() {}

    /** The parents first, so that none starts another meanwhile. */
    static void destroyForcibly(ProcessHandle root) {
        List<ProcessHandle> descendants = root.descendants().toList();
        root.destroyForcibly();
        descendants.forEach(ProcessTree::destroyForcibly);
    }
}
