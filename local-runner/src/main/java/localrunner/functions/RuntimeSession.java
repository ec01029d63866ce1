package localrunner.functions;

import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * One process's conversation over the Runtime API: hands the process its invocations, and completes them with what it
 * answers.
 *
 * <p>One invocation at a time. Thread-safe.
 */
public final class RuntimeSession {

    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final BlockingQueue<Optional<Given>> handedOver = new LinkedBlockingQueue<>();
    private final Runnable onNext;
    private final Snapshot snapshot;
    private Optional<Given> current = Optional.empty();
    private boolean ended;

    /** What takes place between a process's hooks before a checkpoint and those after the restore. */
    @FunctionalInterface
    public interface Snapshot {

        /** Returns when the process is to go on. */
        void takeAndRestore() throws InterruptedException;
    }

    /** @param onNext called each time the process asks for work, before it is given some */
    RuntimeSession(Runnable onNext) {
        this(onNext, () -> {});
    }

    /** @param snapshot called once the process has run its hooks, if it has SnapStart */
    public RuntimeSession(Runnable onNext, Snapshot snapshot) {
        this.onNext = onNext;
        this.snapshot = snapshot;
    }

    /** Completes when the process first asks for work; fails with {@link InitFailure} when it ends or fails before. */
    public CompletableFuture<Void> ready() {
        return ready;
    }

    /** Hands the process an invocation, which it gets when it asks for work. */
    public CompletableFuture<InvocationOutcome> invoke(Invocation invocation) {
        Given given = new Given(invocation, new CompletableFuture<>());
        synchronized (this) {
            if (ended) {
                given.outcome().completeExceptionally(new IllegalStateException("the process has ended"));
                return given.outcome();
            }
            current = Optional.of(given);
        }
        handedOver.add(Optional.of(given));
        return given.outcome();
    }

    /** {@code GET invocation/next}: waits for the next invocation; empty when the process has ended. */
    Optional<Invocation> next() throws InterruptedException {
        ready.complete(null);
        onNext.run();
        Optional<Given> next = handedOver.take();
        return next.map(Given::invocation);
    }

    /** {@code GET restore/next}: here the snapshot would be taken. */
    void restore() throws InterruptedException {
        snapshot.takeAndRestore();
    }

    /**
     * {@code POST invocation/{id}/response} or {@code /error}: completes the invocation, unless it has an outcome
     * already.
     *
     * @return false when the process runs another invocation
     */
    synchronized boolean answer(String requestId, InvocationOutcome outcome) {
        Optional<Given> answered =
                current.filter(given -> given.invocation().requestId().equals(requestId));
        answered.ifPresent(given -> given.outcome().complete(outcome));
        return answered.isPresent();
    }

    /** Whether the last invocation has been answered with an error. */
    synchronized boolean lastHasFailed() {
        return current.filter(given -> given.outcome().state() == Future.State.SUCCESS)
                .filter(given -> given.outcome().resultNow().failed())
                .isPresent();
    }

    /** {@code POST init/error} and {@code restore/error}: fails whoever waits for the process to be ready. */
    void failInit(InvocationOutcome outcome) {
        ready.completeExceptionally(new InitFailure(outcome));
    }

    /**
     * Completes and fails all that waits for the process, which has ended.
     *
     * @param how what the error of an unanswered invocation says, such as {@code Runtime exited with error: exit status
     *     1}
     */
    public void end(String how) {
        Optional<Given> unanswered;
        synchronized (this) {
            ended = true;
            unanswered = current;
        }
        handedOver.add(Optional.empty());
        ready.completeExceptionally(new InitFailure(InvocationOutcome.failure("Runtime.ExitError", "Error: " + how)));
        unanswered.ifPresent(given -> given.outcome()
                .complete(InvocationOutcome.exited(given.invocation().requestId(), how)));
    }

    private record Given(Invocation invocation, CompletableFuture<InvocationOutcome> outcome) {}
}
