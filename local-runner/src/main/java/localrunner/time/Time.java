package localrunner.time;

import java.time.Duration;
import java.time.Instant;

/** Gives services the time and their delays, so that a test can decide when time passes. Thread-safe. */
public interface Time extends AutoCloseable {

    /** The wall clock at any scale, for timestamps that others compare with their own clock. */
    Instant now();

    /**
     * How much time has passed since then, on the scale of {@link #schedule} and {@link #sleep}. Age limits are
     * compared with this.
     */
    default Duration age(Instant since) {
        return Duration.between(since, now());
    }

    /** What to pass to {@link #schedule} for a real delay, since code takes real time at any scale. */
    default Duration unscaled(Duration real) {
        return real;
    }

    /** Runs the task on a thread of its own after the delay, unless it is cancelled, or this is closed, before. */
    Cancellable schedule(Duration delay, Runnable task);

    void sleep(Duration duration) throws InterruptedException;

    @Override
    void close();

    interface Cancellable {
        void cancel();
    }
}
