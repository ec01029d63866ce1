package benchmarks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import localrunner.functions.Invocation;
import localrunner.functions.InvocationOutcome;
import localrunner.functions.RuntimeSession;

/**
 * Runs one process of a contender, and measures its answers.
 *
 * <p>The first answer of a plain process is measured from before it is started. With SnapStart it is measured from the restore: the
 * process has run its hooks and waits until it uses no processor, all its connections are closed, and it is told to go on. What this
 * does not show is how long AWS takes to bring back the snapshot's memory. To be used by one thread.
 */
public final class ContenderProcess implements AutoCloseable {

    private static final AtomicLong NUMBERS = new AtomicLong();
    private static final Duration LONGEST_START = Duration.ofMinutes(2);

    private static final int MOST_STARTS = 3;
    private static final Duration LONGEST_ANSWER = Duration.ofMinutes(2);
    private static final Duration QUIET_PERIOD = Duration.ofMillis(60);
    private static final int QUIET_PERIODS = 3;
    private static final Duration QUIET_CPU = Duration.ofMillis(1);

    private final Contender contender;
    private final Surroundings surroundings;
    private final String id;
    private final Path log;
    private final RuntimeSession session;
    private final Process process;
    private final long startedAt;
    private final CompletableFuture<Void> checkpointed = new CompletableFuture<>();
    private final CountDownLatch restore = new CountDownLatch(1);
    private int invocations;

    /** What a process answered, and what it took. */
    public record Answer(String payload, Duration wall, Duration cpu) {}

