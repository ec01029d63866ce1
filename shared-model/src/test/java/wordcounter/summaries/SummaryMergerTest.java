package wordcounter.summaries;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import wordcounter.counts.Tally;
import wordcounter.runtime.Backoff;
import wordcounter.summaries.SummaryStore.WriteResult;
import wordcounter.testing.InMemorySummaries;
import wordcounter.testing.ManualClock;

class SummaryMergerTest {

    private static final Map<Integer, Tally> ONCE = Map.of(0, new Tally(1, 1, 0));

    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-21T12:00:00Z"));
    private final Instant deadline = clock.instant().plus(Duration.ofSeconds(10));
    private final InMemorySummaries summaries = new InMemorySummaries();
    private final SummaryMerger merger =
            new SummaryMerger(summaries, new Backoff(clock, new Random(1), clock::advance));

    @Test
    void merge_shouldWriteOnce_whenItIsRepeated() {
        assertThat(merger.merge("hello", ONCE, deadline)).isTrue();
        assertThat(merger.merge("hello", ONCE, deadline)).isTrue();

        assertThat(summaries.count("hello")).isEqualTo(11);
        assertThat(summaries.writes()).isEqualTo(1);
    }

    @Test
    void merge_shouldReadAgainAndWrite_whenOthersWereInTheWay() {
        summaries.answerNext(WriteResult.VERSION_CHANGED);
        summaries.answerNext(WriteResult.CONTENDED);

        assertThat(merger.merge("hello", ONCE, deadline)).isTrue();

        assertThat(summaries.count("hello")).isEqualTo(11);
    }

    @Test
    void merge_shouldGiveUpAndWriteNothing_whenOthersAreInTheWayUntilTheDeadline() {
        for (int i = 0; i < 1000; i++) {
            summaries.answerNext(WriteResult.CONTENDED);
        }

        assertThat(merger.merge("hello", ONCE, deadline)).isFalse();

        assertThat(summaries.writes()).isZero();
        assertThat(clock.instant()).isBeforeOrEqualTo(deadline);
    }
}
