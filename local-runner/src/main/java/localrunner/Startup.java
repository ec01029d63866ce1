package localrunner;

import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import localrunner.act.Hands;
import localrunner.act.PastEvent;
import localrunner.application.Application;
import localrunner.cloudwatch.LocalCloudWatch;
import localrunner.code.FunctionCode;
import localrunner.console.Console;
import localrunner.console.LogicalIdConsole;
import localrunner.data.DataApi;
import localrunner.dynamodb.LocalDynamoDb;
import localrunner.dynamodb.ReportedDynamoDb;
import localrunner.edge.EdgeServer;
import localrunner.edge.EdgeService;
import localrunner.edge.ReportedCalls;
import localrunner.edge.StreamingService;
import localrunner.facts.FactBus;
import localrunner.facts.Facts;
import localrunner.facts.Payload;
import localrunner.faults.FaultInjection;
import localrunner.faults.Faults;
import localrunner.faults.FaultsApi;
import localrunner.functions.FleetSettings;
import localrunner.functions.FunctionFleet;
import localrunner.functions.FunctionNetwork;
import localrunner.functions.WorkFolders;
import localrunner.gateway.ApiAddresses;
import localrunner.gateway.ApiGateway;
import localrunner.gateway.GatewaySettings;
import localrunner.history.EventView;
import localrunner.history.History;
import localrunner.history.HistoryLimits;
import localrunner.history.Kind;
import localrunner.http.LocalNames;
import localrunner.invoke.AsyncInvocations;
import localrunner.invoke.FunctionDirectory;
import localrunner.lambda.LambdaApi;
import localrunner.logs.LocalLogs;
import localrunner.map.ApplicationMap;
import localrunner.map.Drawing;
import localrunner.permissions.CalledResources;
import localrunner.permissions.Guard;
import localrunner.proxy.Certificates;
import localrunner.proxy.FunctionProxy;
import localrunner.proxy.UsersProxies;
import localrunner.queues.QueuePoller;
import localrunner.s3.LocalS3;
import localrunner.schedule.LocalSchedules;
import localrunner.service.ServiceContext;
import localrunner.sns.LocalSns;
import localrunner.sns.TopicPublisher;
import localrunner.sqs.LocalSqs;
import localrunner.ssm.LocalSsm;
import localrunner.streams.StreamPoller;
import localrunner.template.ReaderSettings;
import localrunner.template.TemplateFile;
import localrunner.template.TemplateReader;
import localrunner.time.ScaledTime;
import localrunner.web.EventsApi;
import localrunner.web.LiveState;
import localrunner.web.MapApi;
import localrunner.web.RunnerGauges;
import localrunner.web.WebConsole;

/**
 * Starts a runner, step by step: the edge port, the template, the stores and code, functions, services, APIs, streams.
 */
final class Startup {

    private final RunnerSettings settings;
    private final Path workFolder;
    private final ScaledTime time;
    private final Console console;
    private final RunningParts running;

    /** @param running keeps what is started, also when a later step fails */
    Startup(RunnerSettings settings, Path workFolder, ScaledTime time, Console console, RunningParts running) {
        this.settings = settings;
        this.workFolder = workFolder;
        this.time = time;
        this.console = console;
        this.running = running;
    }

