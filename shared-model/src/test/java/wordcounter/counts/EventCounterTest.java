package wordcounter.counts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import wordcounter.events.WordsEvent;
import wordcounter.runtime.Backoff;
import wordcounter.testing.InMemoryCounts;
import wordcounter.testing.InMemoryCounts.LostAnswerException;
import wordcounter.testing.ManualClock;
import wordcounter.words.Words;

class EventCounterTest {

    private static final Instant ACCEPTED_AT = Instant.parse("2026-11-21T12:00:00Z");
    private static final int SHARDS = 32;

    private final ManualClock clock = new ManualClock(ACCEPTED_AT);
    private final InMemoryCounts counts = new InMemoryCounts();
    private final EventCounter counter = counter(ChunkPlan.MAX_SIZE, SHARDS);
    private final WordsEvent hello = event("e1", Map.of("hello", 1));
    private final WordsEvent threeWords = event("e3", Map.of("a", 1, "b", 2, "c", 3));

    @Test
    void usage() {
        WordsEvent event = new WordsEvent("e1", "request-1", clock.instant(), Words.of(Map.of("hello", 1)));

        counter.count(event, deadline());
        assertThat(counts.count("hello")).isEqualTo(1);

        counter.multiply(event, deadline());
        assertThat(counts.count("hello")).isEqualTo(11);

        counter.multiply(event, deadline());
        assertThat(counts.count("hello")).isEqualTo(11);
    }

    @Test
    void countAndMultiply_shouldEndAtEleven_whenCountedOnce() {
        assertThat(counter.count(hello, deadline())).isEqualTo(Outcome.DONE);
        assertThat(counts.count("hello")).isEqualTo(1);
        assertThat(counter.multiply(hello, deadline())).isEqualTo(Outcome.DONE);
        assertThat(counts.count("hello")).isEqualTo(11);
        assertThat(counts.calls()).as("one call each when all is in order").isEqualTo(2);
    }

    @Test
    void countAndMultiply_shouldEndAtEleven_whenEachIsRepeatedInAnyOrder() {
        counter.multiply(hello, deadline());
        counter.count(hello, deadline());
        counter.count(hello, deadline());
        counter.multiply(hello, deadline());
        counter.multiply(hello, deadline());

        assertThat(counts.count("hello")).isEqualTo(11);
    }

    @Test
    void multiply_shouldAddBoth_whenThePublisherDiedBeforeCounting() {
        assertThat(counter.multiply(hello, deadline())).isEqualTo(Outcome.DONE);

        assertThat(counts.count("hello")).isEqualTo(11);
        assertThat(counter.count(hello, deadline()))
                .as("the publisher's own, late")
                .isEqualTo(Outcome.DONE);
        assertThat(counts.count("hello")).isEqualTo(11);
    }

    @Test
    void multiply_shouldFinishTheRest_whenThePublisherDiedBetweenChunks() {
        EventCounter small = counter(1, SHARDS);
        counts.pass();
        counts.failNext();
        assertThatThrownBy(() -> small.count(threeWords, deadline())).isInstanceOf(UnfinishedCountException.class);

        small.multiply(threeWords, deadline());

        assertThat(counts.counts()).isEqualTo(Map.of("a", 11L, "b", 22L, "c", 33L));
        assertThat(counts.entry("e3").orElseThrow().isMultiplied()).isTrue();
    }

    @Test
    void count_shouldNotAddTwice_whenTheAnswerWasLost() {
        counts.loseNextAnswer();
        assertThatThrownBy(() -> counter.count(hello, deadline())).hasCauseInstanceOf(LostAnswerException.class);

        counter.count(hello, deadline());

        assertThat(counts.count("hello")).isEqualTo(1);
    }

    @Test
    void count_shouldRefuse_whenTheIdHasOtherWords() {
        counter.count(hello, deadline());

        assertThat(counter.count(event("e1", Map.of("other", 1)), deadline())).isEqualTo(Outcome.DIFFERENT_WORDS);
        assertThat(counter.count(event("e1", Map.of("hello", 2)), deadline())).isEqualTo(Outcome.DIFFERENT_WORDS);
        assertThat(counts.counts()).isEqualTo(Map.of("hello", 1L));
    }

    @Test
    void multiply_shouldRefuse_whenTheIdHasOtherWords() {
        counter.count(hello, deadline());

        assertThat(counter.multiply(event("e1", Map.of("other", 1)), deadline()))
                .isEqualTo(Outcome.DIFFERENT_WORDS);
        assertThat(counts.counts()).isEqualTo(Map.of("hello", 1L));
    }

