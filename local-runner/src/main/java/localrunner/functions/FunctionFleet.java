package localrunner.functions;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import localrunner.application.Application;
import localrunner.application.Application.Function;
import localrunner.console.Console;
import localrunner.facts.Cause;
import localrunner.facts.Fact;
import localrunner.facts.Payload;
import localrunner.faults.Strike;
import localrunner.faults.Strikes;
import localrunner.invoke.DirectInvoker;
import localrunner.invoke.FunctionAttempt;
import localrunner.invoke.FunctionDirectory;
import localrunner.invoke.FunctionDirectory.Target;
import localrunner.invoke.FunctionInvoker;
import localrunner.invoke.InvocationResult;
import localrunner.invoke.InvocationType;
import localrunner.invoke.RequestTooLargeException;
import localrunner.invoke.TooManyRequestsException;
import localrunner.service.ServiceContext;

/**
 * Runs an application's functions, each in processes of its own under AWS's Java runtime interface client.
 *
 * <p>A process starts on first use and is kept warm; {@link FunctionPool} says how many there are. A process that times
 * out is killed. After any end, the next invocation finds or starts another process. Initialisation does not count
 * against the timeout. The timeout and the limit on initialisation are real time at any scale of {@link
 * localrunner.time.Time}, as code does not run faster when delays do.
 *
 * <p>The payload of an invocation that failed is Lambda's: {@code Sandbox.Timedout}, {@code Runtime.ExitError}, {@code
 * Function.ResponseSizeTooLarge}, or what the runtime reported. Payloads are never printed. Thread-safe.
 */
public final class FunctionFleet implements FunctionInvoker, FunctionAttempt, DirectInvoker, AutoCloseable {

    private static final String UNHANDLED = "Unhandled";

    /** How long a caller who wants the log waits for the process to be idle again. */
    private static final Duration LONGEST_LOG = Duration.ofSeconds(1);

    private static final DateTimeFormatter LOG_STREAM_DATE =
            DateTimeFormatter.ofPattern("uuuu/MM/dd").withZone(ZoneOffset.UTC);