    LocalRunner run() throws InterruptedException {
        running.keep(time);
        FactBus facts = new FactBus(console);
        EdgeServer edge = running.keep(
                EdgeServer.bind(settings.ports().edge(), settings.ports().edgeHost(), console, Startup::newId));
        Application application = read(edge.uri());
        console.expect(sources(application));
        History history = new History(application, HistoryLimits.DEFAULT);
        if (settings.console()) {
            facts.subscribe(history);
        }
        Stores stores = startStores(application, edge.uri(), facts);
        Console named = new LogicalIdConsole(console, logicalIdsByArn(application));
        Optional<Guard> guard = application
                .permissions()
                .map(permissions -> new Guard(application, permissions, named, facts, InstantSource.system()));
        ServiceContext context = new ServiceContext(
                time,
                named,
                Startup::newId,
                guard.map(asking -> asking.beforeQueues(stores.sqs())).orElse(stores.sqs()),
                facts);

        Faults faults = new Faults(application, new SecureRandom(), named);
        FaultInjection injection = new FaultInjection(application, faults, new CalledResources(application)::of, time);

        FunctionDirectory directory = new FunctionDirectory(application);
        LocalLogs logs = running.keep(
                new LocalLogs(application, workFolder.resolve("logs"), InstantSource.system(), Startup::newId));
        FunctionFleet fleet = running.keep(new FunctionFleet(
                application,
                directory,
                stores.taskRoots(),
                FleetSettings.of(
                        workFolder.resolve("fleet"),
                        network(edge, stores.certificates()),
                        settings.processesPerFunction()),
                faults,
                context.with(logs.keeping(context.console()))));
        AsyncInvocations async = running.keep(new AsyncInvocations(directory, fleet, context));
        LocalSns sns = running.keep(new LocalSns(application, async, context));
        TopicPublisher topics = guard.map(asking -> asking.beforeTopics(sns)).orElse(sns);
        LocalS3 s3 = running.keep(new LocalS3(application, workFolder.resolve("s3"), async, topics, context));
        LocalCloudWatch cloudWatch = running.keep(new LocalCloudWatch(application, stores.sqs(), topics, context));
        facts.subscribe(cloudWatch);
        LocalSchedules schedules = running.keep(new LocalSchedules(application, async, context));
        Map<String, URI> apis = startApis(application, fleet, guarded(guard, injection.before(stores.sqs())), context);
        ApiAddresses addresses = new ApiAddresses(application, apis);
        FaultsApi faultsApi = new FaultsApi(faults);
        LocalSsm ssm = new LocalSsm(application.withParameterValues(addresses::localize), time);
        ReportedCalls calls = new ReportedCalls(fleet::causeOf, facts, time);
        Hands hands = running.keep(new Hands(
                new Hands.Running(
                        application,
                        apis,
                        settings.apiKey(),
                        settings.template().path()),
                new Hands.Services(
                        fleet,
                        async,
                        sns,
                        stores.sqs(),
                        stores.sqs(),
                        stores.dynamoDb().streams(time::now),
                        schedules,
                        faultsApi),
                id -> history.event(id).flatMap(Startup::past),
                facts,
                time,
                Startup::newId));
        LiveState state = new LiveState(
                history,
                new RunnerGauges(application, stores.sqs(), fleet::processes),
                List.of(hands),
                InstantSource.system());
        StreamingService guardedS3 = guard.map(asking -> asking.beforeS3(s3)).orElse(s3);
        Stream<EdgeService> services = Stream.of(
                stores.dynamoDb(),
                stores.sqs(),
                sns,
                ssm,
                new LambdaApi(application, directory, fleet, async, Startup::newId),
                logs,
                schedules,
                faultsApi);
        MapApi map = new MapApi(settings.template().name(), Drawing.of(ApplicationMap.of(application)));
        EventsApi events = new EventsApi(
                history, state, Map.of("map", () -> map.with(history.edges().keySet())), InstantSource.system());
        DataApi data = new DataApi(
                application,
                new DataApi.Sources(stores.dynamoDb(), stores.sqs(), stores.sqs(), stores.sqs(), s3.contents(), ssm),
                time);
        edge.start(
                Stream.of(
                                services.map(service -> guarded(guard, injection.before(service))),
                                guard.map(Guard::report).stream(),
                                cloudWatch.services().stream())
                        .flatMap(all -> all)
                        .map(service -> service.name().equals(stores.dynamoDb().name())
                                ? ReportedDynamoDb.of(service, application, facts, time)
                                : service)
                        .map(service -> settings.console() ? calls.before(service) : service)
                        .toList(),
                settings.console()
                        ? List.of(calls.before(guardedS3), new WebConsole(List.of(map, events, data, hands)))
                        : List.of(guardedS3));
        startStreams(application, stores.dynamoDb(), fleet, guard, context);
        startQueues(application, stores.sqs(), fleet, guard, context);
        schedules.start();
        s3.start();
        cloudWatch.start();
        return new LocalRunner(application, edge.uri(), Collections.unmodifiableMap(apis), running);
    }

    /** What the console can send again of an event: what it began with, and the first run of a function in it. */
    private static Optional<PastEvent> past(EventView event) {
        return event.spans().stream()
                .findFirst()
                .map(first -> new PastEvent(
                        event.summary().kind(),
                        first.who(),
                        first.title(),
                        whole(first.request()),
                        first.request().type(),
                        event.spans().stream()
                                .filter(span -> span.kind() == Kind.INVOCATION)
                                .findFirst()
                                .flatMap(run -> whole(run.request())
                                        .map(payload -> new PastEvent.FirstRun(run.who(), payload)))));
    }

    private static Optional<String> whole(Payload payload) {
        return payload.isCut() ? Optional.empty() : Optional.of(payload.asText());
    }