    @Test
    void multiply_shouldFollowTheFirstWritersPlan_whenChunkSizeAndShardsHaveChanged() {
        counter(2, 4).count(threeWords, deadline());

        assertThat(counter(1, 256).multiply(threeWords, deadline())).isEqualTo(Outcome.DONE);

        assertThat(counts.counts()).isEqualTo(Map.of("a", 11L, "b", 22L, "c", 33L));
        assertThat(counts.entry("e3").orElseThrow().plan()).isEqualTo(ChunkPlan.of(threeWords.words(), 2, shard(4)));
    }

    @Test
    void count_shouldFollowTheFirstWritersPlan_whenChunkSizeHasChanged() {
        EventCounter small = counter(1, SHARDS);
        counts.pass();
        counts.failNext();
        assertThatThrownBy(() -> small.count(threeWords, deadline())).isInstanceOf(UnfinishedCountException.class);

        assertThat(counter.count(threeWords, deadline())).isEqualTo(Outcome.DONE);

        assertThat(counts.counts()).isEqualTo(Map.of("a", 1L, "b", 2L, "c", 3L));
    }

    @Test
    void multiply_shouldDoNothing_whenTheEventIsOlderThanTheLedgersMemory() {
        clock.advance(EventCounter.MAX_AGE.plusMillis(1));

        assertThat(counter.multiply(hello, deadline())).isEqualTo(Outcome.TOO_OLD);
        assertThat(counts.counts()).isEmpty();
    }

    @Test
    void multiply_shouldFinish_whenTheEventIsOldButTheLedgerStillKnowsIt() {
        counter.count(hello, deadline());
        clock.advance(EventCounter.MAX_AGE.plusMillis(1));

        assertThat(counter.multiply(hello, deadline())).isEqualTo(Outcome.DONE);
        assertThat(counts.count("hello")).isEqualTo(11);
    }

    @Test
    void multiply_shouldStillCount_whenTheEventIsJustYoungEnough() {
        clock.advance(EventCounter.MAX_AGE);

        assertThat(counter.multiply(hello, deadline())).isEqualTo(Outcome.DONE);
    }

    @Test
    void count_shouldTryAgain_whenWordsAreContended() {
        counts.contend(5);

        assertThat(counter.count(hello, deadline())).isEqualTo(Outcome.DONE);
        assertThat(counts.calls()).isEqualTo(6);
    }

    @Test
    void multiply_shouldGiveUp_whenWordsAreContendedUntilTheDeadline() {
        counts.contend(10_000);

        assertThatThrownBy(() -> counter.multiply(hello, deadline())).isInstanceOf(ContentionException.class);
        assertThat(clock.instant()).isBeforeOrEqualTo(ACCEPTED_AT.plusSeconds(5));
    }

    @Test
    void count_shouldBeginNoTransaction_whenTheDeadlineHasPassed() {
        EventCounter small = counter(1, SHARDS);
        Instant deadline = clock.instant().plusSeconds(3);
        counts.beforeEachCall(() -> clock.advance(Duration.ofSeconds(2)));

        assertThatExceptionOfType(UnfinishedCountException.class)
                .isThrownBy(() -> small.count(threeWords, deadline))
                .satisfies(e -> assertThat(e.isOwned()).isTrue());
        assertThat(counts.calls()).as("the third would have begun after it").isEqualTo(2);
    }

    @Test
    void count_shouldSayThatTheIdIsOurs_onlyAfterTheLedgerHasShownIt() {
        EventCounter small = counter(1, SHARDS);
        counts.failNext();
        assertThatExceptionOfType(UnfinishedCountException.class)
                .isThrownBy(() -> small.count(threeWords, deadline()))
                .satisfies(e -> assertThat(e.isOwned()).isFalse());

        counts.pass();
        counts.failNext();
        assertThatExceptionOfType(UnfinishedCountException.class)
                .isThrownBy(() -> small.count(threeWords, deadline()))
                .satisfies(e -> assertThat(e.isOwned()).isTrue());
    }

    private EventCounter counter(int chunkSize, int shards) {
        return new EventCounter(counts, new Backoff(clock, new Random(42), clock::advance), clock, chunkSize, shards);
    }

    private Instant deadline() {
        return clock.instant().plus(Duration.ofSeconds(5));
    }

    private int shard(int shards) {
        InMemoryCounts other = new InMemoryCounts();
        new EventCounter(other, new Backoff(clock, new Random(42), clock::advance), clock, 1, shards)
                .count(threeWords, deadline());
        return other.entry("e3").orElseThrow().plan().shard();
    }

    private static WordsEvent event(String id, Map<String, Integer> words) {
        return new WordsEvent(id, "request-1", ACCEPTED_AT, Words.of(words));
    }
}
