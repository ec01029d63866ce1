package wordcounter.nightly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wordcounter.counts.Tally;
import wordcounter.json.InvalidJsonException;
import wordcounter.json.JsonObject;
import wordcounter.reconciliation.InMemoryTables;
import wordcounter.reconciliation.Tables;
import wordcounter.reconciliation.Tables.Counter;
import wordcounter.runtime.Backoff.Sleeper;
import wordcounter.runtime.FunctionModule;
import wordcounter.summaries.SummaryItem;
import wordcounter.testing.EventFiles;
import wordcounter.testing.Invocation;
import wordcounter.testing.LogLines;
import wordcounter.testing.ManualClock;

/** The handler over tables in memory. Time passes only when somebody waits, or a test lets it. */
class NightlyReconcileFunctionalTest {

    private static final String NIGHT = EventFiles.text("nightly-reconcile-fn/night.json");

    /** As template.yaml has it. */
    private static final Duration TIMEOUT = Duration.ofMinutes(15);

    private static final int READ_UNITS = 1_000;

    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-27T02:00:00Z"));
    private final InMemoryTables tables = new InMemoryTables();
    private final LogLines log = new LogLines();

    @TempDir
    private Path folder;

    @BeforeEach
    void countThreeWords() {
        for (String word : List.of("hello", "world", "again")) {
            tables.count(word, 1, 2);
            tables.aggregate(word);
        }
    }

    @Test
    void handleRequest_shouldTellThatNothingDiffers() {
        assertThat(invoke(NIGHT)).isEqualTo("{}");

        assertThat(report().members())
                .containsEntry("level", "INFO")
                .containsEntry("message", "compared")
                .containsEntry("words", 3)
                .containsEntry("counters", 3)
                .containsEntry("differences", 0)
                .doesNotContainKey("totalsNotMeasured");
        assertThat(drift()).contains(List.of(0.0));
    }

    @Test
    void handleRequest_shouldTellHowManyDiffer_andNotWhich() {
        tables.set(new Counter("hello", 1, new Tally(2, 2, 0), 23));
        tables.set(new Counter("world", 1, new Tally(2, 2, 0), 23));
        tables.addToTotals("again", 7, 1);

        invoke(NIGHT);

        assertThat(report().members())
                .containsEntry("level", "WARN")
                .containsEntry("message", "the tables differ")
                .containsEntry("differences", 3)
                .containsEntry("about", Map.of("counter", 2, "total", 1));
        assertThat(drift()).contains(List.of(3.0));
        assertThat(log.text()).doesNotContain("hello", "world", "again");
    }

    @Test
    void handleRequest_shouldFindNothing_whileWordsMove() {
        int[] turn = {0};
        tables.afterEachRead(() -> {
            String word = List.of("hello", "world", "again").get(turn[0] % 3);
            tables.count(word, turn[0]++ % 2, 1);
            tables.aggregate(word);
        });

        invoke(NIGHT);

        assertThat(report().members()).containsEntry("message", "compared");
        assertThat(turn[0]).isGreaterThan(5);
    }

    /** Lambda tries an event again after one and two minutes. */
    @Test
    void handleRequest_shouldFindNothing_whenACounterIsLateForLessThanThePatience() {
        tables.count("hello", 1, 5);

        invoke(
                _ -> tables,
                duration -> {
                    clock.advance(duration);
                    if (clock.instant().isAfter(Instant.parse("2026-11-27T02:03:30Z"))) {
                        tables.aggregate("hello");
                    }
                },
                NIGHT);

        assertThat(report().members()).containsEntry("message", "compared");
    }

    @Test
    void handleRequest_shouldSayThatItIsUnfinished_whenTheReadUnitsAreUsedUp() {
        tables.set(new Counter("hello", 1, new Tally(2, 2, 0), 23));

        invoke(readingFor(400, Duration.ZERO), clock::advance, NIGHT);

        assertThat(report().members())
                .containsEntry("level", "WARN")
                .containsEntry("message", "not compared to the end")
                .containsEntry("reason", "1200 read units were taken, and ReconcileReadUnits is 1000")
                .containsEntry("readUnits", 1_200)
                .containsEntry("differences", 1);
        assertThat(drift()).as("the difference, and what was not compared").contains(List.of(2.0));
    }

    @Test
    void handleRequest_shouldSayThatItIsUnfinished_whenTheTimeIsUp() {
        invoke(readingFor(1, Duration.ofMinutes(5)), clock::advance, NIGHT);

        assertThat(report().members())
                .containsEntry("message", "not compared to the end")
                .containsEntry("reason", "the time was up, after 3 read units")
                .containsEntry("differences", 0);
        assertThat(drift()).contains(List.of(1.0));
    }

    @Test
    void handleRequest_shouldSayHowManyTotalsItCouldNotMeasure_andRaiseNoAlarm_whenTheirWordsMoveAllTheTime() {
        tables.contend(SummaryItem.totalsId("hello"));

        invoke(NIGHT);

        assertThat(report().members())
                .containsEntry("message", "compared")
                .containsEntry("differences", 0)
                .containsEntry("totalsNotMeasured", 1);
        assertThat(drift()).contains(List.of(0.0));
    }

    @Test
    void handleRequest_shouldFail_andTellNoDrift_whenATableDoesNotAnswer() {
        tables.afterEachRead(() -> {
            throw new IllegalStateException("DynamoDB answered 500");
        });

        assertThatThrownBy(() -> invoke(NIGHT)).isInstanceOf(IllegalStateException.class);

        assertThat(drift()).isEmpty();
    }

    @Test
    void handleRequest_shouldFail_whenItIsNoEventOfASchedule() {
        String event = EventFiles.text("nightly-reconcile-fn/bad-not-of-a-schedule.json");

        assertThatThrownBy(() -> invoke(event))
                .isInstanceOf(InvalidJsonException.class)
                .hasMessage("not a scheduled event");

        assertThat(log.text()).isEmpty();
    }

    /** Tables each reading of which takes so much. */
    private Function<ReadBudget, Tables> readingFor(int units, Duration time) {
        return budget -> {
            tables.afterEachRead(() -> {
                budget.take(units);
                clock.advance(time);
                budget.await();
            });
            return tables;
        };
    }

    private String invoke(String event) {
        return invoke(_ -> tables, clock::advance, event);
    }

    private String invoke(Function<ReadBudget, Tables> opening, Sleeper sleeper, String event) {
        ReconcileSettings settings = new ReconcileSettings(
                "counts",
                "summaries",
                "ledger",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                READ_UNITS,
                Double.POSITIVE_INFINITY,
                Duration.ofMinutes(4));
        return Invocation.of(
                new NightlyReconcileHandler(
                        opening,
                        settings,
                        folder,
                        clock,
                        sleeper,
                        log.measuredLog(FunctionModule.NIGHTLY_RECONCILE, clock)),
                event,
                TIMEOUT);
    }

    private JsonObject report() {
        return log.lines().stream()
                .filter(line -> line.members().containsKey("message"))
                .reduce((_, _) -> {
                    throw new AssertionError("it reports twice: " + log.text());
                })
                .orElseThrow();
    }

    private Optional<Object> drift() {
        return log.lines().stream()
                .flatMap(line -> Optional.ofNullable(line.members().get("Drift")).stream())
                .findFirst();
    }
}
