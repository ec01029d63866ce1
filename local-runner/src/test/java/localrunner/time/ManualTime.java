package localrunner.time;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Time that passes only when a test says so.
 *
 * <p>{@link #advance} runs the tasks that become due, one at a time, in the order of their due times and then of their
 * scheduling. Each runs on a thread of its own, with {@link #now} at its due time. The next one runs when the task has
 * ended, or sleeps in {@link #sleep}. So everything has happened when {@code advance} returns. A task that is scheduled
 * meanwhile runs in the same call if it becomes due. {@code advance(Duration.ZERO)} runs the tasks that are due now.
 *
 * <p>Thread-safe, but only one thread at a time may call {@code advance}, and no task may.
 */
public final class ManualTime implements Time {

    private static final long PATIENCE_SECONDS = 20;

    private final PriorityQueue<Due> due =
            new PriorityQueue<>(Comparator.comparing(Due::at).thenComparingLong(Due::order));
    private final List<RuntimeException> failures = new ArrayList<>();
    private final ThreadLocal<Boolean> isTask = ThreadLocal.withInitial(() -> false);
    private Instant now;
    private long order;
    private int running;
    private boolean closed;

    public ManualTime() {
        this(Instant.parse("2026-01-01T00:00:00Z"));
    }

    public ManualTime(Instant start) {
        now = start;
    }

    @Override
    public synchronized Instant now() {
        return now;
    }

    @Override
    public synchronized Cancellable schedule(Duration delay, Runnable task) {
        if (closed) {
            return () -> {};
        }
        Due entry = new Due(dueAfter(delay), order++, () -> start(task), false);
        due.add(entry);
        return () -> cancel(entry);
    }

    /** Returns when {@code advance} has gone that far. Closing interrupts it. */
    @Override
    public void sleep(Duration duration) throws InterruptedException {
        boolean task = isTask.get();
        CountDownLatch awake = new CountDownLatch(1);
        synchronized (this) {
            if (closed) {
                throw new InterruptedException("time is closed");
            }
            due.add(new Due(dueAfter(duration), order++, () -> wake(awake, task), true));
            if (task) {
                running--;
            }
            notifyAll();
        }
        awake.await();
        synchronized (this) {
            if (closed) {
                throw new InterruptedException("time is closed");
            }
        }
    }

    /**
     * Lets this much time pass.
     *
     * @throws IllegalStateException when a task neither ends nor sleeps within 20 s of real time
     */
    public void advance(Duration duration) {
        Instant end = now().plus(duration);
        for (Due next = takeUntil(end); next != null; next = takeUntil(end)) {
            next.action().run();
            awaitQuiet();
        }
        synchronized (this) {
            now = end;
            if (!failures.isEmpty()) {
                throw failures.removeFirst();
            }
        }
    }

    /** How many tasks are scheduled and threads asleep. */
    public synchronized int waiting() {
        return due.size();
    }

    /** How long it is until the next task or sleeper is due; empty when none is. */
    public synchronized Optional<Duration> nextDelay() {
        return Optional.ofNullable(due.peek()).map(next -> Duration.between(now, next.at()));
    }

    @Override
    public synchronized void close() {
        closed = true;
        List<Due> left = List.copyOf(due);
        due.clear();
        left.stream().filter(Due::isSleeper).forEach(sleeper -> sleeper.action().run());
    }

    private Instant dueAfter(Duration delay) {
        return delay.isNegative() ? now : now.plus(delay);
    }

    private synchronized void cancel(Due entry) {
        due.remove(entry);
    }

    private synchronized @Nullable Due takeUntil(Instant end) {
        Due next = due.peek();
        if (next == null || next.at().isAfter(end)) {
            return null;
        }
        due.remove();
        if (next.at().isAfter(now)) {
            now = next.at();
        }
        return next;
    }

    private synchronized void start(Runnable task) {
        running++;
        Thread.ofVirtual().name("manual-time").start(() -> {
            isTask.set(true);
            try {
                task.run();
            } catch (RuntimeException e) {
                failed(e);
            } finally {
                ended();
            }
        });
    }

    private synchronized void wake(CountDownLatch sleeper, boolean task) {
        if (task) {
            running++;
        }
        sleeper.countDown();
    }

    private synchronized void failed(RuntimeException e) {
        failures.add(e);
    }

    private synchronized void ended() {
        running--;
        notifyAll();
    }

    private synchronized void awaitQuiet() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (running > 0) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                throw new IllegalStateException(
                        "A scheduled task neither ends nor sleeps: it waits for something else");
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while time passed", e);
            }
        }
    }

    private record Due(Instant at, long order, Runnable action, boolean isSleeper) {}
}
