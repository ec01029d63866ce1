package wordcounter.operator;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Brings summaries up to date from the counters. */
@Command(
        name = "rebuild",
        sortOptions = false,
        description = {
            "Brings every word's summary up to date from the counters, by the same merge as the stream's records: it heals"
                    + " lost records, and is safe while events are being counted.",
            "It can't take away: a summary that is ahead of its counters (a table restored to an earlier time) has to be"
                    + " deleted first."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:done",
            " 1:not everything could be done in time",
            " 2:an option is wrong",
            " 3:it could not be done"
        })
final class RebuildCommand implements Callable<Integer> {

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandLine.Model.CommandSpec spec;

    private final Surroundings surroundings;

    @Mixin
    private final StackOptions options;

    @Option(
            names = "--totals",
            description =
                    "Also corrects the totals, so that they are the sums over the words. Nothing has to be paused.")
    private boolean totals;

    @Option(
            names = "--within",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "Ends after that time, done or not. Default: 60m")
    private Duration within = Duration.ofMinutes(60);

    RebuildCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.options = new StackOptions(surroundings.environment());
    }

    @Override
    public Integer call() {
        Instant deadline = surroundings.clock().instant().plus(within);
        StackAccess stack = new StackAccess(options, surroundings.calls());
        try (StackTables tables = new StackTables(stack, surroundings)) {
            Rebuild rebuild = new Rebuild(
                    tables.tables(),
                    tables.counters(),
                    tables.summaries(),
                    surroundings.backoff(),
                    surroundings.clock(),
                    Console.of(spec.commandLine()),
                    surroundings.temporaryFolder());
            boolean done = stack.explained(() -> rebuild.summaries(deadline) && (!totals || rebuild.totals(deadline)));
            return done ? WordsCommand.DONE : WordsCommand.NOT_ALL;
        }
    }
}
