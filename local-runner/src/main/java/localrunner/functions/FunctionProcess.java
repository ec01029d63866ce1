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
import localrunner.facts.Cause;
import localrunner.faults.Strike;

/**
 * Runs the invocations of one function in a JVM of its own, one at a time.
 *
 * <p>What the process prints goes to the console as it comes. After each invocation one line says how long it took.
 * Thread-safe.
 */
final class FunctionProcess {

    private static final Duration LONGEST_LAST_OUTPUT = Duration.ofMillis(500);

    /** When a process that has not run anything yet is killed on purpose, it is within this time. */
    private static final Duration FIRST_RUN = Duration.ofMillis(200);

    private final String name;
    private final Console console;
    private final Consumer<FunctionProcess> onIdle;
    private final RuntimeSession session;
    private final Process process;
    private final OutputPump output;
    private final long startedAt = System.nanoTime();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile Duration initDuration = Duration.ZERO;
    private final AtomicReference<Optional<Running>> running = new AtomicReference<>(Optional.empty());

    /** The processes that this one had started when it was asked to end. It may end before they do. */
    private final Set<ProcessHandle> orphans = ConcurrentHashMap.newKeySet();

    private volatile Optional<InvocationLog> log = Optional.empty();
    private final AtomicBoolean initLogged = new AtomicBoolean();
    private volatile boolean stopping;

    /** Whether the process will be killed in its invocation, so that nobody else may have it afterwards. */
    private volatile boolean doomed;

    /** How long the invocation before took. */
    private volatile Duration lastRun = FIRST_RUN;

    private final AtomicBoolean initReported = new AtomicBoolean();
    private final AtomicBoolean used = new AtomicBoolean();

    /** The invocation that runs, or the last one. */
    private volatile Cause cause = Cause.NONE;

    /**
     * Starts the process, which is not ready yet.
     *
     * @param processId unique among the processes of the runner
     * @param logStream what the function is told that its log stream is called
     * @param onIdle called each time the process asks for work
     * @throws IOException when the JVM can't be started
     */
    FunctionProcess(
            ProcessCommand command,
            RuntimeFiles files,
            RuntimeApi api,
            String processId,
            String logStream,
            Console console,
            Consumer<FunctionProcess> onIdle)
            throws IOException {
        name = command.function().logicalId();
        this.console = console;
        this.onIdle = onIdle;
        session = new RuntimeSession(this::becomeIdle);
        api.add(processId, session);
        ProcessBuilder builder = new ProcessBuilder(command.commandLine(files))
                .directory(command.taskRoot().toFile())
                .redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.putAll(command.environment(files, api.address(processId), logStream, processId));
        try {
            process = builder.start();
        } catch (IOException e) {
            api.remove(processId);
            throw e;
        }
        output = new OutputPump(name, process.getInputStream(), this::printed);
        Thread.ofVirtual().name(name + "-exit").start(() -> awaitExit(api, processId));
    }

