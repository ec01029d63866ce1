package wordcounter.operator;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
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
    static final int WRONG = 2;
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
                .addSubcommand(new TraceCommand(surroundings))
                .addSubcommand(new MetricsCommand(surroundings))
                .addSubcommand(new TopCommand(surroundings))
                .addSubcommand(new UploadCommand(surroundings))
                .addSubcommand(new LoadCommand(surroundings))
                .addSubcommand(new SlackCommand(surroundings))
                .addSubcommand(new DigestCommand(surroundings))
                .addSubcommand(new FaultCommand(surroundings))
                .addSubcommand(new RemoveCommand(surroundings, RemoveCommand::askAtTheTerminal));
        commandLine.setOut(out).setErr(err);
        PrintWriter safeErr = PrintableWriter.over(err);
        commandLine.setExecutionExceptionHandler((e, _, _) -> impossible(e, safeErr));
        commandLine.setParameterExceptionHandler((e, _) -> wrong(e, safeErr));
        return commandLine;
    }

    static int impossible(Exception problem, PrintWriter err) {
        if (problem instanceof OperatorException) {
            err.println("words: " + Printable.message(String.valueOf(problem.getMessage())));
            return IMPOSSIBLE;
        }
        err.println("words: this should not happen; please report it with what follows");
        for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
            // not printStackTrace: a line break in a message has to be told from ours
            err.println(Printable.message(cause.toString()));
            for (StackTraceElement element : cause.getStackTrace()) {
                err.println("    at " + Printable.value(element.toString()));
            }
        }
        return IMPOSSIBLE;
    }

    private static int wrong(CommandLine.ParameterException problem, PrintWriter err) {
        CommandLine command = problem.getCommandLine();
        err.println(Printable.message(String.valueOf(problem.getMessage())));
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(problem, err)) {
            command.usage(err, CommandLine.Help.Ansi.OFF);
        }
        return WRONG;
    }

    @Override
    public void run() {
        List<String> commands = List.copyOf(spec.subcommands().keySet());
        throw new CommandLine.ParameterException(
                spec.commandLine(),
                "Which command? " + String.join(", ", commands.subList(0, commands.size() - 1)) + " or "
                        + commands.getLast());
    }
}
