package localrunner.functions;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import localrunner.console.Console;

/**
 * A JVM that runs one function's invocations, one at a time.
 *
 * <p>What it prints goes to the console as it comes; after each invocation one line says how long it took. Thread-safe.
 */
final class FunctionProcess {

    private static final Duration LONGEST_LAST_OUTPUT = Duration.ofMillis(500);

    private final String name;
    private final Console console;
    private final RuntimeSession session;
    private final Process process;
    private final OutputPump output;
    private final long startedAt = System.nanoTime();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile Duration initDuration = Duration.ZERO;
    private final AtomicReference<Optional<Running>> running = new AtomicReference<>(Optional.empty());
    /** What the process had started when it was asked to end: it may be gone before them. */
    private final Set<ProcessHandle> orphans = ConcurrentHashMap.newKeySet();

    private volatile boolean stopping;
    private final AtomicBoolean initReported = new AtomicBoolean();

    /**
     * Starts the process; it is not ready yet.
     *
     * @param processId unique among the processes of the runner
     * @param onIdle called on each request for work
     * @throws IOException when the JVM can't be started
     */
    FunctionProcess(
            ProcessCommand command,
            RuntimeFiles files,
            RuntimeApi api,
            String processId,
            Console console,
            Consumer<FunctionProcess> onIdle)
            throws IOException {
        name = command.function().logicalId();
        this.console = console;
        session = new RuntimeSession(() -> {
            noteReady();
            reportLater();
            onIdle.accept(this);
        });
        api.add(processId, session);
        ProcessBuilder builder = new ProcessBuilder(command.commandLine(files))
                .directory(command.taskRoot().toFile())
                .redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.putAll(command.environment(files, api.address(processId), processId));
        try {
            process = builder.start();
        } catch (IOException e) {
            api.remove(processId);
            throw e;
        }
        output = new OutputPump(name, process.getInputStream(), line -> console.line(name, line));
        Thread.ofVirtual().name(name + "-exit").start(() -> awaitExit(api, processId));
    }

    /**
     * Waits until the process asks for work.
     *
     * @throws InitFailure when it reports that it can't, ends, or takes longer than this; then it is ended
     */
    void awaitReady(Duration limit) throws InterruptedException {
        try {
            session.ready().get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            endForcibly();
            throw new InitFailure(Outcome.failure(
                    "Sandbox.Timedout", "Error: Initialization timed out after " + seconds(limit) + " seconds"));
        } catch (ExecutionException e) {
            if (process.isAlive()) {
                endForcibly();
            }
            awaitEnd();
            if (e.getCause() instanceof InitFailure failure) {
                throw failure;
            }
            throw new IllegalStateException(e);
        }
    }

    /**
     * Runs one invocation; the process is ended when it takes longer than the function's timeout.
     *
     * @return empty when the process had ended before, so that nothing has been run
     */
    Optional<Outcome> invoke(Invocation invocation, Duration timeout) throws InterruptedException {
        running.set(Optional.of(new Running(invocation.requestId(), System.nanoTime())));
        CompletableFuture<Outcome> outcome = session.invoke(invocation);
        try {
            return Optional.of(outcome.get(timeout.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            endForcibly();
            awaitEnd();
            console.line(
                    name, "%s Task timed out after %s seconds".formatted(invocation.requestId(), seconds(timeout)));
            return Optional.of(Outcome.timedOut(invocation.requestId(), seconds(timeout)));
        } catch (ExecutionException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            // Nobody waits for it, and what it does now nobody would be told: as good as timed out.
            endForcibly();
            throw e;
        }
    }

    /** Runs the action when the process has ended and all it printed has been passed on. */
    @SuppressWarnings("FutureReturnValueIgnored")
    void whenEnded(Runnable action) {
        ended.thenRun(action);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** Asks the process to end; what it does about it is awaited by {@link #kill}. */
    void stop() {
        stopping = true;
        List<ProcessHandle> descendants = process.descendants().toList();
        orphans.addAll(descendants);
        // Not Process.destroy, which closes the streams, and with them ends the process at once.
        process.toHandle().destroy();
        descendants.forEach(ProcessHandle::destroy);
    }

    /** Ends the process if it has not ended within this time, and waits for the end. */
    void kill(Duration grace) throws InterruptedException {
        stopping = true;
        if (!process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) {
            endForcibly();
        }
        orphans.forEach(ProcessTree::destroyForcibly);
        awaitEnd();
    }

    /** With all it has started, as nothing outlives Lambda's sandbox either. */
    private void endForcibly() {
        stopping = true;
        ProcessTree.destroyForcibly(process.toHandle());
    }

    /** Whether the end was not the runner's own doing. */
    boolean endedByItself() {
        return !stopping;
    }

    /** Such as {@code exit status 1} or {@code signal: killed}. */
    String exit() {
        return describe(process.exitValue());
    }

    private void noteReady() {
        if (initDuration.isZero()) {
            initDuration = Duration.ofNanos(System.nanoTime() - startedAt);
        }
    }

    /** Not on the way of the next invocation, whose first lines may therefore come before this one. */
    private void reportLater() {
        running.getAndSet(Optional.empty()).ifPresent(done -> {
            String line = reportLine(done);
            Thread.ofVirtual().name(name + "-report").start(() -> {
                try {
                    output.settle();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                console.line(name, line);
            });
        });
    }

    /** Under SnapStart a restore comes between init and the first invocation; it counts as init here. */
    private String reportLine(Running done) {
        String line = "REPORT RequestId: %s Duration: %s ms"
                .formatted(done.requestId(), milliseconds(Duration.ofNanos(System.nanoTime() - done.began())));
        boolean first = !initReported.getAndSet(true);
        return first ? line + " Init Duration: " + milliseconds(initDuration) + " ms" : line;
    }

    private void awaitExit(RuntimeApi api, String processId) {
        try {
            int status = process.waitFor();
            output.join(LONGEST_LAST_OUTPUT);
            api.remove(processId);
            running.getAndSet(Optional.empty()).ifPresent(unfinished -> console.line(name, reportLine(unfinished)));
            session.end(
                    status == 0
                            ? "Runtime exited without providing a reason"
                            : "Runtime exited with error: " + describe(status));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ended.complete(null);
        }
    }

    private void awaitEnd() throws InterruptedException {
        try {
            ended.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /** In Lambda's words. Java reports the end by signal n as status 128 + n. */
    static String describe(int status) {
        return switch (status) {
            case 128 + 6 -> "signal: aborted";
            case 128 + 9 -> "signal: killed";
            case 128 + 11 -> "signal: segmentation fault";
            case 128 + 15 -> "signal: terminated";
            default -> "exit status " + status;
        };
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.2f", duration.toMillis() / 1e3);
    }

    private static String milliseconds(Duration duration) {
        return String.format(Locale.ROOT, "%.2f", duration.toNanos() / 1e6);
    }

    /** @param began by {@link System#nanoTime} */
    private record Running(String requestId, long began) {}
}
