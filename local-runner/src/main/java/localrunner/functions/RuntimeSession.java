package localrunner.functions;

import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The runner's side of one process's conversation over the Runtime API: what the process said, what it is to do next.
 * Thread-safe; one invocation at a time.
 */
final class RuntimeSession {

    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final CompletableFuture<Void> restored = new CompletableFuture<>();
    private final BlockingQueue<Optional<Given>> handedOver = new LinkedBlockingQueue<>();
    private final Runnable onNext;
    private Optional<Given> current = Optional.empty();
    private boolean ended;

    /** @param onNext called each time the process asks for work, before it waits for it */
    RuntimeSession(Runnable onNext) {
        this.onNext = onNext;
    }

    /** Completes when the process first asks for work; fails with {@link InitFailure}. */
    CompletableFuture<Void> ready() {
        return ready;
    }

    /** Completes when the hooks before the checkpoint have run, with SnapStart only. */
    CompletableFuture<Void> checkpointed() {
        return restored;
    }

    /** Hands the process something to do; to be called when it has asked for work. */
    CompletableFuture<Outcome> invoke(Invocation invocation) {
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

    /** {@code GET invocation/next}: waits until there is something to do; empty when there never will be. */
    Optional<Invocation> next() throws InterruptedException {
        ready.complete(null);
        onNext.run();
        Optional<Given> next = handedOver.take();
        return next.map(Given::invocation);
    }

    /** {@code GET restore/next}: a snapshot would be taken here and restored at once. */
    void restore() {
        restored.complete(null);
    }

    /**
     * {@code POST invocation/{id}/response} or {@code /error}.
     *
     * @return false when that is not the invocation that runs; one that has its outcome keeps it
     */
    synchronized boolean answer(String requestId, Outcome outcome) {
        Optional<Given> answered =
                current.filter(given -> given.invocation().requestId().equals(requestId));
        answered.ifPresent(given -> given.outcome().complete(outcome));
        return answered.isPresent();
    }

    /** {@code POST init/error} and {@code restore/error}. */
    void failInit(Outcome outcome) {
        ready.completeExceptionally(new InitFailure(outcome));
    }

    /**
     * The process has ended: nobody waits for it any longer.
     *
     * @param how for the payload of what it left unanswered, such as {@code Runtime exited with error: exit status 1}
     */
    void end(String how) {
        Optional<Given> unanswered;
        synchronized (this) {
            ended = true;
            unanswered = current;
        }
        handedOver.add(Optional.empty());
        ready.completeExceptionally(new InitFailure(Outcome.failure("Runtime.ExitError", "Error: " + how)));
        unanswered.ifPresent(given ->
                given.outcome().complete(Outcome.exited(given.invocation().requestId(), how)));
    }

    private record Given(Invocation invocation, CompletableFuture<Outcome> outcome) {}
}
