package localrunner;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import localrunner.console.Console;
import localrunner.dynamodb.LocalDynamoDb;
import localrunner.edge.EdgeServer;
import localrunner.functions.FleetSettings;
import localrunner.functions.FunctionCode;
import localrunner.functions.FunctionFleet;
import localrunner.gateway.ApiGateway;
import localrunner.invoke.AsyncInvocations;
import localrunner.lambda.LambdaApi;
import localrunner.sns.LocalSns;
import localrunner.sqs.LocalSqs;
import localrunner.ssm.LocalSsm;
import localrunner.streams.StreamPoller;
import localrunner.template.Application;
import localrunner.template.ReaderSettings;
import localrunner.template.TemplateReader;
import localrunner.time.Time;

/**
 * A template's application, running on this machine: what the rooms of this module are, put together.
 *
 * <p>All data is in memory and gone when it is closed.
 */
public final class LocalRunner implements AutoCloseable {

    private final Application application;
    private final URI edge;
    private final Map<String, URI> apis;
    private final Deque<AutoCloseable> running;
    private final Console console;

    private LocalRunner(
            Application application, URI edge, Map<String, URI> apis, Deque<AutoCloseable> running, Console console) {
        this.application = application;
        this.edge = edge;
        this.apis = apis;
        this.running = running;
        this.console = console;
    }

    /**
     * Reads the template and starts all it describes.
     *
     * @param workFolder this runner's own, deleted at the end
     * @throws localrunner.template.TemplateException when the template has something that can't be run
     * @throws RuntimeException when a port is taken, code is missing or a service does not start; then nothing is left running
     */
    public static LocalRunner start(RunnerSettings settings, Path workFolder, Time time, Console console)
            throws InterruptedException {
        Deque<AutoCloseable> running = new ArrayDeque<>();
        try {
            return start(settings, workFolder, time, console, running);
        } catch (RuntimeException | InterruptedException e) {
            closeAll(running, console);
            throw e;
        }
    }

    private static LocalRunner start(
            RunnerSettings settings, Path workFolder, Time time, Console console, Deque<AutoCloseable> running)
            throws InterruptedException {
        Supplier<String> requestIds = () -> UUID.randomUUID().toString();
        running.push(time);
        EdgeServer edge = EdgeServer.bind(settings.edgePort(), console, requestIds);
        running.push(edge);
        Application application = TemplateReader.read(
                settings.template(),
                new ReaderSettings(settings.stackName(), settings.region(), edge.uri(), settings.parameters()));

        FunctionCode code = new FunctionCode(workFolder.resolve("code"));
        running.push(code);
        LocalDynamoDb dynamoDb;
        LocalSqs sqs;
        Map<String, Path> taskRoots;
        try (ExecutorService starting = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<LocalDynamoDb> startingDynamoDb = starting.submit(() -> LocalDynamoDb.start(application));
            Future<LocalSqs> startingSqs = starting.submit(() -> LocalSqs.start(application, edge.uri()));
            Future<Map<String, Path>> preparing = starting.submit(() -> code.prepareAll(application.functions()));
            // all are waited for before a failure is thrown: what did start has to be closed
            List<RuntimeException> failures = new ArrayList<>();
            settle(startingDynamoDb, running, failures);
            settle(startingSqs, running, failures);
            settle(preparing, running, failures);
            if (!failures.isEmpty()) {
                throw failures.getFirst();
            }
            dynamoDb = startingDynamoDb.resultNow();
            sqs = startingSqs.resultNow();
            taskRoots = preparing.resultNow();
        }

        FunctionFleet fleet = new FunctionFleet(
                application,
                taskRoots,
                FleetSettings.of(workFolder.resolve("fleet"), edge.uri(), settings.processesPerFunction()),
                time,
                console,
                requestIds);
        running.push(fleet);
        AsyncInvocations async = new AsyncInvocations(application, fleet, sqs, time, console, requestIds);
        running.push(async);
        LocalSns sns = new LocalSns(application, async, sqs, time, console);
        running.push(sns);
        edge.start(List.of(
                dynamoDb,
                sqs,
                sns,
                new LocalSsm(application, time),
                new LambdaApi(application, fleet, async, requestIds)));
        Map<String, URI> apis = new LinkedHashMap<>();
        int port = settings.port();
        for (Application.Api api : application.apis()) {
            ApiGateway gateway =
                    new ApiGateway(api, application.region(), settings.apiKey(), port, fleet, time, console);
            running.push(gateway);
            apis.put(api.logicalId(), URI.create("http://127.0.0.1:" + gateway.port()));
            port = port == 0 ? 0 : port + 1;
        }
        for (Application.StreamMapping mapping : application.streamMappings()) {
            StreamPoller poller = new StreamPoller(mapping, dynamoDb.streams(), fleet, sqs, time, console);
            running.push(poller);
            poller.start();
        }
        return new LocalRunner(application, edge.uri(), apis, running, console);
    }

    private static void settle(Future<?> starting, Deque<AutoCloseable> running, List<RuntimeException> failures)
            throws InterruptedException {
        try {
            if (starting.get() instanceof AutoCloseable closeable) {
                running.push(closeable);
            }
        } catch (ExecutionException e) {
            failures.add(
                    e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause()));
        }
    }

    public Application application() {
        return application;
    }

    /** What {@code AWS_ENDPOINT_URL} is for SDKs and the AWS CLI. */
    public URI edge() {
        return edge;
    }

    /** Where each API answers, by logical id: the first one on the port that was asked for, the next ones on those after it. */
    public Map<String, URI> apis() {
        return Map.copyOf(apis);
    }

    /** Ends everything, the last started first. */
    @Override
    public void close() {
        closeAll(running, console);
    }

    private static void closeAll(Deque<AutoCloseable> running, Console console) {
        while (!running.isEmpty()) {
            try {
                running.pop().close();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                // the others have to end all the same
                console.warn("run-local", "did not end cleanly: " + e);
            }
        }
    }
}
