package localrunner.time;

import java.time.Duration;
import java.time.Instant;

/** Gives services the time and their delays, so that a test can decide when time passes. Thread-safe. */
public interface Time extends AutoCloseable {

    /** The wall clock at any scale, for timestamps that others compare with their own clock. */
    Instant now();

    /** How much time passes between two moments of the wall clock, on the scale of {@link #schedule} and {@link #sleep}. */
    default Duration between(Instant from, Instant to) {
        return Duration.between(from, to);
    }

    /**
     * How much time has passed since then, on the scale of {@link #schedule} and {@link #sleep}. Age limits are
     * compared with this.
     */
    default Duration age(Instant since) {
        return between(since, now());
    }

    /** The moment of the wall clock at which this much time has passed since another: the inverse of {@link #between}. */
    default Instant after(Instant from, Duration passed) {
        return from.plus(passed);
    }

    /** Runs the task on a thread of its own after the delay, unless it is cancelled, or this is closed, before. */
    Cancellable schedule(Duration delay, Runnable task);

    /** Does as {@link #schedule}, but the delay is real time at any scale, as that of running code is. */
    default Cancellable scheduleReal(Duration delay, Runnable task) {
        return schedule(delay, task);
    }

    void sleep(Duration duration) throws InterruptedException;

    /** Sleeps for real time at any scale. */
    default void sleepReal(Duration duration) throws InterruptedException {
        sleep(duration);
    }

    @Override
    void close();

    interface Cancellable {
        void cancel();
    }
}
