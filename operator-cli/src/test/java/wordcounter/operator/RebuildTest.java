package wordcounter.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wordcounter.reconciliation.InMemoryTables;
import wordcounter.reconciliation.Tables.Summary;
import wordcounter.runtime.Backoff;
import wordcounter.summaries.SummaryItem;
import wordcounter.testing.ManualClock;

class RebuildTest {

    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-21T12:00:00Z"));
    private final InMemoryTables tables = new InMemoryTables();
    private final StringWriter out = new StringWriter();

    @TempDir
    private Path folder;

    @Test
    void run_shouldBringSummariesUpToDate_whenRecordsWereLost() {
        IntStream.range(0, 250).forEach(i -> tables.count("w" + i, i % 4, 1));
        tables.aggregate("w0");

        assertThat(rebuildSummaries()).isTrue();

        assertThat(tables.total()).isEqualTo(250 * 11);
        assertThat(tables.distinctWords()).isEqualTo(250);
        assertThat(out.toString()).contains("250 words, 249 summaries brought up to date.");
    }

    @Test
    void run_shouldChangeNothing_whenRunAgain() {
        tables.count("hello", 1, 3);
        rebuildSummariesAndTotals();
        Summary before = tables.summary("hello");

        rebuildSummariesAndTotals();

        assertThat(tables.summary("hello")).isEqualTo(before);
        assertThat(out.toString()).contains("0 summaries brought up to date").contains("measured, 0 corrected");
    }

    @Test
    void run_shouldCorrectTheStoredCount_whenItIsNotWhatTheSummaryHasSeen() {
        tables.count("hello", 1, 3);
        tables.aggregate("hello");
        Summary summary = tables.summary("hello");
        tables.set(new Summary("hello", summary.seen(), 7, summary.topBucket(), summary.version()));

        rebuildSummaries();

        assertThat(tables.summary("hello").itemCount()).isEqualTo(33);
        assertThat(tables.total()).isEqualTo(33);
    }

    @Test
    void run_shouldCorrectTotals_whileWordsMove() {
        for (int i = 0; i < 40; i++) {
            tables.count("w" + i, 0, 1);
            tables.aggregate("w" + i);
        }
        tables.addToTotals("w1", 1000, 3);
        tables.addToTotals("w2", -77, -1);
        int[] turn = {0};
        tables.afterEachRead(() -> {
            tables.count("w" + turn[0]++ % 5, 1, 1);
            tables.aggregate("w" + turn[0] % 5);
        });

        assertThat(rebuildSummariesAndTotals()).isTrue();

        tables.afterEachRead(() -> {});
        long sum = IntStream.range(0, 40)
                .mapToLong(i -> tables.summary("w" + i).itemCount())
                .sum();
        assertThat(tables.total()).isEqualTo(sum);
        assertThat(tables.distinctWords()).isEqualTo(40);
    }

    @Test
    void totals_shouldCorrectTheOthers_whenABucketStaysContended() {
        for (int i = 0; i < 40; i++) {
            tables.count("w" + i, 0, 1);
            tables.aggregate("w" + i);
        }
        String contended = SummaryItem.totalsId("w1");
        String other = IntStream.range(0, 40)
                .mapToObj(i -> "w" + i)
                .filter(word -> !SummaryItem.totalsId(word).equals(contended))
                .findFirst()
                .orElseThrow();
        tables.addToTotals("w1", 1000, 3);
        tables.addToTotals(other, 77, 1);
        tables.contend(contended);

        assertThat(rebuildSummariesAndTotals()).isFalse();
        assertThat(out.toString())
                .contains("15 buckets of the totals measured, 1 corrected")
                .contains("others write to them all the time")
                .contains("run it again");

        tables.calm();
        assertThat(rebuildSummariesAndTotals()).isTrue();
        assertThat(tables.total()).isEqualTo(40 * 11);
        assertThat(tables.distinctWords()).isEqualTo(40);
    }

    @Test
    void run_shouldSayThatItIsNotDone_whenTimeIsUp() {
        tables.count("hello", 1, 3);

        assertThat(rebuild().summaries(clock.instant())).isFalse();
        assertThat(out.toString()).contains("run it again");
    }

    private boolean rebuildSummaries() {
        return rebuild().summaries(clock.instant().plus(Duration.ofMinutes(1)));
    }

    private boolean rebuildSummariesAndTotals() {
        return rebuildSummaries() && rebuild().totals(clock.instant().plus(Duration.ofMinutes(1)));
    }

    private Rebuild rebuild() {
        return new Rebuild(tables, tables, tables, backoff(), clock, console(), folder);
    }

    private Backoff backoff() {
        return new Backoff(clock, new Random(1), clock::advance);
    }

    private Console console() {
        PrintWriter writer = new PrintWriter(out, true);
        return new Console(writer, writer, false);
    }
}
