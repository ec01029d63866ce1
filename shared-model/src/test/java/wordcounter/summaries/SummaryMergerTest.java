package wordcounter.summaries;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import wordcounter.counts.Tally;
import wordcounter.runtime.Backoff;
import wordcounter.runtime.VirtualThreads;
import wordcounter.summaries.SummaryStore.WriteResult.Refused;
import wordcounter.testing.InMemorySummaries;
import wordcounter.testing.InOrder;
import wordcounter.testing.ManualClock;

class SummaryMergerTest {

    private static final Tally ONCE = new Tally(1, 1, 0);

    /** More than fit into two groups. */
    private static final List<String> OF_ONE_BUCKET = IntStream.range(0, 10_000)
            .mapToObj(i -> "word" + i)
            .filter(word -> SummaryItem.totalsId(word).equals("totals#3"))
            .limit(60)
            .toList();

    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-21T12:00:00Z"));
    private final Instant deadline = clock.instant().plus(Duration.ofSeconds(10));
    private final InMemorySummaries summaries = new InMemorySummaries();
    private final SummaryMerger merger = merger(summaries);

    @Test
    void merge_shouldWriteTheWordsOfABucketInOneTransaction_whenTheyAreNew() {
        MergeResult result = merge("hello", "world", "again");

        assertThat(result).isEqualTo(new MergeResult(Map.of(), Set.of(), 3, 0));
        assertThat(merge(OF_ONE_BUCKET)).isEqualTo(new MergeResult(Map.of(), Set.of(), 3, 0));
        assertThat(summaries.transactions()).isEqualTo(6);
        assertThat(summaries.totals()).isEqualTo(new Totals(63 * 11, 63));
    }

    @Test
    void merge_shouldWriteNothing_whenItIsRepeated() {
        merge("hello", "world");

        assertThat(merge("hello", "world")).isEqualTo(new MergeResult(Map.of(), Set.of(), 0, 0));

        assertThat(summaries.writes()).isEqualTo(2);
        assertThat(summaries.totals()).isEqualTo(new Totals(22, 2));
    }

    @Test
    void merge_shouldWriteOnlyWhatChanges_whenSomeWordsAreUpToDate() {
        merge(OF_ONE_BUCKET.subList(0, 20));

        assertThat(merge(OF_ONE_BUCKET.subList(0, 25)).transactions()).isEqualTo(1);

        assertThat(summaries.writes()).isEqualTo(25);
    }

    @Test
    void merge_shouldReadTheWordAnewAndTryWithTheRest_whenAnotherWriterWasFaster() {
        boolean[] isFirst = {true};
        summaries.whileUnderWay(() -> {
            if (isFirst[0]) {
                isFirst[0] = false;
                other(summaries, "hello", Map.of(5, new Tally(3, 3, 0)));
            }
        });

        MergeResult result = merge("hello");

        assertThat(result).isEqualTo(new MergeResult(Map.of(), Set.of(), 2, 1));
        assertThat(summaries.count("hello")).as("both are in it").isEqualTo(11 + 33);
        assertThat(summaries.totals()).isEqualTo(new Totals(44, 1));
    }

    @Test
    void merge_shouldWriteNothing_whenAnotherWriterMergedTheSame() {
        boolean[] isFirst = {true};
        summaries.whileUnderWay(() -> {
            if (isFirst[0]) {
                isFirst[0] = false;
                other(summaries, "hello", Map.of(0, ONCE));
            }
        });

        assertThat(merge("hello")).isEqualTo(new MergeResult(Map.of(), Set.of(), 1, 1));

        assertThat(summaries.writes()).isEqualTo(1);
    }

    @Test
    void merge_shouldKeepTheOthersGoing_whenOneWordIsBusyUntilTheDeadline() {
        String busy = OF_ONE_BUCKET.get(3);
        summaries.occupy(SummaryItem.wordId(busy));

        MergeResult result = merge(OF_ONE_BUCKET);

        assertThat(result.left()).containsExactly(busy);
        assertThat(result.failed()).isEmpty();
        assertThat(result.isMerged(busy)).isFalse();
        assertThat(summaries.totals()).isEqualTo(new Totals(59 * 11, 59));
        assertThat(summaries.transactions()).as("three groups, one without it").isEqualTo(3);
        assertThat(clock.instant()).isBeforeOrEqualTo(deadline);
    }

    @Test
    void merge_shouldNotWaitForOneWord_whenOthersOfItsGroupCanBeWritten() {
        String busy = OF_ONE_BUCKET.getFirst();
        summaries.occupy(SummaryItem.wordId(busy));
        List<Duration> waits = new ArrayList<>();
        Backoff backoff = new Backoff(clock, new Random(1), wait -> {
            waits.add(wait);
            clock.advance(wait);
            if (summaries.totals().distinctWords() == 24) {
                summaries.release(SummaryItem.wordId(busy));
            }
        });

        MergeResult result = new SummaryMerger(summaries, new InOrder(), backoff, clock)
                .merge(values(OF_ONE_BUCKET.subList(0, 25)), deadline);

        assertThat(result).isEqualTo(new MergeResult(Map.of(), Set.of(), 4, 2));
        assertThat(waits).as("one before the group is divided, one after").hasSize(2);
    }

