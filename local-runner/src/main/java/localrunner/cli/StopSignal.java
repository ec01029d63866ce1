package localrunner.cli;

import java.util.concurrent.CountDownLatch;

/**
 * Carries the wish that the runner ends: it interrupts the thread that starts the runner, and wakes the one that waits.
 *
 * <p>Once the runner has started nothing is interrupted, as it has to be closed, which takes its time. Thread-safe.
 */
final class StopSignal {

    private final CountDownLatch requested = new CountDownLatch(1);
    private final Thread starting;
    private boolean started;

    /** @param starting the thread that starts the runner */
    StopSignal(Thread starting) {
        this.starting = starting;
    }

    synchronized void request() {
        requested.countDown();
        if (!started) {
            starting.interrupt();
        }
    }

    boolean requested() {
        return requested.getCount() == 0;
    }

    /**
     * To be called by the starting thread when it has started the runner. An interrupt that came too late is forgotten.
     */
    synchronized void interruptNoMore() {
        started = true;
        var _ = Thread.interrupted();
    }

    void await() throws InterruptedException {
        requested.await();
    }
}
