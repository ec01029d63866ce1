package localrunner.functions;

import java.util.concurrent.Semaphore;
import localrunner.invoke.TooManyRequestsException;

/**
 * Lets no more invocations of a function run at once than its {@code ReservedConcurrentExecutions}, whatever version
 * they are of.
 *
 * <p>AWS document "Configuring reserved concurrency for a function". One invocation more is throttled at once, as on
 * Lambda; nobody waits. Thread-safe.
 */
final class ReservedConcurrency {

    private final String function;
    private final int limit;
    private final Semaphore free;

    ReservedConcurrency(String function, int limit) {
        this.function = function;
        this.limit = limit;
        free = new Semaphore(limit);
    }

    /** @throws TooManyRequestsException when as many invocations run as may */
    void enter() {
        if (!free.tryAcquire()) {
            throw TooManyRequestsException.reservedConcurrencyIsUsedUp(function, limit);
        }
    }

    void leave() {
        free.release();
    }
}