    @Test
    void merge_shouldHalveTheGroup_whenOthersAreAtAllOfItsWords() {
        List<String> four = OF_ONE_BUCKET.subList(0, 4);
        four.forEach(word -> summaries.occupy(SummaryItem.wordId(word)));
        List<Set<String>> tried = new ArrayList<>();
        SummaryStore noting = new SummaryStore() {
            @Override
            public StoredSummaries read(Collection<String> words, Instant until) {
                return summaries.read(words, until);
            }

            @Override
            public WriteResult write(SummaryGroup group) {
                Set<String> words = Set.copyOf(
                        group.changes().stream().map(SummaryChange::word).toList());
                tried.add(words);
                if (words.size() == 1) {
                    words.forEach(word -> summaries.release(SummaryItem.wordId(word)));
                }
                return summaries.write(group);
            }
        };

        MergeResult result = merger(noting).merge(values(four), deadline);

        assertThat(result.unmerged()).isZero();
        assertThat(tried)
                .startsWith(
                        Set.copyOf(four),
                        Set.copyOf(four),
                        Set.copyOf(four.subList(0, 2)),
                        Set.copyOf(four.subList(2, 4)))
                .contains(Set.of(four.getFirst()), Set.of(four.getLast()));
        assertThat(summaries.totals()).isEqualTo(new Totals(44, 4));
    }

    @Test
    void merge_shouldTryTheGroupAsItIs_whenOthersAreAtTheTotals() {
        for (int i = 0; i < 5; i++) {
            summaries.answerNext(new Refused(Set.of(), Map.of()));
        }

        assertThat(merge(OF_ONE_BUCKET.subList(0, 25))).isEqualTo(new MergeResult(Map.of(), Set.of(), 6, 5));

        assertThat(summaries.transactions()).isEqualTo(1);
    }

    @Test
    void merge_shouldLeaveABucket_whenItsTotalsAreBusyUntilTheDeadline() {
        summaries.occupy("totals#3");

        MergeResult result =
                merge(Stream.concat(Stream.of("hello"), OF_ONE_BUCKET.stream()).toList());

        assertThat(result.left()).containsExactlyInAnyOrderElementsOf(OF_ONE_BUCKET);
        assertThat(summaries.counts()).isEqualTo(Map.of("hello", 11L));
        assertThat(clock.instant()).isBeforeOrEqualTo(deadline);
    }

    @Test
    void merge_shouldWriteTheGroupWithoutTheWord_whenItCanNeverBeWritten() {
        String tooLarge = OF_ONE_BUCKET.get(7);
        summaries.refuseForGood(tooLarge);

        MergeResult result = merge(OF_ONE_BUCKET);

        assertThat(result.failed()).containsOnlyKeys(tooLarge);
        assertThat(result.left()).isEmpty();
        assertThat(summaries.totals()).isEqualTo(new Totals(59 * 11, 59));
    }

    @Test
    void merge_shouldMergeTheOthers_whenASummaryCantBeRead() {
        IllegalStateException unreadable = new IllegalStateException("of another layout");
        summaries.breakSummary("hello", unreadable);

        MergeResult result = merge("hello", "world");

        assertThat(result.failed()).isEqualTo(Map.of("hello", unreadable));
        assertThat(summaries.counts()).isEqualTo(Map.of("world", 11L));
    }

    @Test
    void merge_shouldTellTheWordAndWriteTheOthers_whenItsSummaryCantBeReadAnew() {
        IllegalStateException unreadable = new IllegalStateException("of another layout");
        String word = OF_ONE_BUCKET.getFirst();
        summaries.answerNext(new Refused(Set.of(word), Map.of()));
        SummaryStore breaking = new SummaryStore() {
            @Override
            public StoredSummaries read(Collection<String> words, Instant until) {
                return summaries.read(words, until);
            }

            @Override
            public WriteResult write(SummaryGroup group) {
                WriteResult result = summaries.write(group);
                summaries.breakSummary(word, unreadable);
                return result;
            }
        };

        MergeResult result = merger(breaking).merge(values(OF_ONE_BUCKET.subList(0, 25)), deadline);

        assertThat(result).isEqualTo(new MergeResult(Map.of(word, unreadable), Set.of(), 2, 1));
        assertThat(summaries.totals()).isEqualTo(new Totals(24 * 11, 24));
    }