    /**
     * Waits until the process asks for work.
     *
     * @throws InitFailure when the process fails to initialise, ends, or takes longer than the limit. It has ended then
     */
    void awaitReady(Duration limit) throws InterruptedException {
        try {
            session.ready().get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            endForcibly();
            throw new InitFailure(InvocationOutcome.failure(
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
     * Runs one invocation. A process that takes longer than the timeout is ended.
     *
     * @param strike what goes wrong on purpose; its delay counts against the timeout
     * @param invocationLog collects what the process prints; empty when nobody wants to read it
     * @param run the cause of what the process does in it
     * @return empty when the process had ended before, so that nothing has been run
     */
    Optional<InvocationOutcome> invoke(
            Invocation invocation, Duration timeout, Strike strike, Optional<InvocationLog> invocationLog, Cause run)
            throws InterruptedException {
        log = invocationLog;
        cause = run;
        running.set(Optional.of(new Running(invocation.requestId(), System.nanoTime(), run)));
        if (invocationLog.isEmpty()) {
            initLogged.set(true);
        }
        try {
            return Optional.of(run(invocation, timeout, strike));
        } catch (TimeoutException e) {
            String line = "%s Task timed out after %s seconds".formatted(invocation.requestId(), seconds(timeout));
            invocationLog.ifPresent(lines -> lines.add(line));
            endForcibly();
            awaitEnd();
            run.run(() -> console.line(name, line));
            return Optional.of(InvocationOutcome.timedOut(invocation.requestId(), seconds(timeout)));
        } catch (ExecutionException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            // The caller no longer waits, so nobody would read the answer. The process is ended as if it had timed out.
            endForcibly();
            throw e;
        }
    }

    /** @throws ExecutionException when the process had ended before */
    private InvocationOutcome run(Invocation invocation, Duration timeout, Strike strike)
            throws InterruptedException, ExecutionException, TimeoutException {
        Duration left = timeout.minus(strike.delay());
        if (!left.isPositive()) {
            Thread.sleep(timeout);
            throw new TimeoutException();
        }
        Thread.sleep(strike.delay());
        return switch (strike.ending()) {
            case ERROR_INSTEAD -> {
                becomeIdle();
                yield InvocationOutcome.failedOnPurpose(invocation.requestId());
            }
            case ERROR_AFTERWARDS -> {
                InvocationOutcome own = answer(invocation, left);
                yield own.failed() ? own : InvocationOutcome.failedOnPurpose(invocation.requestId());
            }
            case KILLED -> killed(invocation, left, strike.moment());
            case ITS_OWN, THROTTLED -> answer(invocation, left);
        };
    }

    private InvocationOutcome answer(Invocation invocation, Duration longest)
            throws InterruptedException, ExecutionException, TimeoutException {
        long began = System.nanoTime();
        InvocationOutcome outcome = session.invoke(invocation).get(longest.toMillis(), TimeUnit.MILLISECONDS);
        lastRun = Duration.ofNanos(System.nanoTime() - began);
        return outcome;
    }

    /** Kills the process in the middle, or at the end when it is done before. Nobody gets its answer. */
    private InvocationOutcome killed(Invocation invocation, Duration longest, double moment)
            throws InterruptedException, ExecutionException {
        doomed = true;
        long nanos = Math.round(moment * Math.min(lastRun.toNanos(), longest.toNanos()));
        try {
            InvocationOutcome _ = session.invoke(invocation).get(nanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            // It is in the middle.
        }
        endForcibly();
        awaitEnd();
        return InvocationOutcome.exited(invocation.requestId(), "Runtime exited with error: " + exit());
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

    /** Asks the process to end, and returns at once; {@link #kill} waits for the end. */
    void stop() {
        stopping = true;
        List<ProcessHandle> descendants = process.descendants().toList();
        orphans.addAll(descendants);
        // Process.destroy would close the streams too, and a process whose standard input is closed ends at once.
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

    /** Ends the process with all that it has started. On Lambda nothing outlives the sandbox either. */
    private void endForcibly() {
        stopping = true;
        ProcessTree.destroyForcibly(process.toHandle());
    }

    /** Whether the end was not the runner's own doing. */
    boolean endedByItself() {
        return !stopping;
    }

    /** How the process ended, such as {@code exit status 1} or {@code signal: killed}. */
    String exit() {
        return describe(process.exitValue());
    }

    /** Is called when the process asks for work, and when it was spared some. */
    private void becomeIdle() {
        noteReady();
        finishLog();
        reportLater();
        if (!doomed) {
            onIdle.accept(this);
        }
    }

    private void noteReady() {
        if (initDuration.isZero()) {
            initDuration = Duration.ofNanos(System.nanoTime() - startedAt);
        }
    }

    /** The invocation that runs, or the last one: what the process calls and prints is due to it. */
    Cause cause() {
        return cause;
    }

    /** Whether nobody has had the process before; the caller has it now. */
    boolean beginFirstUse() {
        return !used.getAndSet(true);
    }

    private void printed(String line) {
        cause.run(() -> console.line(name, line));
        log.ifPresent(lines -> lines.add(line));
    }

    /** Ends the log of the invocation, if somebody wants to read it, when all that the process printed has come. */
    private void finishLog() {
        if (log.isEmpty()) {
            return;
        }
        try {
            output.settle();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        endLog();
    }

    private void endLog() {
        log.ifPresent(lines -> lines.finish(
                initLogged.getAndSet(true) ? Optional.empty() : Optional.of(initDuration),
                ProcessMemory.peakMegabytes(process.pid())));
        log = Optional.empty();
    }

    /**
     * Prints the line about the invocation apart from the next one, which need not wait and may print its first lines
     * before.
     */
    private void reportLater() {
        running.getAndSet(Optional.empty()).ifPresent(done -> {
            Report report = report(done, session.lastHasFailed());
            Thread.ofVirtual().name(name + "-report").start(() -> {
                try {
                    output.settle();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                done.cause().run(() -> console.report(name, report.brief(), report.whole()));
            });
        });
    }

    /** The lines about an invocation. The first one tells the init duration; under SnapStart that includes the restore. */
    private Report report(Running done, boolean failed) {
        String duration = milliseconds(Duration.ofNanos(System.nanoTime() - done.began()));
        boolean first = !initReported.getAndSet(true);
        String whole = "REPORT RequestId: %s Duration: %s ms".formatted(done.requestId(), duration);
        String brief = (failed ? "failed after " : "done in ") + duration + " ms";
        return first
                ? new Report(
                        brief + ", cold start " + milliseconds(initDuration) + " ms",
                        whole + " Init Duration: " + milliseconds(initDuration) + " ms")
                : new Report(brief, whole);
    }

    /** How an invocation went, for a person and for a log. */
    private record Report(String brief, String whole) {}

    private void awaitExit(RuntimeApi api, String processId) {
        try {
            int status = process.waitFor();
            output.join(LONGEST_LAST_OUTPUT);
            api.remove(processId);
            endLog();
            running.getAndSet(Optional.empty()).ifPresent(unfinished -> {
                Report report = report(unfinished, true);
                unfinished.cause().run(() -> console.report(name, report.brief(), report.whole()));
            });
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

    /** Lambda's words for an exit status. Java reports the end by signal n as status 128 + n. */
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

    /** @param began when the invocation began, by {@link System#nanoTime} */
    private record Running(String requestId, long began, Cause cause) {}
}
