package wordcounter.operator;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import wordcounter.counts.DynamoDbCounterScan;
import wordcounter.runtime.Backoff;
import wordcounter.summaries.DynamoDbSummaryStore;

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

    @Mixin
    private final Target target = new Target();

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

    @Override
    public Integer call() {
        Clock clock = Clock.systemUTC();
        try (DynamoDbClient dynamoDb = target.build(DynamoDbClient.builder())) {
            Rebuild rebuild = new Rebuild(
                    DynamoDbTables.of(target, dynamoDb),
                    new DynamoDbCounterScan(dynamoDb, target.name("WordCountsTable")),
                    new DynamoDbSummaryStore(dynamoDb, target.name("SummariesTable")),
                    new Backoff(clock, new SecureRandom(), Thread::sleep),
                    clock,
                    Console.of(spec.commandLine()));
            return target.call(() -> rebuild.run(totals, clock.instant().plus(within)));
        }
    }
}
