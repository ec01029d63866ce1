package wordcounter.operator;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line of whoever operates the word counter. */
@Command(
        name = "words",
        description = "Operates a word counter: the one that ./run-local runs, or a deployed stack (--stack).",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:all is done, or equal",
            " 1:something failed, was left, or differs",
            " 2:an option is wrong",
            " 3:it could not be done: not running, no such stack, no credentials, no permission"
        })
public final class WordsCommand implements Runnable {

    static final int DONE = 0;
    static final int NOT_ALL = 1;
    static final int IMPOSSIBLE = 3;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandLine.Model.CommandSpec spec;

    @SuppressWarnings("unused") // picocli reads it
    @Option(
            names = "--help",
            usageHelp = true,
            scope = CommandLine.ScopeType.INHERIT,
            description = "Shows this and ends.")
    private boolean help;

    public static void main(String[] arguments) {
        Locale.setDefault(Locale.ROOT);
        System.exit(commandLine(
                        new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                        new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                        Surroundings.ofProcess())
                .execute(arguments));
    }

    static CommandLine commandLine(PrintWriter out, PrintWriter err, Surroundings surroundings) {
        CommandLine commandLine = new CommandLine(new WordsCommand())
                .addSubcommand(new ReplayCommand(surroundings))
                .addSubcommand(new RebuildCommand(surroundings))
                .addSubcommand(new ReconcileCommand(surroundings))
                .addSubcommand(new SlackCommand(surroundings));
        commandLine.setOut(out).setErr(err);
        commandLine.setExecutionExceptionHandler((e, line, result) -> {
            if (!(e instanceof OperatorException)) {
                throw e;
            }
            err.println("words: " + e.getMessage());
            return IMPOSSIBLE;
        });
        return commandLine;
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "Which command? replay, rebuild, reconcile or slack");
    }
}
