package localrunner;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import java.util.stream.Stream;
import localrunner.application.Application;
import localrunner.console.Console;
import localrunner.console.LogicalIdConsole;
import localrunner.dynamodb.LocalDynamoDb;
import localrunner.edge.EdgeServer;
import localrunner.functions.FleetSettings;
import localrunner.functions.FunctionCode;
import localrunner.functions.FunctionFleet;
import localrunner.gateway.ApiAddresses;
import localrunner.gateway.ApiGateway;
import localrunner.invoke.AsyncInvocations;
import localrunner.invoke.FunctionDirectory;
import localrunner.lambda.LambdaApi;
import localrunner.sns.LocalSns;
import localrunner.sqs.LocalSqs;
import localrunner.ssm.LocalSsm;
import localrunner.streams.StreamPoller;
import localrunner.template.ReaderSettings;
import localrunner.template.TemplateFile;
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
     * @param workFolder this runner's own, to be deleted when it has been closed
     * @throws localrunner.template.document.TemplateException when the template has something that can't be run
     * @throws RuntimeException when a port is taken, code is missing or a service does not start; then nothing is left
     *     running
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
            RunnerSettings settings, Path workFolder, Time time, Console plain, Deque<AutoCloseable> running)
            throws InterruptedException {
        Supplier<String> requestIds = () -> UUID.randomUUID().toString();
        running.push(time);
        EdgeServer edge = EdgeServer.bind(settings.edgePort(), settings.edgeHost(), plain, requestIds);
        running.push(edge);
        Application application = TemplateReader.read(
                TemplateFile.load(settings.template(), settings.templateName()),
                new ReaderSettings(settings.stackName(), settings.region(), edge.uri(), settings.parameters()));

        plain.expect(sources(application));
        Console console = new LogicalIdConsole(plain, logicalIdsByArn(application));

        FunctionCode code = new FunctionCode(workFolder.resolve("code"));
        running.push(code);
        FutureTask<LocalDynamoDb> startingDynamoDb =
                new FutureTask<>(() -> LocalDynamoDb.start(application, workFolder.resolve("dynamodb")));
        FutureTask<LocalSqs> startingSqs = new FutureTask<>(() -> LocalSqs.start(application, edge.uri()));
        FutureTask<Map<String, Path>> preparing = new FutureTask<>(() -> code.prepareAll(application.functions()));
        runAll(List.of(startingDynamoDb, startingSqs, preparing), running);
        LocalDynamoDb dynamoDb = startingDynamoDb.resultNow();
        LocalSqs sqs = startingSqs.resultNow();
        Map<String, Path> taskRoots = preparing.resultNow();

        FunctionDirectory directory = new FunctionDirectory(application);
        FunctionFleet fleet = new FunctionFleet(
                application,
                directory,
                taskRoots,
                FleetSettings.of(workFolder.resolve("fleet"), edge.uri(), settings.processesPerFunction()),
                time,
                console,
                requestIds);
        running.push(fleet);
        AsyncInvocations async = new AsyncInvocations(directory, fleet, sqs, time, console, requestIds);
        running.push(async);
        LocalSns sns = new LocalSns(application, async, sqs, time, console);
        running.push(sns);
        Map<String, URI> apis = new LinkedHashMap<>();
        int port = settings.port();
        for (Application.Api api : application.apis()) {
            ApiGateway gateway =
                    new ApiGateway(api, application.region(), settings.apiKey(), port, fleet, time, console);
            running.push(gateway);
            apis.put(api.logicalId(), URI.create("http://127.0.0.1:" + gateway.port()));
            port = port == 0 ? 0 : port + 1;
        }
        ApiAddresses addresses = new ApiAddresses(application, apis);
        edge.start(List.of(
                dynamoDb,
                sqs,
                sns,
                new LocalSsm(application.withParameterValues(addresses::localize), time),
                new LambdaApi(application, directory, fleet, async, requestIds)));
        for (Application.StreamMapping mapping : application.streamMappings()) {
            StreamPoller poller = new StreamPoller(mapping, dynamoDb.streams(time::now), fleet, sqs, time, console);
            running.push(poller);
            poller.start();
        }
        return new LocalRunner(application, edge.uri(), apis, running, console);
    }

    private static List<String> sources(Application application) {
        return Stream.of(
                        application.functions().stream().map(Application.Function::logicalId),
                        application.streamMappings().stream().map(Application.StreamMapping::logicalId),
                        application.apis().stream()
                                .flatMap(api -> api.routes().stream())
                                .map(route -> route.method() + " " + route.path()))
                .flatMap(names -> names)
                .toList();
    }

    private static Map<String, String> logicalIdsByArn(Application application) {
        Map<String, String> logicalIds = new HashMap<>();
        for (Application.Function function : application.functions()) {
            logicalIds.put(function.arn(), function.logicalId());
            logicalIds.put(function.arn() + ":" + FunctionDirectory.LATEST, function.logicalId());
            logicalIds.put(function.invokedArn(), function.logicalId());
        }
        application.queues().forEach(queue -> logicalIds.put(queue.arn(), queue.logicalId()));
        application.topics().forEach(topic -> logicalIds.put(topic.arn(), topic.logicalId()));
        return logicalIds;
    }

    /**
     * Runs the parts side by side. All have ended when this returns or throws: what did start has to be closed.
     *
     * @throws RuntimeException the failure of the first part that failed
     */
    private static void runAll(List<? extends FutureTask<?>> parts, Deque<AutoCloseable> running)
            throws InterruptedException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            parts.forEach(threads::execute);
            try {
                for (FutureTask<?> part : parts) {
                    awaitEnd(part);
                }
            } catch (InterruptedException e) {
                // Each of them would take seconds to no end.
                threads.shutdownNow();
                throw e;
            }
        } finally {
            for (FutureTask<?> part : parts) {
                if (part.state() == Future.State.SUCCESS && part.resultNow() instanceof AutoCloseable started) {
                    running.push(started);
                }
            }
        }
        for (FutureTask<?> part : parts) {
            if (part.state() == Future.State.FAILED) {
                throw part.exceptionNow() instanceof RuntimeException failure
                        ? failure
                        : new IllegalStateException(part.exceptionNow());
            }
        }
    }

    private static void awaitEnd(FutureTask<?> part) throws InterruptedException {
        try {
            var _ = part.get();
        } catch (ExecutionException e) {
            // Told when all have ended.
        }
    }

    public Application application() {
        return application;
    }

    /** What {@code AWS_ENDPOINT_URL} is for SDKs and the AWS CLI. */
    public URI edge() {
        return edge;
    }

    /**
     * Where each API answers, by logical id: the first one on the port that was asked for, the next ones on those after
     * it.
     */
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