    /** Starts the process; it does not wait for it. */
    public ContenderProcess(Contender contender, Surroundings surroundings) {
        this.contender = contender;
        this.surroundings = surroundings;
        id = contender.name() + "-" + NUMBERS.incrementAndGet();
        log = surroundings.logs().resolve(id + ".log");
        session = new RuntimeSession(() -> {}, () -> {
            checkpointed.complete(null);
            restore.await();
        });
        surroundings.runtimeApi().add(id, session);
        ProcessBuilder builder = new ProcessBuilder(contender.command())
                .directory(contender.folder().toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment());
        startedAt = System.nanoTime();
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new IllegalStateException(
                    contender.name() + " can't be started: " + String.join(" ", contender.command()), e);
        }
        noticeEnd();
    }

    @SuppressWarnings("FutureReturnValueIgnored")
    private void noticeEnd() {
        process.onExit().thenAccept(ended -> {
            session.end("exit status " + ended.exitValue());
            checkpointed.completeExceptionally(new IllegalStateException("exit status " + ended.exitValue()));
        });
    }

    /** A process, and its first answer. */
    public record Started(ContenderProcess process, Answer first) {}

    /**
     * Starts a process and gives it its first event, for benchmarks that don't measure starts. On a machine that is busy enough a start
     * takes longer than a function's own time limits; another one is made then, and the third failure is thrown.
     */
    public static Started start(Contender contender, Surroundings surroundings, String event)
            throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            ContenderProcess process = new ContenderProcess(contender, surroundings);
            try {
                return new Started(process, process.firstAnswer(event));
            } catch (IllegalStateException e) {
                process.close();
                if (attempt == MOST_STARTS) {
                    throw e;
                }
            }
        }
    }

    /** AWS document "Defined runtime environment variables" (AWS Lambda Developer Guide). */
    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(Map.of(
                "PATH", "/usr/local/bin:/usr/bin:/bin",
                "LANG", "C.UTF-8",
                "TZ", ":UTC",
                "AWS_REGION", "us-east-1",
                "AWS_DEFAULT_REGION", "us-east-1",
                "AWS_ENDPOINT_URL", surroundings.aws().endpoint().toString(),
                "AWS_LAMBDA_LOG_FORMAT", "JSON",
                "LAMBDA_TASK_ROOT", contender.folder().toString(),
                "AWS_LAMBDA_RUNTIME_API", surroundings.runtimeApi().address(id)));
        environment.putAll(Map.of(
                "AWS_LAMBDA_FUNCTION_NAME",
                contender.name(),
                "AWS_LAMBDA_FUNCTION_VERSION",
                "1",
                "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
                "1024",
                "AWS_LAMBDA_LOG_GROUP_NAME",
                "/aws/lambda/" + contender.name(),
                "AWS_LAMBDA_LOG_STREAM_NAME",
                id,
                "AWS_LAMBDA_INITIALIZATION_TYPE",
                contender.restored() ? "snap-start" : "on-demand"));
        if (contender.restored()) {
            environment.put(
                    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
                    surroundings.aws().credentialsEndpoint().toString());
            environment.put("AWS_CONTAINER_AUTHORIZATION_TOKEN", "benchmark");
        } else {
            environment.put("AWS_ACCESS_KEY_ID", "ASIABENCHMARK0000000");
            environment.put("AWS_SECRET_ACCESS_KEY", "benchmark");
            environment.put("AWS_SESSION_TOKEN", "benchmark");
        }
        environment.putAll(contender.environment());
        return environment;
    }

    /** The first answer, from the start of the process or from its restore on. To be called once, at once. */
    public Answer firstAnswer(String event) throws InterruptedException {
        if (!contender.restored()) {
            return answer(event, startedAt, Duration.ZERO, () -> {});
        }
        await(checkpointed, LONGEST_START, "took no snapshot");
        awaitQuiet();
        surroundings.aws().dropConnections();
        Duration used = CpuTime.of(process.toHandle());
        return answer(event, System.nanoTime(), used, restore::countDown);
    }

    /** An answer of a process that has answered before. */
    public Answer answer(String event) throws InterruptedException {
        return answer(event, System.nanoTime(), CpuTime.of(process.toHandle()), () -> {});
    }

    /** The processor time that the process has used so far. */
    public Duration cpu() {
        return CpuTime.of(process.toHandle());
    }

    /** How much the process has printed so far. */
    public long loggedBytes() {
        return log.toFile().length();
    }

    private Answer answer(String event, long from, Duration usedBefore, Runnable begin) throws InterruptedException {
        Invocation invocation = new Invocation(
                "%08x-0000-4000-8000-%012x".formatted(id.hashCode(), ++invocations),
                "arn:aws:lambda:us-east-1:123456789012:function:" + contender.name(),
                event,
                Instant.now().plus(contender.timeout()),
                Optional.empty());
        CompletableFuture<Timed> outcome =
                session.invoke(invocation).thenApply(answered -> new Timed(answered, System.nanoTime()));
        begin.run();
        Timed timed = await(outcome, LONGEST_ANSWER, "gave no answer");
        if (timed.outcome().failed()) {
            throw failed("failed: " + timed.outcome().payload());
        }
        return new Answer(
                timed.outcome().payload(),
                Duration.ofNanos(timed.at() - from),
                CpuTime.of(process.toHandle()).minus(usedBefore));
    }

    private <T> T await(CompletableFuture<T> future, Duration longest, String otherwise) throws InterruptedException {
        try {
            return future.get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw failed(otherwise);
        }
    }

    private IllegalStateException failed(String how) {
        String printed;
        try {
            printed = Files.readString(log);
        } catch (IOException e) {
            printed = "(its output can't be read)";
        }
        return new IllegalStateException("%s %s. It printed:%n%s"
                .formatted(contender.name(), how, printed.substring(Math.max(0, printed.length() - 4000))));
    }

    /** A snapshot stops the compilers too, but only once they have nothing to do is a measurement repeatable. */
    private void awaitQuiet() throws InterruptedException {
        long deadline = System.nanoTime() + LONGEST_START.toNanos();
        int quiet = 0;
        Duration before = CpuTime.of(process.toHandle());
        while (quiet < QUIET_PERIODS && System.nanoTime() < deadline) {
            Thread.sleep(QUIET_PERIOD);
            Duration now = CpuTime.of(process.toHandle());
            quiet = now.minus(before).compareTo(QUIET_CPU) < 0 ? quiet + 1 : 0;
            before = now;
        }
    }

    /** Asks the process to end as Lambda does, and waits: a JVM that records an AOT cache writes it now. */
    public void end() throws InterruptedException {
        process.toHandle().destroy();
        if (!process.waitFor(LONGEST_START.toMillis(), TimeUnit.MILLISECONDS)) {
            throw failed("did not end");
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        restore.countDown();
        surroundings.runtimeApi().remove(id);
    }

    private record Timed(InvocationOutcome outcome, long at) {}
}
