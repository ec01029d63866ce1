package wordcounter.operator;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.lambda.LambdaClient;

/** Prints an event's way. */
@Command(
        name = "trace",
        sortOptions = false,
        description =
                "Shows the way of an event in order, with each attempt, and where it is now: from the ledger, the functions' log and"
                        + " the dead-letter queue. It changes nothing.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:all of it counts, and nothing about it waits for an operator",
            " 1:it does not, or not yet",
            " 2:an option is wrong",
            " 3:it could not be done, or there is no such event"
        })
final class TraceCommand implements Callable<Integer> {

    private static final Pattern TRACE_ID = Pattern.compile("[0-9a-f]{32}");
    private static final Pattern EVENT_ID = Pattern.compile("[0-9A-Za-z_-]{1,128}");

    private final Surroundings surroundings;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandLine.Model.CommandSpec spec;

    @Mixin
    private final StackOptions options;

    @Option(
            names = "--since",
            paramLabel = "AGE",
            converter = Durations.class,
            description =
                    "How far back to look at the log for an event that the ledger does not know, and for a trace: 45s, 30m, 2h, 3d."
                            + " Default: 1d. Logs Insights is paid by what it reads.")
    private Duration since = Duration.ofDays(1);

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
    private ReportFormat format = ReportFormat.text;

    @Parameters(
            paramLabel = "EVENT",
            description = "The eventId that POST /words answered, or any that is in the log; or a trace's id, 32"
                    + " hexadecimal digits.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String id;

    TraceCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.options = new StackOptions(surroundings.environment());
    }

    @Override
    public Integer call() {
        if (!EVENT_ID.matcher(id).matches()) {
            throw wrong("EVENT is an event's id, such as 0f8fad5b-d9cb-469f-a165-70867728950e, or a trace's, not '" + id
                    + "'");
        }
        if (!since.isPositive()) {
            throw wrong("--since is at least 1s, not " + since.toSeconds() + "s");
        }
        Console console = Console.of(spec.commandLine());
        StackAccess stack = new StackAccess(options, surroundings.calls());
        try (StackTables tables = new StackTables(stack, surroundings);
                CloudWatchLogsClient logs = stack.build(CloudWatchLogsClient.builder());
                LambdaClient lambda = stack.buildWithoutRetries(LambdaClient.builder())) {
            EventTracer tracer = new EventTracer(
                    eventId -> stack.explained(() -> tables.ledgerEntry(eventId)),
                    new InsightsLogs(logs, List.of(stack.name("LogGroups").split(",", -1)), stack, surroundings),
                    new LambdaReplayCalls(new StackFunction(
                            stack,
                            lambda,
                            stack.name("DeadLetterReplayFunction"),
                            "the replay function",
                            console,
                            surroundings.clock())),
                    surroundings.clock());
            return trace(tracer, console);
        }
    }

    private int trace(EventTracer tracer, Console console) {
        Instant from = surroundings.clock().instant().minus(since);
        EventTrace trace = tracer.trace(TRACE_ID.matcher(id).matches() ? onlyEventOf(tracer, from) : id, from);
        if (!trace.isKnown()) {
            throw new OperatorException(
                    "there is no event " + id + ": neither the ledger, which knows events for 45 days, nor the"
                            + " log of the last " + Durations.text(since)
                            + " (--since) nor the dead-letter queue has it. An event's id"
                            + " is the eventId that POST /words answers; sent again with the same Idempotency-Key, a text counts once"
                            + " and is answered with the same id");
        }
        TraceReport report = new TraceReport(trace);
        console.out()
                .println(
                        format == ReportFormat.json
                                ? report.json().toJson()
                                : report.text().stripTrailing());
        return trace.isDone() ? WordsCommand.DONE : WordsCommand.NOT_ALL;
    }

    private String onlyEventOf(EventTracer tracer, Instant from) {
        Set<String> events = tracer.eventsOf(id, from);
        if (events.size() == 1) {
            return events.iterator().next();
        }
        throw new OperatorException(
                events.isEmpty()
                        ? "there is no event of trace " + id + " in the log of the last " + Durations.text(since)
                                + " (--since)"
                        : "trace " + id + " has " + events.size() + " events; name one: "
                                + events.stream().limit(3).toList());
    }

    private CommandLine.ParameterException wrong(String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }
}
