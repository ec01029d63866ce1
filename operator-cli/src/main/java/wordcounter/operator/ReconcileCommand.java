package wordcounter.operator;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import wordcounter.counts.EventCounter;
import wordcounter.reconciliation.Reconciliation;
import wordcounter.reconciliation.Reconciliation.Difference;

/** Compares what the tables say. */
@Command(
        name = "reconcile",
        sortOptions = false,
        description = {
            "Shows every difference between ledger, counters, summaries, totals and the index of the most frequent words,"
                    + " each document that has changed and was not counted, each file that nobody goes on counting, and each"
                    + " milestone that was told too early or is claimed and not told."
                    + " Changes nothing, and may run while events are being counted.",
            "It reads the counters, the ledger, the documents, the uploads, the milestones and the index as a whole, and the"
                    + " summaries four times, those of words with a milestone once more; whatever differs it reads again. On AWS a gigabyte is 262,144 read units. What does not fit into its 256 MB of"
                    + " memory goes to a temporary file.",
            "What can't be known: the ledger holds no words, so a counter's sum can't be derived from it; and it forgets"
                    + " events after " + EventCounter.LEDGER_DAYS
                    + " days. What it shows is checked: every event finished, and no counter with a +1 or"
                    + " a +10 missing that no event accounts for."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {" 0:no difference", " 1:differences", " 2:an option is wrong", " 3:it could not be done"})
final class ReconcileCommand implements Callable<Integer> {

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandLine.Model.CommandSpec spec;

    private final Surroundings surroundings;

    @Mixin
    private final StackOptions options;

    @Option(
            names = "--patience",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "How long each comparison waits for what may be only late. Default: 15s")
    private Duration patience = Duration.ofSeconds(15);

    ReconcileCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.options = new StackOptions(surroundings.environment());
    }

    @Override
    public Integer call() {
        StackAccess stack = new StackAccess(options, surroundings.calls());
        try (StackTables tables = new StackTables(stack, surroundings)) {
            Reconciliation reconciliation = new Reconciliation(
                    tables.tables(), surroundings.temporaryFolder(), surroundings.clock(), surroundings.sleeper());
            Reconciliation.Result result = stack.explained(() -> reconciliation.run(patience));
            int exitCode = report(result, Console.of(spec.commandLine()).out());
            result.unfinished().ifPresent(ReconcileCommand::giveUp);
            return exitCode;
        }
    }

    /** What it has set no limit to has ended for want of room. */
    private static void giveUp(String reason) {
        throw new OperatorException(
                "not everything was compared: " + reason + "; TMPDIR names a folder with more room");
    }

    static int report(Reconciliation.Result result, PrintWriter out) {
        List<Difference> rows = Stream.concat(result.differences().stream(), result.unmeasured().stream())
                .sorted()
                .toList();
        if (!rows.isEmpty()) {
            Table table = new Table("WHAT", "WHERE", "EXPECTED", "FOUND");
            for (Difference difference : rows) {
                table.add(difference.what(), difference.where(), difference.expected(), difference.found());
            }
            out.println(table.text());
        }
        if (result.notListed() > 0) {
            out.println("... and " + result.notListed() + " more.");
        }
        long differences = rows.size() + result.notListed();
        out.println(differences + (differences == 1 ? " difference in " : " differences in ") + result.words()
                + " words, " + result.counters() + " counters, " + result.events() + " events.");
        return differences == 0 ? WordsCommand.DONE : WordsCommand.NOT_ALL;
    }
}
