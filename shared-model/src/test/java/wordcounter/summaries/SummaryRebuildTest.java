package wordcounter.summaries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import wordcounter.counts.CounterValues;
import wordcounter.counts.Tally;
import wordcounter.runtime.Backoff;
import wordcounter.summaries.SummaryRebuild.UnfinishedRebuildException;
import wordcounter.testing.InMemorySummaries;
import wordcounter.testing.InOrder;
import wordcounter.testing.ManualClock;

class SummaryRebuildTest {

    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-21T12:00:00Z"));
    private final Instant deadline = clock.instant().plus(Duration.ofSeconds(10));
    private final List<List<CounterValues>> pages = new ArrayList<>();
    private final List<Integer> told = new ArrayList<>();

    @Test
    void run_shouldMergeTheCountersOfAWord_whenTheyAreOnSeveralPages() {
        InMemorySummaries summaries = new InMemorySummaries();
        pages.add(List.of(counter("hello", 0, 1), counter("world", 3, 2)));
        pages.add(List.of(counter("hello", 1, 4)));

        rebuild(summaries).run(deadline, told::add);

        assertThat(summaries.count("hello")).isEqualTo(11 * 5);
        assertThat(summaries.count("world")).isEqualTo(11 * 2);
        assertThat(summaries.writes()).as("one for each word").isEqualTo(2);
        assertThat(told.stream().mapToInt(Integer::intValue).sum()).isEqualTo(2);
    }

    @Test
    void run_shouldTellNowAndThen_whenThereAreManyWords() {
        pages.add(words(2_500));

        rebuild(new InMemorySummaries()).run(deadline, told::add);

        assertThat(told).containsExactly(1_000, 1_000, 500);
    }

    @Test
    void run_shouldMergeEveryWord_whenThereAreMoreCountersThanAreKeptInMemory() {
        InMemorySummaries summaries = new InMemorySummaries();
        for (int page = 0; page < 6; page++) {
            int shard = page;
            pages.add(IntStream.range(0, 10_000)
                    .mapToObj(i -> counter("w" + i % 100, shard, 1 + i / 100))
                    .toList());
        }

        rebuild(summaries).run(deadline, told::add);

        assertThat(summaries.counts())
                .hasSize(100)
                .allSatisfy((word, count) -> assertThat(count).isEqualTo(11L * 100 * 6));
        assertThat(summaries.writes()).as("half way, and at the end").isEqualTo(200);
    }

    @Test
    void run_shouldSayThatItIsNotDone_whenTimeIsUp() {
        InMemorySummaries summaries = new InMemorySummaries();
        pages.add(words(3));

        assertThatThrownBy(() -> rebuild(summaries).run(clock.instant(), told::add))
                .isInstanceOf(UnfinishedRebuildException.class)
                .hasMessage("the time was not enough to merge every word");
        assertThat(summaries.writes()).isZero();
    }

    @Test
    void run_shouldFail_whenAWordFails() {
        InMemorySummaries summaries = new InMemorySummaries();
        summaries.failNext();
        pages.add(words(1));

        assertThatThrownBy(() -> rebuild(summaries).run(deadline, told::add))
                .hasMessage("a word could not be merged")
                .hasRootCauseMessage("no answer");
    }

    private SummaryRebuild rebuild(SummaryStore store) {
        return new SummaryRebuild(
                page -> pages.forEach(page),
                new SummaryMerger(store, new InOrder(), new Backoff(clock, new Random(1), clock::advance), clock));
    }

    private static List<CounterValues> words(int number) {
        return IntStream.range(0, number).mapToObj(i -> counter("w" + i, 0, 1)).toList();
    }

    private static CounterValues counter(String word, int shard, int times) {
        return new CounterValues(word, shard, new Tally(times, times, 0));
    }
}
