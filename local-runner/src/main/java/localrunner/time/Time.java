package localrunner.time;

import java.time.Duration;
import java.time.Instant;

/** The only source of time and delay in the runner, so that tests decide when it passes. Thread-safe. */
public interface Time extends AutoCloseable {

    /** The wall clock, whatever the scale: for timestamps that others compare with their own clock. */
    Instant now();

    /**
     * How much time has passed since then, on the scale of {@link #schedule} and {@link #sleep}: what age limits are
     * compared with.
     */
    default Duration age(Instant since) {
        return Duration.between(since, now());
    }

    /**
     * What to give {@link #schedule} for something that takes real time whatever the scale: code does not run faster.
     */
    default Duration unscaled(Duration real) {
        return real;
    }

    /** Runs the task on a thread of its own after the delay, unless cancelled or closed before. */
    Cancellable schedule(Duration delay, Runnable task);

    void sleep(Duration duration) throws InterruptedException;

    @Override
    void close();

    interface Cancellable {
        void cancel();
    }
}
