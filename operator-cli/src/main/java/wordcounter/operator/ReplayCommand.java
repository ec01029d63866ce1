package wordcounter.operator;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Lists what is in the dead-letter queue, replays it, or discards what no replay can help. */
@Command(
        name = "replay",
        sortOptions = false,
        description =
                "Shows what is in the dead-letter queue and what a replay would do. Nothing is changed without --execute.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:everything that matches is replayed (or discarded), or with a dry run can be",
            " 1:some failed, can't be replayed and are left, or are hidden by somebody who received them",
            " 2:an option is wrong",
            " 3:it could not be done"
        })
final class ReplayCommand implements Callable<Integer> {

    private static final List<String> FUNCTIONS = List.of("sns-multiplier-fn", "sns-logger-fn", "event-aggregator-fn");

    enum Kind {
        SNS_DELIVERY,
        INVOCATION,
        STREAM_BATCH,
        PARKED_SNS_RECORD,
        PARKED_STREAM_RECORD,
        UNKNOWN
    }

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandLine.Model.CommandSpec spec;

    @Mixin
    private final Target target = new Target();

    @Option(names = "--execute", description = "Do it.")
    private boolean execute;

    @Option(
            names = "--discard",
            description =
                    "Delete them instead of replaying them, for those that no replay can help. Needs one of --kind,"
                            + " --function, --error, --older-than and --message.")
    private boolean discard;

    @Option(names = "--kind", paramLabel = "KIND", description = "Only of this kind: ${COMPLETION-CANDIDATES}")
    private @Nullable Kind kind;

    @Option(
            names = "--function",
            paramLabel = "NAME",
            description =
                    "Only those meant for this function: sns-multiplier-fn, sns-logger-fn or event-aggregator-fn; of one that"
                            + " is not this stack's, its ARN.")
    private @Nullable String function;

    @Option(names = "--error", paramLabel = "TEXT", description = "Only those whose error contains this text.")
    private @Nullable String error;

    @Option(
            names = "--older-than",
            paramLabel = "AGE",
            converter = Durations.class,
            description = "Only those at least this old: 45s, 30m, 2h, 3d.")
    private @Nullable Duration olderThan;

    @Option(
            names = "--younger-than",
            paramLabel = "AGE",
            converter = Durations.class,
            description = "Only those at most this old.")
    private @Nullable Duration youngerThan;

    @Option(names = "--message", paramLabel = "ID", description = "Only this message.")
    private @Nullable String message;

    @Option(names = "--rate", paramLabel = "N", description = "At most so many a second.")
    private int rate = ReplayRun.UNLIMITED;

    @Override
    public Integer call() {
        checkOptions();
        Console console = Console.of(spec.commandLine());
        try (LambdaClient lambda = target.buildWithoutRetries(LambdaClient.builder());
                SqsClient sqs = target.build(SqsClient.builder())) {
            DeadLetterQueue queue = DeadLetterQueue.of(target, sqs);
            ReplayRun run = new ReplayRun(ReplayFunction.of(target, lambda), queue, filter(), discard, console);
            if (!execute) {
                return run.show();
            }
            Thread releasing = new Thread(run::release); // Ctrl-C: nothing stays hidden longer than it must
            Runtime.getRuntime().addShutdownHook(releasing);
            try {
                return run.execute(
                        UUID.randomUUID().toString(),
                        rate,
                        console.terminal() ? queue.visible() : 0,
                        Clock.systemUTC(),
                        Thread::sleep);
            } finally {
                Runtime.getRuntime().removeShutdownHook(releasing);
            }
        }
    }

    private void checkOptions() {
        if (rate < 1) {
            throw wrong("--rate is at least 1, not " + rate);
        }
        if (function != null && !function.startsWith("arn:") && !FUNCTIONS.contains(function)) {
            throw wrong(
                    "--function is one of " + String.join(", ", FUNCTIONS) + " (or an ARN), not '" + function + "'");
        }
        if (discard
                && kind == null
                && function == null
                && (error == null || error.isBlank())
                && olderThan == null
                && message == null) {
            throw wrong("--discard says which: add --kind, --function, --error, --older-than or --message");
        }
    }

    private CommandLine.ParameterException wrong(String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }

    private Map<String, Object> filter() {
        Map<String, Object> filter = new LinkedHashMap<>();
        put(filter, "kind", kind == null ? null : kind.name());
        put(filter, "function", function);
        put(filter, "error", error);
        put(filter, "minAge", olderThan);
        put(filter, "maxAge", youngerThan);
        put(filter, "messageId", message);
        return filter;
    }

    private static void put(Map<String, Object> filter, String name, @Nullable Object value) {
        if (value != null) {
            filter.put(name, value.toString());
        }
    }
}
