package wordcounter.operator;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import wordcounter.deadletters.DeadLetterFilter;
import wordcounter.deadletters.DeadLetterKind;
import wordcounter.deadletters.ReplayRequest;
import wordcounter.deadletters.ReplayRequest.Mode;
import wordcounter.runtime.FunctionModule;

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

    /** Those whose events can become dead letters. */
    private static final List<String> FUNCTIONS = Stream.of(
                    FunctionModule.SNS_MULTIPLIER,
                    FunctionModule.SNS_LOGGER,
                    FunctionModule.EVENT_AGGREGATOR,
                    FunctionModule.QUEUED_WORDS,
                    FunctionModule.DOCUMENT_WORDS,
                    FunctionModule.UPLOADED_WORDS,
                    FunctionModule.SLACK_DIGEST,
                    FunctionModule.NIGHTLY_RECONCILE)
            .map(FunctionModule::module)
            .toList();

    private final Surroundings surroundings;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandLine.Model.CommandSpec spec;

    @Mixin
    private final StackOptions options;

    @Option(names = "--execute", description = "Do it.")
    private boolean execute;

    @Option(
            names = "--discard",
            description =
                    "Delete them instead of replaying them, for those that no replay can help. Needs one of --kind,"
                            + " --function, --error, --older-than and --message.")
    private boolean discard;

    @Option(names = "--kind", paramLabel = "KIND", description = "Only of this kind: ${COMPLETION-CANDIDATES}")
    private @Nullable DeadLetterKind kind;

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

    ReplayCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.options = new StackOptions(surroundings.environment());
    }

    @Override
    public Integer call() {
        checkOptions();
        Mode mode = Mode.of(execute, discard);
        StackAccess stack = new StackAccess(options, surroundings.calls());
        Console console = Console.of(spec.commandLine());
        try (LambdaClient lambda = stack.buildWithoutRetries(LambdaClient.builder());
                SqsClient sqs = stack.build(SqsClient.builder())) {
            DeadLetterQueue queue = DeadLetterQueue.of(stack, sqs);
            ReplayCalls calls = new LambdaReplayCalls(new StackFunction(
                    stack,
                    lambda,
                    stack.name("DeadLetterReplayFunction"),
                    "the replay function",
                    console,
                    surroundings.clock()));
            ReplayRun run = new ReplayRun(calls, queue, ReplayRequest.of(mode, filter()), console);
            return mode.isExecuting() ? execute(run, queue, console) : run.show();
        }
    }

    private int execute(ReplayRun run, DeadLetterQueue queue, Console console) {
        Thread releasing = new Thread(run::release); // Ctrl-C: nothing stays hidden longer than it must
        Runtime.getRuntime().addShutdownHook(releasing);
        try {
            return run.execute(
                    surroundings.ids().get(),
                    rate,
                    console.isTerminal() ? queue.visible() : 0,
                    surroundings.clock(),
                    surroundings.sleeper());
        } finally {
            Runtime.getRuntime().removeShutdownHook(releasing);
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
        if (discard && !filter().isSelective()) {
            throw wrong("--discard says which: add --kind, --function, --error, --older-than or --message");
        }
    }

    private CommandLine.ParameterException wrong(String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }

    private DeadLetterFilter filter() {
        return new DeadLetterFilter(
                Optional.ofNullable(kind),
                Optional.ofNullable(function),
                Optional.ofNullable(error),
                Optional.ofNullable(olderThan),
                Optional.ofNullable(youngerThan),
                Optional.ofNullable(message));
    }
}
