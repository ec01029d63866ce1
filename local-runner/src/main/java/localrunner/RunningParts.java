package localrunner;

import java.util.ArrayDeque;
import java.util.Deque;
import localrunner.console.Console;

/** Keeps what was started, and ends it in the opposite order. Not thread-safe. */
final class RunningParts implements AutoCloseable {

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final Console console;

    RunningParts(Console console) {
        this.console = console;
    }

    <T extends AutoCloseable> T keep(T part) {
        parts.push(part);
        return part;
    }

    /** Ends all parts, also after one that fails to end. */
    @Override
    public void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                console.warn("run-local", "did not end cleanly: " + e);
            }
        }
    }
}
