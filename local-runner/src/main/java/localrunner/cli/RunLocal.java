package localrunner.cli;

import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import localrunner.LocalRunner;
import localrunner.RunnerSettings;
import localrunner.console.StandardConsole;
import localrunner.template.resources.ResourceTypes;
import localrunner.time.ScaledTime;
import localrunner.web.WebConsole;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The command line {@code run-local}.
 *
 * <p>Exit codes: 130 after Ctrl-C and 143 after SIGTERM, as of any JVM; 141 when nobody reads the output any more; 1
 * when the runner could not start; 2 when an option is wrong.
 */
@Command(
        name = "run-local",
        mixinStandardHelpOptions = false,
        sortOptions = false,
        description = "Runs the application of a SAM template on this machine: no Docker, no AWS account."
                + " All data is gone at the end: every start is an empty one. Temporary files go to TMPDIR.")
public final class RunLocal implements Callable<Integer> {

    private static final String HELP_OPTIONS = "options";
    private static final String HELP_TYPES = "types";
    private static final String STACK_NAME = "local";
    private static final String REGION = "us-east-1";
    private static final String DEFAULT_TEMPLATE = "template.yaml";

    /** The system property with the folder that the user called from. The script changes to its own folder. */
    private static final String CALLERS_FOLDER = "run-local.folder";

    /** The status of a program whose output nobody reads any more, as shells report it: 128 + SIGPIPE. */
    private static final int OUTPUT_CLOSED = 141;

    // The descriptions name the defaults, since picocli would show the given values in their place.

