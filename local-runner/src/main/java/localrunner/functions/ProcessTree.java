package localrunner.functions;

import java.util.List;

/**
 * Ends a process together with all it has started. They have to be found before it ends: an orphan has another parent.
 */
public final class ProcessTree {

    private ProcessTree() {}

    /** Ends parents before their children, so that none starts another one meanwhile. */
    public static void destroyForcibly(ProcessHandle root) {
        List<ProcessHandle> descendants = root.descendants().toList();
        root.destroyForcibly();
        descendants.forEach(ProcessTree::destroyForcibly);
    }
}