    @Test
    void merge_shouldTellTheGroupAndLeaveTheRestOfItsBucket_whenAWriteFails() {
        summaries.passNext();
        summaries.failNext();

        MergeResult result =
                merge(Stream.concat(OF_ONE_BUCKET.stream(), Stream.of("hello")).toList());

        assertThat(result.failed()).containsOnlyKeys(OF_ONE_BUCKET.subList(25, 50));
        assertThat(result.left()).containsExactlyInAnyOrderElementsOf(OF_ONE_BUCKET.subList(50, 60));
        assertThat(result.unmerged()).isEqualTo(35);
        assertThat(summaries.count("hello")).as("another bucket").isEqualTo(11);
    }

    @Test
    void merge_shouldTellEachWord_whenTheyCantBeRead() {
        SummaryStore gone = new SummaryStore() {
            @Override
            public StoredSummaries read(Collection<String> words, Instant until) {
                throw new IllegalStateException("no answer");
            }

            @Override
            public WriteResult write(SummaryGroup group) {
                throw new AssertionError("nothing is known to write");
            }
        };

        assertThat(merger(gone).merge(values(OF_ONE_BUCKET), deadline).failed()).containsOnlyKeys(OF_ONE_BUCKET);
    }

    @Test
    void merge_shouldBeginNothing_whenTimeIsUp() {
        MergeResult result = merger.merge(values(OF_ONE_BUCKET), clock.instant());

        assertThat(result.left()).hasSize(60);
        assertThat(summaries.transactions() + summaries.refused()).isZero();
    }

    @Test
    void merge_shouldReadAHundredWordsAtATime() {
        List<Integer> read = new ArrayList<>();
        SummaryStore noting = new SummaryStore() {
            @Override
            public StoredSummaries read(Collection<String> words, Instant until) {
                read.add(words.size());
                return summaries.read(words, until);
            }

            @Override
            public WriteResult write(SummaryGroup group) {
                return summaries.write(group);
            }
        };

        merger(noting)
                .merge(values(IntStream.range(0, 250).mapToObj(i -> "w" + i).toList()), deadline);

        assertThat(read).containsExactly(100, 100, 50);
        assertThat(summaries.totals()).isEqualTo(new Totals(250 * 11, 250));
    }

    @Test
    void merge_shouldLoseNothing_whenManyMergeTheSameWordsAtOnce() {
        summaries.whileUnderWay(() -> LockSupport.parkNanos(10_000)); // or no two would meet
        List<String> words = IntStream.range(0, 80).mapToObj(i -> "w" + i).toList();
        VirtualThreads threads = new VirtualThreads(100);
        Instant soon = Instant.now().plusSeconds(60);

        List<Supplier<MergeResult>> lanes = new ArrayList<>();
        for (int lane = 0; lane < 8; lane++) {
            int shard = lane;
            lanes.add(() -> {
                SummaryMerger one = new SummaryMerger(
                        summaries,
                        threads,
                        new Backoff(Clock.systemUTC(), new Random(shard), wait -> LockSupport.parkNanos(10_000)),
                        Clock.systemUTC());
                MergeResult result = one.merge(values(words, shard, ONCE), soon);
                return result.plus(one.merge(values(words, shard, new Tally(2, 2, 0)), soon));
            });
        }

        assertThat(threads.run(lanes))
                .allSatisfy(result -> assertThat(result.unmerged()).isZero());
        assertThat(summaries.counts())
                .hasSize(80)
                .allSatisfy((word, count) -> assertThat(count).isEqualTo(8 * 22));
        assertThat(summaries.totals()).isEqualTo(new Totals(80 * 8 * 22, 80));
        assertThat(summaries.refused()).as("they met").isPositive();
    }

    private SummaryMerger merger(SummaryStore store) {
        return new SummaryMerger(store, new InOrder(), new Backoff(clock, new Random(1), clock::advance), clock);
    }

    private MergeResult merge(String... words) {
        return merge(List.of(words));
    }

    private MergeResult merge(List<String> words) {
        return merger.merge(values(words), deadline);
    }

    private static void other(InMemorySummaries summaries, String word, Map<Integer, Tally> values) {
        WordSummary previous = WordSummary.empty(word);
        SummaryGroup group = new SummaryGroup(List.of(new SummaryChange(previous, previous.merge(values))));
        summaries.putWords(group);
        summaries.moveTotals(group);
    }

    private static Map<String, SortedMap<Integer, Tally>> values(List<String> words) {
        return values(words, 0, ONCE);
    }

    private static Map<String, SortedMap<Integer, Tally>> values(List<String> words, int shard, Tally tally) {
        Map<String, SortedMap<Integer, Tally>> values = new LinkedHashMap<>();
        words.forEach(word -> values.put(word, new TreeMap<>(Map.of(shard, tally))));
        return values;
    }
}
