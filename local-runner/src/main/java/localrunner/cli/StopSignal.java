package localrunner.cli;

import java.util.concurrent.CountDownLatch;

/**
 * That the runner shall end: waited for while it runs, an interrupt while it starts. Thread-safe.
 *
 * <p>After start-up nothing is interrupted: closing takes its time, and has to be done.
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

    /** To be called by the thread that starts, when it has; an interrupt that came too late is forgotten. */
    synchronized void interruptNoMore() {
        started = true;
        var _ = Thread.interrupted();
    }

    void await() throws InterruptedException {
        requested.await();
    }
}
