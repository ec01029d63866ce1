package wordcounter.operator;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import wordcounter.runtime.Environment;
import wordcounter.summaries.SummaryReads;
import wordcounter.summaries.WordTotal;

/** Shows the most frequent words. */
@Command(
        name = "top",
        sortOptions = false,
        description = "Shows the most frequent words, as bars. They lag behind by seconds, as GET /words does.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {" 0:done", " 2:an option is wrong", " 3:it could not be done", " 130:ended by Ctrl-C"})
final class TopCommand implements Callable<Integer> {

    private static final int MOST_WORDS = 1_000;
    private static final int DEFAULT_COLUMNS = 80;
    private static final int DEFAULT_ROWS = 24;

    /** How long one reading may take. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Surroundings surroundings;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandLine.Model.CommandSpec spec;

    @Mixin
    private final StackOptions options;

    @Option(
            names = "--number",
            paramLabel = "N",
            description = "How many, at most " + MOST_WORDS + ". Default: ${DEFAULT-VALUE}")
    private int number = 20;

    @Option(
            names = "--watch",
            paramLabel = "INTERVAL",
            arity = "0..1",
            fallbackValue = "2s",
            converter = Durations.class,
            description = "Shows them again and again, until Ctrl-C. Without INTERVAL every 2s.")
    private @Nullable Duration interval;

    TopCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.options = new StackOptions(surroundings.environment());
    }

    @Override
    public Integer call() {
        if (number < 1 || number > MOST_WORDS) {
            throw wrong("--number is 1 to " + MOST_WORDS + ", not " + number);
        }
        if (interval != null && !interval.isPositive()) {
            throw wrong("--watch is at least 1s, not " + interval.toSeconds() + "s");
        }
        Console console = Console.of(spec.commandLine());
        StackAccess stack = new StackAccess(options, surroundings.calls());
        try (StackTables tables = new StackTables(stack, surroundings)) {
            SummaryReads summaries = tables.summaryReads();
            TopWords words = new TopWords(
                    () -> stack.explained(() -> mostFrequent(summaries)),
                    new BarChart(size("COLUMNS", DEFAULT_COLUMNS)),
                    surroundings.clock(),
                    surroundings.sleeper());
            if (interval == null) {
                words.lines().forEach(console.out()::println);
            } else {
                try (Screen screen = console.screen(size("LINES", DEFAULT_ROWS))) {
                    words.watch(interval, screen);
                }
            }
            return WordsCommand.DONE;
        }
    }

    private List<WordTotal> mostFrequent(SummaryReads summaries) {
        return summaries.mostFrequent(number, surroundings.clock().instant().plus(PATIENCE));
    }

    private int size(String variable, int ifUnknown) {
        Environment environment = surroundings.environment();
        return environment
                .optional(variable)
                .filter(text -> text.matches("[1-9][0-9]{0,4}"))
                .map(Integer::valueOf)
                .orElse(ifUnknown);
    }

    private CommandLine.ParameterException wrong(String message) {
        return new CommandLine.ParameterException(spec.commandLine(), message);
    }
}
