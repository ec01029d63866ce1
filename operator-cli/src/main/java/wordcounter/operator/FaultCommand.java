package wordcounter.operator;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;
import wordcounter.json.JsonObject;

/** Makes what the local runner runs go wrong on purpose. */
@Command(
        name = "fault",
        sortOptions = false,
        description = {
            "Makes calls of the local runner go wrong on purpose: of a function, a table, a topic or a queue.",
            "Without a fault it shows what is on. Several faults of one target add up; docs/faults.md says how."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:done",
            " 2:an option is wrong, or there is no such target",
            " 3:it could not be done: not running, or not the local runner"
        })
final class FaultCommand implements Callable<Integer> {

    private static final Duration LONGEST_DELAY = Duration.ofMinutes(15);

    private final Surroundings surroundings;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandLine.Model.CommandSpec spec;

    @Mixin
    private final StackOptions options;

    @Parameters(
            arity = "0..1",
            paramLabel = "TARGET",
            description =
                    "A function, table, topic or queue: its logical id in template.yaml, with or without the word for"
                            + " its type (SnsMultiplierFunction, WordCounts), or its name.")
    private @Nullable String target;

    @Option(
            names = "--delay",
            paramLabel = "TIME",
            converter = Delays.class,
            description =
                    "Each call waits so long before it begins: 200ms, 2s, 15m at most. Counts against a function's"
                            + " timeout.")
    private @Nullable Duration delay;

    @Option(names = "--error", description = "Each call fails, and nothing is done.")
    private boolean error;

    @Option(names = "--after-run", description = "With --error: all is done first, and only the answer is an error.")
    private boolean afterRun;

    @Option(names = "--kill", description = "The function's process is killed in the middle of each invocation.")
    private boolean kill;

    @Option(names = "--throttle", description = "Each call is refused, as if there were too many.")
    private boolean throttle;

    @Option(
            names = "--rate",
            paramLabel = "PERCENT",
            converter = Percentages.class,
            description = "Not each call but so many of a hundred, at random: 10%%. Default: 100%%")
    private @Nullable Integer rate;

    @Option(names = "--list", description = "Shows what is on, and how often it has struck.")
    private boolean list;

    @Option(names = "--clear", description = "Switches the faults of TARGET off; without TARGET all.")
    private boolean clear;

    FaultCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.options = new StackOptions(surroundings.environment());
    }

    @Override
    public Integer call() {
        Map<String, JsonObject> wanted = wanted();
        check(wanted);
        if (!options.isLocalRunner()) {
            throw new OperatorException(
                    "faults are for the local runner. For a stack, deploy/faults.yaml makes experiments"
                            + " of AWS Fault Injection Service; docs/faults.md says how");
        }
        Console console = Console.of(spec.commandLine());
        try (HttpCalls http = new HttpCalls(surroundings.environment(), 1)) {
            LocalFaults faults = new LocalFaults(http, options.endpoint().orElseThrow(), nothingAnswers());
            if (clear) {
                tellCleared(target == null ? faults.clear() : faults.clear(target), console);
            } else {
                wanted.forEach((fault, settings) -> faults.switchOn(String.valueOf(target), fault, settings));
                tell(faults.all(), console);
            }
            return WordsCommand.DONE;
        } catch (LocalFaults.RefusedException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    /** The faults that are to be switched on, and their settings as the runner wants them. */
    private Map<String, JsonObject> wanted() {
        Map<String, JsonObject> wanted = new LinkedHashMap<>();
        if (throttle) {
            wanted.put("throttle", settings().build());
        }
        if (delay != null) {
            wanted.put(
                    "delay",
                    settings().put("delayMilliseconds", delay.toMillis()).build());
        }
        if (error) {
            wanted.put("error", settings().put("preventExecution", !afterRun).build());
        }
        if (kill) {
            wanted.put("kill", settings().build());
        }
        return wanted;
    }

    private JsonObject.Builder settings() {
        return JsonObject.builder().put("percentage", Optional.ofNullable(rate).orElse(100));
    }

    private void check(Map<String, JsonObject> wanted) {
        require(!(list && clear), "--list and --clear exclude each other");
        require(wanted.isEmpty() || !(list || clear), "--list and --clear go without a fault");
        require(!afterRun || error, "--after-run goes with --error");
        require(rate == null || !wanted.isEmpty(), "--rate goes with a fault: --delay, --error, --kill or --throttle");
        require(wanted.isEmpty() || target != null, "which TARGET? A function, table, topic or queue");
        require(
                target == null || clear || !wanted.isEmpty(),
                "which fault? --delay, --error, --kill or --throttle; or --clear");
    }

    private void require(boolean right, String message) {
        if (!right) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }

    private String nothingAnswers() {
        String where = options.endpointText().orElse("");
        return "nothing answers at " + where
                + (options.isEndpointFromVariable()
                        ? ": start ./run-local there, or unset the variable"
                        : ": start ./run-local");
    }

    static void tell(List<LocalFaults.Entry> on, Console console) {
        if (on.isEmpty()) {
            console.out().println("No fault is on.");
            return;
        }
        Table table = new Table("target", "fault", "rate", "has struck");
        on.forEach(entry -> table.add(entry.target(), entry.what(), entry.percentage() + "%", entry.struckText()));
        console.out().print(table.text());
        console.out().println("./words fault --clear switches all off.");
    }

    static void tellCleared(List<LocalFaults.Entry> cleared, Console console) {
        if (cleared.isEmpty()) {
            console.out().println("No fault was on.");
            return;
        }
        Table table = new Table("off", "fault", "rate", "has struck");
        cleared.forEach(entry -> table.add(entry.target(), entry.what(), entry.percentage() + "%", entry.struckText()));
        console.out().print(table.text());
        console.out().println("./words replay shows the dead letters, if there are any.");
    }

    /** Durations that may be shorter than a second. */
    static final class Delays implements ITypeConverter<Duration> {

        private static final Pattern MILLISECONDS = Pattern.compile("([0-9]{1,6})ms");

        @Override
        public Duration convert(String text) {
            Matcher matcher = MILLISECONDS.matcher(text);
            Duration delay = matcher.matches()
                    ? Duration.ofMillis(Long.parseLong(matcher.group(1)))
                    : new Durations().convert(text);
            if (!delay.isPositive() || delay.compareTo(LONGEST_DELAY) > 0) {
                throw new TypeConversionException("--delay is 1ms to 15m, not " + text);
            }
            return delay;
        }
    }

    /** A percentage with its sign or without. */
    static final class Percentages implements ITypeConverter<Integer> {

        private static final Pattern TEXT = Pattern.compile("([0-9]{1,3})%?");

        @Override
        public Integer convert(String text) {
            Matcher matcher = TEXT.matcher(text);
            int percentage = matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
            if (percentage < 1 || percentage > 100) {
                throw new TypeConversionException("--rate is 1% to 100%, not " + text);
            }
            return percentage;
        }
    }
}