    @Option(
            names = "--template",
            paramLabel = "FILE",
            description = "The template. Default: " + DEFAULT_TEMPLATE + ", beside run-local")
    private Optional<Path> template = Optional.empty();

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "Where the API answers; 0 takes a free port. Default: 3000")
    private int port = 3000;

    @Option(
            names = "--edge-port",
            paramLabel = "PORT",
            description = "Where AWS SDKs and the AWS CLI find every service (AWS_ENDPOINT_URL); 0 takes a free port."
                    + " Default: 4566")
    private int edgePort = 4566;

    @Option(
            names = "--edge-host",
            paramLabel = "ADDRESS",
            description =
                    "An address beside 127.0.0.1 where the edge port answers too: on Linux containers reach this machine"
                            + " at Docker's bridge, 172.17.0.1.")
    private Optional<String> edgeHost = Optional.empty();

    @Option(
            names = "--api-key",
            paramLabel = "KEY",
            description = "What x-api-key must say on routes that require an API key. Default: local")
    private String apiKey = "local";

    @Option(
            names = "--parameter",
            paramLabel = "Name=value",
            description =
                    "A value for one of the template's parameters; /name=value puts one into Parameter Store. Can be repeated.")
    private Map<String, String> parameters = new LinkedHashMap<>();

    @Option(
            names = "--time-scale",
            paramLabel = "N",
            description = "How much faster delays and age limits pass: 60 makes an hour a minute. Default: 1")
    private double timeScale = 1;

    @Option(
            names = "--max-processes",
            paramLabel = "N",
            description = "The most processes of one function at once. Default: 4")
    private int maxProcesses = 4;

    @Option(
            names = "--enforce-iam",
            description = "Checks each call of a function against the template's roles and policies, and refuses what"
                    + " AWS would refuse. Default: every call is allowed")
    private boolean enforceIam;

    @Option(
            names = "--no-console",
            description = "Keeps nothing of what happens, and serves no page that shows it. Default: the page is at"
                    + " /_console of the edge port")
    private boolean noConsole;

    @Option(
            names = "--verbose",
            description =
                    "Prints how each invocation went as Lambda's log does, with its request id. Default: how long it"
                            + " took")
    private boolean verbose;

    @Option(
            names = "--help",
            arity = "0..1",
            paramLabel = "types",
            fallbackValue = HELP_OPTIONS,
            description = "Shows this and ends; --help types shows what a template can have.")
    private Optional<String> help = Optional.empty();

    private final Instant startedAt;

    private RunLocal(Instant startedAt) {
        this.startedAt = startedAt;
    }

    public static void main(String[] arguments) {
        Locale.setDefault(Locale.ROOT);
        Instant startedAt = ProcessHandle.current().info().startInstant().orElseGet(Instant::now);
        CommandLine commandLine = new CommandLine(new RunLocal(startedAt));
        commandLine.setExecutionExceptionHandler((e, line, result) -> {
            line.getErr().println("run-local: " + message(e));
            return 1;
        });
        commandLine.setParameterExceptionHandler((e, given) -> {
            PrintWriter err = e.getCommandLine().getErr();
            err.println("run-local: " + e.getMessage());
            err.println("run-local --help lists the options");
            return e.getCommandLine().getCommandSpec().exitCodeOnInvalidInput();
        });
        System.exit(commandLine.execute(arguments));
    }

    @Override
    public Integer call() throws InterruptedException {
        if (help.isPresent()) {
            show(help.get());
            return 0;
        }
        check();
        StopSignal stop = new StopSignal(Thread.currentThread());
        CountDownLatch stopped = new CountDownLatch(1);
        Thread hook = new Thread(() -> {
            stop.request();
            awaitUninterrupted(stopped);
        });
        Runtime.getRuntime().addShutdownHook(hook);
        try (WorkFolder workFolder = WorkFolder.make(Path.of(System.getProperty("java.io.tmpdir")))) {
            run(workFolder, stop);
        } catch (InterruptedException | RuntimeException e) {
            if (!stop.requested()) {
                throw e;
            }
            // It failed because it was interrupted, and whoever asked for that knows.
        } finally {
            stopped.countDown();
        }
        // After a signal the JVM has a status of its own, and this one is not used.
        return stop.requested() ? OUTPUT_CLOSED : 0;
    }

    private void show(String topic) {
        require(
                List.of(HELP_OPTIONS, HELP_TYPES).contains(topic),
                "--help shows the options, and --help types what a template can have; there is no help about " + topic);
        if (topic.equals(HELP_TYPES)) {
            System.out.print(ResourceTypes.help());
        } else {
            CommandLine.usage(this, System.out);
        }
    }

    private void run(WorkFolder workFolder, StopSignal stop) throws InterruptedException {
        try (LocalRunner runner = start(workFolder, stop)) {
            if (!stop.requested()) {
                announce(runner);
                if (System.out.checkError()) {
                    stop.request();
                }
                stop.await();
            }
            System.out.println("Stopping; the data is discarded.");
        }
    }

    private LocalRunner start(WorkFolder workFolder, StopSignal stop) throws InterruptedException {
        try {
            return LocalRunner.start(
                    settings(),
                    workFolder.path(),
                    new ScaledTime(timeScale),
                    new StandardConsole(verbose, stop::request));
        } finally {
            stop.interruptNoMore();
        }
    }

    private void check() {
        require(port >= 0 && port <= 65_535, "--port is 0 to 65535, not " + port);
        require(edgePort >= 0 && edgePort <= 65_535, "--edge-port is 0 to 65535, not " + edgePort);
        require(port != edgePort || port == 0, "--port and --edge-port are both " + port + "; they must differ");
        require(edgeHost.filter(String::isBlank).isEmpty(), "--edge-host is empty; it is an address of this machine");
        require(!apiKey.isBlank(), "--api-key is empty; it needs at least one character");
        require(
                timeScale >= ScaledTime.SLOWEST && timeScale <= ScaledTime.FASTEST,
                "--time-scale is 1 to 3600, not " + timeScale);
        require(maxProcesses >= 1 && maxProcesses <= 100, "--max-processes is 1 to 100, not " + maxProcesses);
    }

    private void require(boolean right, String message) {
        if (!right) {
            throw new CommandLine.ParameterException(new CommandLine(this), message);
        }
    }

    private RunnerSettings settings() {
        Path callersFolder = Path.of(System.getProperty(CALLERS_FOLDER, ""));
        Path path = template.map(callersFolder::resolve)
                .orElse(Path.of(DEFAULT_TEMPLATE))
                .toAbsolutePath();
        String name = template.map(Path::toString).orElse(DEFAULT_TEMPLATE);
        return new RunnerSettings(
                new RunnerSettings.Template(path, name),
                new RunnerSettings.Stack(STACK_NAME, REGION, parameters),
                new RunnerSettings.Ports(port, edgePort, edgeHost),
                apiKey,
                maxProcesses,
                enforceIam,
                !noConsole);
    }

    private void announce(LocalRunner runner) {
        Overview overview = new Overview(runner.application(), runner.edge(), runner.apis(), apiKey);
        System.out.println(overview.text());
        overview.differences().forEach(System.out::println);
        System.out.println(
                "All data is gone at the end, and this start is an empty one. AWS_ENDPOINT_URL=" + runner.edge());
        if (!noConsole) {
            System.out.println("Console: " + runner.edge() + "/" + WebConsole.NAME);
        }
        double seconds = Duration.between(startedAt, Instant.now()).toMillis() / 1000.0;
        String apis = String.join(
                ", ", runner.apis().values().stream().map(URI::toString).toList());
        System.out.printf(
                "Ready in %.1f s: %s (x-api-key: %s)%n",
                seconds, apis.isEmpty() ? runner.edge() : apis, overview.firstKey());
        System.out.flush();
    }

    /** The exception's message, with the reason if the message has none. */
    private static String message(Exception e) {
        String message = Optional.ofNullable(e.getMessage()).orElseGet(e::toString);
        if (e instanceof UncheckedIOException) {
            String reason = String.valueOf(e.getCause());
            return message.contains(reason) ? message : message + ": " + reason;
        }
        return message;
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
