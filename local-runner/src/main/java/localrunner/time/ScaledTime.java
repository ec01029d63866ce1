package localrunner.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Lets delays and ages pass faster than on the clock: at a scale of 60 a delay of a minute takes a second.
 *
 * <p>{@link #schedule}, {@link #sleep}, {@link #age} and {@link #between} are scaled. {@link #now} is the wall clock, since
 * functions, DynamoDB Local and ElasticMQ put its time into their data, and beside a clock that runs ahead a fresh record
 * would look hours old. So an age limit must be compared with {@code age(since)}, never with a difference of two instants.
 *
 * <p>The scale can change at any time. What has passed stays passed: an age goes on from where it is, and never
 * falls. What waits then waits for the rest of its delay at the new scale. Thread-safe.
 */
public final class ScaledTime implements Time {

    /** The scale of real time, which is the slowest that a person can choose. */
    public static final double SLOWEST = 1;

    /** The fastest scale that a person can choose: an hour is a second. */
    public static final double FASTEST = 3_600;

    private static final long LONGEST_NANOS = TimeUnit.DAYS.toNanos(365);

    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final ScheduledThreadPoolExecutor timer;

    /** Guards what waits and the changes of the pace. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition paceChanged = lock.newCondition();
    private final Set<Waiting> waiting = new LinkedHashSet<>();

    /** For delays, by a clock that nobody sets. */
    private volatile Pace pace;

    /** For ages, by the wall clock, in the order in which the scales were chosen. */
    private volatile List<Stretch> stretches;

    /** @param scale how many times faster delays pass; 1 is real time */
    public ScaledTime(double scale) {
        this(scale, InstantSource.system());
    }

    ScaledTime(double scale, InstantSource clock) {
        this(scale, clock, System::nanoTime);
    }

    /** @param nanoTime as {@link System#nanoTime} */
    ScaledTime(double scale, InstantSource clock, LongSupplier nanoTime) {
        check(scale);
        this.clock = clock;
        this.nanoTime = nanoTime;
        pace = new Pace(nanoTime.getAsLong(), 0, scale);
        stretches = List.of(new Stretch(clock.instant(), 0, scale));
        timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("time").factory());
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    private static void check(double scale) {
        if (!(scale > 0) || Double.isInfinite(scale)) {
            throw new IllegalArgumentException("The time scale must be a number above 0, not " + scale);
        }
    }

    /** From a reading of the monotonic clock on, scaled time passes at this scale. */
    private record Pace(long fromNanos, double scaledNanos, double scale) {

        double scaled(long nanos) {
            return scaledNanos + (double) (nanos - fromNanos) * scale;
        }
    }

    /** From a moment of the wall clock on, scaled time passes at this scale. The first one is that of all time before, too. */
    private record Stretch(Instant from, double scaledNanos, double scale) {

        double scaled(Instant moment) {
            return scaledNanos + nanos(Duration.between(from, moment)) * scale;
        }

        Instant momentOf(double scaled) {
            return from.plusNanos(Math.round((scaled - scaledNanos) / scale));
        }
    }

    /** How many times faster than real time delays pass now. */
    public double scale() {
        return pace.scale();
    }

    /**
     * Lets time pass at another scale from now on.
     *
     * @throws IllegalArgumentException when it is not a number above 0
     */
    public void setScale(double scale) {
        check(scale);
        lock.lock();
        try {
            long nanos = nanoTime.getAsLong();
            pace = new Pace(nanos, pace.scaled(nanos), scale);
            append(scale);
            waiting.forEach(Waiting::await);
            paceChanged.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** A wall clock that was set back does not take back what has passed. */
    private void append(double scale) {
        Stretch last = stretches.getLast();
        Instant now = clock.instant();
        Instant from = now.isBefore(last.from()) ? last.from() : now;
        List<Stretch> more = new ArrayList<>(stretches);
        more.add(new Stretch(from, last.scaled(from), scale));
        stretches = List.copyOf(more);
    }

    @Override
    public Instant now() {
        return clock.instant();
    }

    @Override
    public Duration between(Instant from, Instant to) {
        return Duration.ofNanos(Math.round(scaled(to) - scaled(from)));
    }

    private double scaled(Instant moment) {
        List<Stretch> known = stretches;
        for (Stretch stretch : known.reversed()) {
            if (!moment.isBefore(stretch.from())) {
                return stretch.scaled(moment);
            }
        }
        return known.getFirst().scaled(moment);
    }

    @Override
    public Instant after(Instant from, Duration passed) {
        double end = scaled(from) + nanos(passed);
        List<Stretch> known = stretches;
        for (Stretch stretch : known.reversed()) {
            if (end >= stretch.scaledNanos()) {
                return stretch.momentOf(end);
            }
        }
        return known.getFirst().momentOf(end);
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
        Waiting scheduled = new Waiting(pace.scaled(nanoTime.getAsLong()) + nanos(delay), task);
        lock.lock();
        try {
            waiting.add(scheduled);
            scheduled.await();
        } finally {
            lock.unlock();
        }
        return scheduled;
    }

    @Override
    public Cancellable scheduleReal(Duration delay, Runnable task) {
        try {
            ScheduledFuture<?> scheduled =
                    timer.schedule(() -> start(task), Math.max(0, delay.toNanos()), TimeUnit.NANOSECONDS);
            return () -> scheduled.cancel(false);
        } catch (RejectedExecutionException closed) {
            return () -> {};
        }
    }

    private static void start(Runnable task) {
        Thread.ofVirtual().name("scheduled").start(task);
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            double due = pace.scaled(nanoTime.getAsLong()) + nanos(duration);
            for (long left = realNanosUntil(due); left > 0; left = realNanosUntil(due)) {
                var _ = paceChanged.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void sleepReal(Duration duration) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(duration.toNanos());
    }

    /** Cancels the tasks that are scheduled. Those that run go on. */
    @Override
    public void close() {
        timer.shutdownNow();
    }

    private long realNanosUntil(double due) {
        double left = (due - pace.scaled(nanoTime.getAsLong())) / pace.scale();
        // Rounded up, or what is left could be shorter than a nanosecond and be waited for in a loop.
        return Math.clamp((long) Math.ceil(left), 0, LONGEST_NANOS);
    }

    private static double nanos(Duration duration) {
        return (double) duration.toSeconds() * 1e9 + duration.toNanosPart();
    }

    /** A task that waits for its time. */
    private final class Waiting implements Cancellable {

        private final double due;
        private final Runnable task;
        private Optional<ScheduledFuture<?>> timed = Optional.empty();

        /** @param due in scaled nanoseconds */
        Waiting(double due, Runnable task) {
            this.due = due;
            this.task = task;
        }

        /** Waits for what is left at the present scale; called with the lock. */
        void await() {
            timed.ifPresent(before -> before.cancel(false));
            try {
                timed = Optional.of(timer.schedule(this::begin, realNanosUntil(due), TimeUnit.NANOSECONDS));
            } catch (RejectedExecutionException closed) {
                timed = Optional.empty();
            }
        }

        /** Begins once, also when a change of the scale has timed the task again in the same moment. */
        private void begin() {
            lock.lock();
            try {
                if (!waiting.remove(this)) {
                    return;
                }
            } finally {
                lock.unlock();
            }
            start(task);
        }

        @Override
        public void cancel() {
            lock.lock();
            try {
                waiting.remove(this);
                timed.ifPresent(before -> before.cancel(false));
            } finally {
                lock.unlock();
            }
        }
    }
}
