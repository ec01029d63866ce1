package wordcounter.operator;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;

/** Shows what a stack did lately, and its alarms. */
@Command(
        name = "metrics",
        sortOptions = false,
        description = {
            "Shows what the word counter did lately, what its alarms watch, and whether one rings.",
            "Of a metric's values of that time the sum is shown, or else the largest."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {" 0:done", " 1:an alarm rings", " 2:an option is wrong", " 3:it could not be done"})
final class MetricsCommand implements Callable<Integer> {

    /** For so long CloudWatch keeps a metric minute by minute. */
    private static final Duration LONGEST = Duration.ofDays(15);

    private static final Duration SHORTEST = Duration.ofMinutes(1);

    private final Surroundings surroundings;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandLine.Model.CommandSpec spec;

    @Mixin
    private final StackOptions options;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = Durations.class,
            description = "From how long ago on, 1m to 15d. Default: 1h")
    private Duration since = Duration.ofHours(1);

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "text, or json for another program. Default: ${DEFAULT-VALUE}")
    private ReportFormat format = ReportFormat.text;

    MetricsCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.options = new StackOptions(surroundings.environment());
    }

    @Override
    public Integer call() {
        if (since.compareTo(SHORTEST) < 0 || since.compareTo(LONGEST) > 0) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--since is 1m to 15d, not " + Durations.text(since));
        }
        Console console = Console.of(spec.commandLine());
        StackAccess stack = new StackAccess(options, surroundings.calls());
        try (CloudWatchClient cloudWatch = stack.buildWithoutRetries(CloudWatchClient.builder())) {
            // says so when there is no such stack, where CloudWatch would only find nothing
            stack.name("ApiUrl");
            Instant now = surroundings.clock().instant();
            MetricsReport report = MetricsReport.of(
                    new CloudWatchMetrics(stack, cloudWatch), stack.stackName(), now.minus(since), now);
            if (format == ReportFormat.json) {
                console.out().println(report.json().toJson());
            } else {
                report.text().lines().forEach(console.out()::println);
            }
            return report.anyRings() ? WordsCommand.NOT_ALL : WordsCommand.DONE;
        }
    }
}