    /** Lets functions reach AWS's hosts nowhere but at the edge, also by SDKs that do not know its address. */
    private FunctionNetwork network(EdgeServer edge, Certificates certificates) {
        Path trustStore = WorkFolders.make(workFolder).resolve("trust.jks");
        certificates.writeTrustStore(trustStore);
        FunctionProxy proxy = running.keep(FunctionProxy.start(
                edge.standInForAws(certificates.serverContext()), new UsersProxies(System.getenv())));
        return new FunctionNetwork(edge.uri(), Optional.of(new FunctionNetwork.Proxy(proxy.port(), trustStore)));
    }

    private static String newId() {
        return UUID.randomUUID().toString();
    }

    private Application read(URI edge) {
        return TemplateReader.read(
                TemplateFile.load(
                        settings.template().path(), settings.template().name()),
                new ReaderSettings(
                        settings.stack().name(),
                        settings.stack().region(),
                        edge,
                        settings.stack().parameters(),
                        settings.enforceIam()));
    }

    private record Stores(
            LocalDynamoDb dynamoDb, LocalSqs sqs, Map<String, Path> taskRoots, Certificates certificates) {}

    /** Starts what takes long side by side: DynamoDB, SQS, the build of the functions' code, and certificates. */
    private Stores startStores(Application application, URI edge, Facts facts) throws InterruptedException {
        FunctionCode code = running.keep(new FunctionCode(workFolder.resolve("code"), console));
        FutureTask<LocalDynamoDb> dynamoDb =
                new FutureTask<>(() -> LocalDynamoDb.start(application, workFolder.resolve("dynamodb")));
        FutureTask<LocalSqs> sqs = new FutureTask<>(() -> LocalSqs.start(application, edge, time, facts));
        FutureTask<Map<String, Path>> taskRoots = new FutureTask<>(() -> code.prepareAll(application.functions()));
        FutureTask<Certificates> certificates = new FutureTask<>(() -> new Certificates(time.now()));
        SideBySide.runAll(List.of(dynamoDb, sqs, taskRoots, certificates), running);
        return new Stores(dynamoDb.resultNow(), sqs.resultNow(), taskRoots.resultNow(), certificates.resultNow());
    }

    /** The first API has the port that was asked for, the others those after it. */
    private Map<String, URI> startApis(
            Application application, FunctionFleet fleet, EdgeService sqs, ServiceContext context) {
        Map<String, URI> apis = new LinkedHashMap<>();
        LocalNames names = new LocalNames(settings.ports().edgeHost());
        int port = settings.ports().api();
        for (Application.Api api : application.apis()) {
            GatewaySettings gatewaySettings = GatewaySettings.of(application.region(), settings.apiKey(), port, names);
            ApiGateway gateway = running.keep(new ApiGateway(api, gatewaySettings, fleet, sqs, context));
            apis.put(api.logicalId(), URI.create("http://127.0.0.1:" + gateway.port()));
            port = port == 0 ? 0 : port + 1;
        }
        return apis;
    }

    private static EdgeService guarded(Optional<Guard> guard, EdgeService service) {
        return guard.map(asking -> asking.before(service)).orElse(service);
    }

    private void startStreams(
            Application application,
            LocalDynamoDb dynamoDb,
            FunctionFleet fleet,
            Optional<Guard> guard,
            ServiceContext context)
            throws InterruptedException {
        for (Application.StreamMapping mapping : application.streamMappings()) {
            Optional<String> problem = guard.flatMap(asking -> asking.problem(mapping));
            if (problem.isPresent()) {
                console.warn(mapping.logicalId(), problem.get());
            } else {
                running.keep(new StreamPoller(mapping, dynamoDb.streams(time::now), fleet, context))
                        .start();
            }
        }
    }

    private void startQueues(
            Application application, LocalSqs sqs, FunctionFleet fleet, Optional<Guard> guard, ServiceContext context) {
        // More batches than processes would only wait. Lambda begins with five.
        int mostInvocations = Math.max(5, settings.processesPerFunction());
        for (Application.QueueMapping mapping : application.queueMappings()) {
            Optional<String> problem = guard.flatMap(asking -> asking.problem(mapping));
            if (problem.isPresent()) {
                console.warn(mapping.logicalId(), problem.get());
            } else {
                running.keep(new QueuePoller(mapping, sqs, fleet, context, mostInvocations))
                        .start();
            }
        }
    }

    private static List<String> sources(Application application) {
        return Stream.of(
                        application.functions().stream().map(Application.Function::logicalId),
                        application.streamMappings().stream().map(Application.StreamMapping::logicalId),
                        application.queueMappings().stream().map(Application.QueueMapping::logicalId),
                        application.schedules().stream().map(Application.Schedule::logicalId),
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
}