    private final FunctionDirectory directory;
    private final Map<String, Path> taskRoots;
    private final String region;
    private final FleetSettings settings;
    private final Strikes strikes;
    private final ServiceContext context;
    private final Map<PoolKey, FunctionPool> pools = new ConcurrentHashMap<>();
    private final Semaphore startPermits =
            new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors()));
    private final AtomicLong processNumbers = new AtomicLong();
    private final AtomicLong runs = new AtomicLong();
    private final Map<String, FunctionProcess> processesByToken = new ConcurrentHashMap<>();
    private final Map<String, ReservedConcurrency> reservations;
    private final Map<String, AtomicInteger> underWay = new ConcurrentHashMap<>();
    private final RuntimeFiles files;
    private final RuntimeApi api;

    /**
     * Starts no process yet.
     *
     * @param taskRoots where each function's code is, by logical id, see {@link localrunner.code.FunctionCode#prepareAll}
     * @param strikes what goes wrong with an invocation on purpose
     */
    public FunctionFleet(
            Application application,
            FunctionDirectory directory,
            Map<String, Path> taskRoots,
            FleetSettings settings,
            Strikes strikes,
            ServiceContext context) {
        this.directory = directory;
        this.taskRoots = Map.copyOf(taskRoots);
        Map<String, ReservedConcurrency> limits = new HashMap<>();
        for (Function function : application.functions()) {
            function.reservedConcurrency()
                    .ifPresent(
                            limit -> limits.put(function.logicalId(), new ReservedConcurrency(function.name(), limit)));
        }
        reservations = Map.copyOf(limits);
        region = application.region();
        this.settings = settings;
        this.strikes = strikes;
        this.context = context;
        RuntimeFiles found = RuntimeFiles.into(WorkFolders.make(settings.workFolder()));
        files = settings.portableRuntime() ? found.withoutNativeLibrary() : found;
        api = new RuntimeApi();
    }

    @Override
    public InvocationResult invoke(String function, String payload) throws InterruptedException {
        return run(function, payload, context.ids().get());
    }

    /**
     * @throws RequestTooLargeException when the payload is larger than {@link InvocationType#REQUEST_RESPONSE} allows
     */
    @Override
    public InvocationResult run(String function, String payload, String requestId) throws InterruptedException {
        return run(function, payload, requestId, Options.NONE).result();
    }

    /**
     * @throws RequestTooLargeException when the payload is larger than {@link InvocationType#REQUEST_RESPONSE} allows
     */
    @Override
    public Answer invoke(String function, String payload, Options options) throws InterruptedException {
        return run(function, payload, context.ids().get(), options);
    }

    private Answer run(String function, String payload, String requestId, Options options) throws InterruptedException {
        Target target = directory.find(function);
        InvocationType.REQUEST_RESPONSE.checkSize(payload);
        Strike strike = strikes.next(target.function().logicalId());
        if (!strike.text().isEmpty()) {
            context.console()
                    .line(target.function().logicalId(), "fault: " + strike.text() + ". RequestId: " + requestId);
        }
        try {
            return runUnlessThrottled(target, payload, requestId, strike, options);
        } catch (TooManyRequestsException e) {
            context.facts().tell(new Fact.Throttled(context.time().now(), version(target), requestId));
            throw e;
        }
    }

    private Answer runUnlessThrottled(Target target, String payload, String requestId, Strike strike, Options options)
            throws InterruptedException {
        if (strike.ending() == Strike.Ending.THROTTLED) {
            throw TooManyRequestsException.onPurpose(target.function().name());
        }
        Optional<ReservedConcurrency> reserved =
                Optional.ofNullable(reservations.get(target.function().logicalId()));
        reserved.ifPresent(ReservedConcurrency::enter);
        try {
            return runNow(target, payload, requestId, options, strike);
        } finally {
            reserved.ifPresent(ReservedConcurrency::leave);
        }
    }

    private Answer runNow(Target target, String payload, String requestId, Options options, Strike strike)
            throws InterruptedException {
        FunctionPool pool = pools.computeIfAbsent(
                new PoolKey(target.function().logicalId(), target.published()), _ -> newPool(target));
        Optional<InvocationLog> log = options.logTail() ? Optional.of(newLog(target, requestId)) : Optional.empty();
        InvocationOutcome outcome = run(pool, target, payload, requestId, options.clientContext(), strike, log);
        InvocationResult result = new InvocationResult(
                requestId,
                outcome.payload(),
                outcome.failed() ? Optional.of(UNHANDLED) : Optional.empty(),
                target.version());
        return new Answer(result, log.isPresent() ? Optional.of(log.get().tail(LONGEST_LOG)) : Optional.empty());
    }

    private InvocationLog newLog(Target target, String requestId) {
        Application.Configuration configuration = target.function().configuration();
        return new InvocationLog(
                requestId,
                new InvocationLog.Format(
                        target.version(),
                        configuration.logFormat(),
                        configuration.memoryMegabytes(),
                        context.time()::now));
    }

    private InvocationOutcome run(
            FunctionPool pool,
            Target target,
            String payload,
            String requestId,
            Optional<String> clientContext,
            Strike strike,
            Optional<InvocationLog> log)
            throws InterruptedException {
        Duration timeout = target.function().configuration().timeout();
        Optional<InvocationOutcome> outcome = Optional.empty();
        String run = requestId + "." + runs.incrementAndGet();
        Cause cause = Cause.current().next(run, target.function().logicalId());
        InvocationReport report = new InvocationReport(
                context,
                version(target),
                requestId,
                run,
                Payload.json(payload),
                underWay.computeIfAbsent(target.function().logicalId(), _ -> new AtomicInteger()));
        try {
            while (outcome.isEmpty()) {
                FunctionProcess process = pool.acquire();
                report.begin(process.beginFirstUse());
                Invocation invocation = new Invocation(
                        requestId,
                        target.invokedArn(),
                        payload,
                        context.time().now().plus(timeout),
                        clientContext);
                outcome = process.invoke(invocation, timeout, strike, log, cause);
            }
            report.end(outcome.get());
            return outcome.get();
        } catch (InitFailure e) {
            log.ifPresent(lines -> lines.finish(Optional.empty(), 0));
            report.begin(true);
            report.end(e.outcome());
            return e.outcome();
        } finally {
            report.close();
        }
    }

    /** Ends every process, waits for their end, and deletes the fleet's files. Invocations that run now fail. */
    @Override
    public void close() {
        List<FunctionProcess> ending = new ArrayList<>();
        pools.values().forEach(pool -> ending.addAll(pool.close()));
        long killAt = System.nanoTime() + settings.grace().toNanos();
        try {
            for (FunctionProcess process : ending) {
                process.kill(Duration.ofNanos(Math.max(0, killAt - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        api.close();
        WorkFolders.delete(settings.workFolder());
    }

    private FunctionPool newPool(Target target) {
        Function function = target.function();
        Path taskRoot = Optional.ofNullable(taskRoots.get(function.logicalId()))
                .orElseThrow(() -> new IllegalStateException("No code was prepared for " + function.logicalId()));
        ProcessCommand command = new ProcessCommand(function, target.published(), taskRoot, region, settings.network());
        return new FunctionPool(command, settings, this::start, startPermits, context.console());
    }

    private FunctionProcess start(ProcessCommand command, Consumer<FunctionProcess> onIdle) throws IOException {
        String processId = command.function().name() + "-" + processNumbers.incrementAndGet();
        FunctionProcess process =
                new FunctionProcess(command, files, api, processId, logStream(command), lines(command), onIdle);
        processesByToken.put(processId, process);
        process.whenEnded(() -> processesByToken.remove(processId));
        return process;
    }

    /**
     * The invocation that a process runs; {@link Cause#NONE} when it has run none, or there is no such process.
     *
     * @param sessionToken with which the process signs what it calls
     */
    public Cause causeOf(String sessionToken) {
        return Optional.ofNullable(processesByToken.get(sessionToken))
                .map(FunctionProcess::cause)
                .orElse(Cause.NONE);
    }

    /** The processes of each function, by logical id, of all its versions together. */
    public Map<String, ProcessCounts> processes() {
        Map<String, ProcessCounts> counts = new HashMap<>();
        pools.forEach((key, pool) -> counts.merge(key.logicalId(), pool.counts(), ProcessCounts::plus));
        return counts;
    }

    /** What a process prints is on the console, and a fact. */
    private Console lines(ProcessCommand command) {
        return new PrintedLines(
                context,
                new Fact.Version(
                        command.function().logicalId(),
                        command.function().name(),
                        command.published() ? FunctionDirectory.PUBLISHED : FunctionDirectory.LATEST));
    }

    private static Fact.Version version(Target target) {
        return new Fact.Version(target.function().logicalId(), target.function().name(), target.qualifier());
    }

    /** The name of a log stream as Lambda makes it. There is no such stream here: logs are on the console. */
    private String logStream(ProcessCommand command) {
        return "%s/[%s]%s"
                .formatted(
                        LOG_STREAM_DATE.format(context.time().now()),
                        command.published() ? FunctionDirectory.PUBLISHED : FunctionDirectory.LATEST,
                        context.ids().get().replace("-", ""));
    }

    private record PoolKey(String logicalId, boolean published) {}
}
