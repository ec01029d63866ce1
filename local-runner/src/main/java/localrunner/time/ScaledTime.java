package localrunner.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Lets delays and ages pass faster than on the clock: at a scale of 60 a delay of a minute takes a second.
 *
 * <p>{@link #schedule}, {@link #sleep} and {@link #age} are scaled. {@link #now} is the wall clock, since functions,
 * DynamoDB Local and ElasticMQ put its time into their data, and beside a clock that runs ahead a fresh record would
 * look hours old. So an age limit must be compared with {@code age(since)}, never with a difference of two instants.
 * Thread-safe.
 */
public final class ScaledTime implements Time {

    private static final long LONGEST_NANOS = TimeUnit.DAYS.toNanos(365);

    private final double scale;
    private final InstantSource clock;
    private final ScheduledThreadPoolExecutor timer;

    /** @param scale how many times faster delays pass; 1 is real time */
    public ScaledTime(double scale) {
        this(scale, InstantSource.system());
    }

    ScaledTime(double scale, InstantSource clock) {
        if (!(scale > 0) || Double.isInfinite(scale)) {
            throw new IllegalArgumentException("The time scale must be a number above 0, not " + scale);
        }
        this.scale = scale;
        this.clock = clock;
        timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("time").factory());
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public Instant now() {
        return clock.instant();
    }

    @Override
    public Duration age(Instant since) {
        Duration passed = Duration.between(since, now());
        return Duration.ofMillis(Math.round((double) passed.toMillis() * scale));
    }

    @Override
    public Duration unscaled(Duration real) {
        return Duration.ofMillis(Math.round((double) real.toMillis() * scale));
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
        try {
            ScheduledFuture<?> scheduled = timer.schedule(
                    () -> Thread.ofVirtual().name("scheduled").start(task), realNanos(delay), TimeUnit.NANOSECONDS);
            return () -> scheduled.cancel(false);
        } catch (RejectedExecutionException closed) {
            return () -> {};
        }
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(realNanos(duration));
    }

    /** Cancels the tasks that are scheduled. Those that run go on. */
    @Override
    public void close() {
        timer.shutdownNow();
    }

    private long realNanos(Duration duration) {
        double nanos = (double) duration.toSeconds() * 1e9 + duration.toNanosPart();
        return Math.clamp(Math.round(nanos / scale), 0, LONGEST_NANOS);
    }
}
