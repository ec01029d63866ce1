package localrunner.functions;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import localrunner.console.Console;
import localrunner.invoke.TooManyRequestsException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the processes of one version of a function, and lends them to callers.
 *
 * <p>Callers queue, first come first served. Each gets the next process that is free; of several, the one that was used
 * last. The first caller starts a process. Another process is started when a caller has waited {@value
 * #PATIENCE_MILLIS} ms and the limit is not reached: a JVM takes longer to start than most invocations take, so waiting
 * is often faster, and a laptop has no room for one JVM per caller. A caller who waits for a new process gets another
 * one if that is free before.
 *
 * <p>Lambda throttles at once when all processes that the limit allows are busy. As the limit is small here, a caller
 * is refused only when all were ready and busy for as long as the function's timeout. Thread-safe.
 */
final class FunctionPool {

    private static final long PATIENCE_MILLIS = 50;

    private final ProcessCommand command;
    private final FleetSettings settings;
    private final Starter starter;
    private final Semaphore startPermits;
    private final Console console;
    private final String name;

    private final Deque<Turn> waiters = new ArrayDeque<>();
    private final Deque<FunctionProcess> idle = new ArrayDeque<>();
    private final Set<FunctionProcess> processes = new HashSet<>();
    private int size;
    private int starting;
    private boolean closed;

    /** @param startPermits limits how many processes of all functions start at the same time */
    FunctionPool(
            ProcessCommand command, FleetSettings settings, Starter starter, Semaphore startPermits, Console console) {
        this.command = command;
        this.settings = settings;
        this.starter = starter;
        this.startPermits = startPermits;
        this.console = console;
        name = command.function().logicalId();
    }

    /** Starts a process that is not ready yet. */
    @FunctionalInterface
    interface Starter {
        FunctionProcess start(ProcessCommand command, Consumer<FunctionProcess> onIdle) throws IOException;
    }

    /**
     * Waits for a free process, which then belongs to the caller until it asks for work again.
     *
     * @throws TooManyRequestsException when all processes were busy for too long
     * @throws InitFailure when a process that was started for the callers that wait failed to initialise
     */
    FunctionProcess acquire() throws InterruptedException {
        Duration timeout = command.function().configuration().timeout();
        Turn turn = enqueue();
        long queuedAt = System.nanoTime();
        long allBusySince = queuedAt;
        while (true) {
            try {
                return turn.process().get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                growIfWanted();
                long now = System.nanoTime();
                if (!atLimit()) {
                    allBusySince = now;
                }
                boolean throttled = now - allBusySince > timeout.toNanos()
                        || now - queuedAt > timeout.plus(settings.initLimit()).toNanos();
                if (throttled && withdraw(turn)) {
                    throw TooManyRequestsException.everyProcessIsBusy(
                            command.function().name());
                }
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RuntimeException failure) {
                    throw failure;
                }
                throw new IllegalStateException(e.getCause());
            } catch (InterruptedException e) {
                if (!withdraw(turn) && !turn.process().isCompletedExceptionally()) {
                    offer(turn.process().join());
                }
                throw e;
            }
        }
    }

    /**
     * Refuses the callers that wait, starts nothing more, and asks all processes to end.
     *
     * @return the processes, whose end is to be awaited
     */
    List<FunctionProcess> close() {
        List<FunctionProcess> left;
        List<Turn> refused;
        synchronized (this) {
            closed = true;
            left = List.copyOf(processes);
            refused = List.copyOf(waiters);
            waiters.clear();
            idle.clear();
        }
        refused.forEach(turn -> turn.process().completeExceptionally(closedFailure()));
        left.forEach(FunctionProcess::stop);
        return left;
    }

    private Turn enqueue() {
        Turn turn = new Turn();
        boolean first;
        synchronized (this) {
            if (closed) {
                throw closedFailure();
            }
            FunctionProcess free = waiters.isEmpty() ? takeIdle() : null;
            if (free != null) {
                turn.process().complete(free);
                return turn;
            }
            waiters.add(turn);
            first = size == 0;
        }
        if (first) {
            growIfWanted();
        }
        return turn;
    }

    /**
     * Starts a process if somebody waits for one. All but the first need a permit, and other starts may hold them all.
     */
    private void growIfWanted() {
        boolean permitted = startPermits.tryAcquire();
        synchronized (this) {
            boolean full = size >= settings.processesPerFunction();
            if (closed || full || starting >= waiters.size() || !(size == 0 || permitted)) {
                if (permitted) {
                    startPermits.release();
                }
                return;
            }
            size++;
            starting++;
        }
        Thread.ofVirtual().name(name + "-start").start(() -> start(permitted));
    }

    private void start(boolean permitted) {
        Optional<FunctionProcess> started = Optional.empty();
        try {
            FunctionProcess process = starter.start(command, this::offer);
            started = Optional.of(process);
            started(process);
            process.awaitReady(settings.initLimit());
        } catch (InitFailure e) {
            failFirstWaiter(e);
        } catch (IOException e) {
            failFirstWaiter(new InitFailure(
                    InvocationOutcome.failure("Runtime.ExitError", "Could not start a process: " + e.getMessage())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            synchronized (this) {
                starting--;
                if (started.isEmpty()) {
                    size--;
                }
            }
            if (permitted) {
                startPermits.release();
            }
        }
    }

    private void started(FunctionProcess process) {
        boolean late;
        synchronized (this) {
            processes.add(process);
            late = closed;
        }
        process.whenEnded(() -> gone(process));
        if (late) {
            process.stop();
        }
    }

    /** Gives a process that asks for work to the first caller that waits, or keeps it warm. */
    private void offer(FunctionProcess process) {
        synchronized (this) {
            if (closed || !process.isAlive()) {
                return;
            }
            Turn turn = waiters.poll();
            if (turn == null) {
                idle.push(process);
            } else {
                turn.process().complete(process);
            }
        }
    }

    private void gone(FunctionProcess process) {
        boolean wasIdle;
        synchronized (this) {
            processes.remove(process);
            size--;
            wasIdle = idle.remove(process);
            if (closed) {
                return;
            }
        }
        if (process.endedByItself()) {
            console.warn(
                    name,
                    "process %d ended%s (%s); the next invocation that needs one starts another"
                            .formatted(process.pid(), wasIdle ? " while idle" : "", process.exit()));
        }
    }

    private void failFirstWaiter(InitFailure failure) {
        Turn turn;
        synchronized (this) {
            turn = waiters.poll();
        }
        if (turn != null) {
            turn.process().completeExceptionally(failure);
        }
    }

    synchronized ProcessCounts counts() {
        return new ProcessCounts(starting, Math.max(0, size - starting - idle.size()), idle.size());
    }

    private synchronized boolean withdraw(Turn turn) {
        return waiters.remove(turn);
    }

    private synchronized boolean atLimit() {
        return starting == 0 && size >= settings.processesPerFunction();
    }

    private @Nullable FunctionProcess takeIdle() {
        FunctionProcess free = idle.poll();
        while (free != null && !free.isAlive()) {
            free = idle.poll();
        }
        return free;
    }

    private IllegalStateException closedFailure() {
        return new IllegalStateException(name + " can't be invoked: the runner is ending");
    }

    /** A caller's place in the queue. */
    private static final class Turn {
        private final CompletableFuture<FunctionProcess> process = new CompletableFuture<>();

        CompletableFuture<FunctionProcess> process() {
            return process;
        }
    }
}
