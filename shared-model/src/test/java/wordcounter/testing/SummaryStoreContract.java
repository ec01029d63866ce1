package wordcounter.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import wordcounter.counts.Tally;
import wordcounter.summaries.SummaryChange;
import wordcounter.summaries.SummaryGroup;
import wordcounter.summaries.SummaryItem;
import wordcounter.summaries.SummaryStore;
import wordcounter.summaries.SummaryStore.WriteResult;
import wordcounter.summaries.SummaryStore.WriteResult.Refused;
import wordcounter.summaries.SummaryStore.WriteResult.Written;
import wordcounter.summaries.Totals;
import wordcounter.summaries.WordSummary;

/**
 * What a store of summaries does. Kept by the fake and by the real one alike; nobody else writes to the store
 * meanwhile.
 */
public abstract class SummaryStoreContract {

    private static final Tally ONCE = new Tally(1, 1, 0);
    private static final Tally FORGOTTEN = new Tally(1, 1, 1);
    private static final WriteResult WRITTEN = new Written();

    private final String word = "w" + UUID.randomUUID().toString().replace("-", "");

    /** Words of the same bucket. */
    private final List<String> words = Stream.concat(
                    Stream.of(word), IntStream.range(0, 10_000).mapToObj(i -> word + i))
            .filter(other -> SummaryItem.totalsId(other).equals(SummaryItem.totalsId(word)))
            .limit(SummaryGroup.MOST_WORDS)
            .toList();

    protected abstract SummaryStore store();

    /** Over all buckets. */
    protected abstract Totals totals();

    /** Asserts whether the word is one of those that the most frequent ones are looked for in, soon if not at once. */
    protected abstract void assertInTheIndex(String word, boolean expected);

    @Test
    void read_shouldBeEmpty_whenTheWordHasNoSummary() {
        assertThat(read(word)).isEqualTo(WordSummary.empty(word));
    }

    @Test
    void read_shouldTellOfEachWord_whenSomeHaveASummary() {
        merge(Map.of(0, ONCE));

        assertThat(store().read(words, deadline()).readable())
                .containsOnlyKeys(words)
                .containsEntry(word, stored(Map.of(0, ONCE), 1))
                .containsEntry(words.getLast(), WordSummary.empty(words.getLast()));
    }

    @Test
    void write_shouldStoreUnderTheNextVersionAndMoveTheTotals_whenTheWordIsNew() {
        Totals before = totals();

        assertThat(merge(Map.of(0, ONCE, 31, new Tally(2, 0, 0)))).isEqualTo(WRITTEN);

        assertThat(read(word)).isEqualTo(stored(Map.of(0, ONCE, 31, new Tally(2, 0, 0)), 1));
        assertThat(totals()).isEqualTo(before.plus(new Totals(11 + 2, 1)));
        assertInTheIndex(word, true);
    }

    @Test
    void write_shouldMoveTheTotalsByTheDifference_whenTheWordHasASummary() {
        merge(Map.of(0, ONCE));
        Totals before = totals();

        assertThat(merge(Map.of(0, new Tally(3, 2, 0)))).isEqualTo(WRITTEN);

        assertThat(read(word)).isEqualTo(stored(Map.of(0, new Tally(3, 2, 0)), 2));
        assertThat(totals()).isEqualTo(before.plus(new Totals(23 - 11, 0)));
    }

    @Test
    void write_shouldTakeTheWordOutOfTotalsAndIndex_whenItIsForgotten() {
        Totals before = totals();
        merge(Map.of(0, ONCE));

        assertThat(merge(Map.of(0, FORGOTTEN))).isEqualTo(WRITTEN);

        assertThat(totals()).isEqualTo(before);
        assertInTheIndex(word, false);
    }

    @Test
    void write_shouldBringTheWordBack_whenItIsCountedAfterItWasForgotten() {
        Totals before = totals();
        merge(Map.of(0, FORGOTTEN));
        assertInTheIndex(word, false);

        assertThat(merge(Map.of(0, new Tally(2, 2, 1)))).isEqualTo(WRITTEN);

        assertThat(read(word).itemCount()).isEqualTo(11);
        assertThat(totals()).isEqualTo(before.plus(new Totals(11, 1)));
        assertInTheIndex(word, true);
    }

    @Test
    void write_shouldLeaveTheTotals_whenWhatIsShownIsTheSame() {
        merge(Map.of(0, FORGOTTEN));
        Totals before = totals();

        assertThat(merge(Map.of(0, new Tally(2, 1, 2)))).isEqualTo(WRITTEN);

        assertThat(read(word)).isEqualTo(stored(Map.of(0, new Tally(2, 1, 2)), 2));
        assertThat(totals()).isEqualTo(before);
    }

    @Test
    void write_shouldStoreAllAndMoveTheTotalsByTheirSum_whenAGroupIsFull() {
        Totals before = totals();

        assertThat(store().write(group(words, Map.of(7, ONCE)))).isEqualTo(WRITTEN);

        assertThat(store().read(words, deadline()).readable().values())
                .hasSize(SummaryGroup.MOST_WORDS)
                .allSatisfy(summary -> {
                    assertThat(summary.itemCount()).isEqualTo(11);
                    assertThat(summary.version()).isEqualTo(1);
                });
        assertThat(totals()).isEqualTo(before.plus(new Totals(11L * SummaryGroup.MOST_WORDS, SummaryGroup.MOST_WORDS)));
        assertInTheIndex(words.getLast(), true);
    }

    @Test
    void write_shouldWriteNothingAndNameTheWord_whenAnotherWriterChangedOneOfTheGroup() {
        SummaryGroup late = group(words, Map.of(1, new Tally(9, 9, 0)));
        merge(Map.of(0, ONCE));
        Totals before = totals();

        assertThat(store().write(late)).isEqualTo(new Refused(Set.of(word), Map.of()));

        assertThat(read(word)).isEqualTo(stored(Map.of(0, ONCE), 1));
        assertThat(read(words.getLast())).isEqualTo(WordSummary.empty(words.getLast()));
        assertThat(totals()).isEqualTo(before);
    }

    @Test
    void write_shouldWriteNothing_whenAnotherWriterWasFasterOnAnOldSummary() {
        merge(Map.of(0, ONCE));
        SummaryGroup late = group(List.of(word), Map.of(2, ONCE));
        merge(Map.of(1, ONCE));

        assertThat(store().write(late)).isEqualTo(new Refused(Set.of(word), Map.of()));

        assertThat(read(word)).isEqualTo(stored(Map.of(0, ONCE, 1, ONCE), 2));
    }

    private WriteResult merge(Map<Integer, Tally> values) {
        return store().write(group(List.of(word), values));
    }

    private SummaryGroup group(List<String> some, Map<Integer, Tally> values) {
        return new SummaryGroup(some.stream()
                .map(this::read)
                .map(previous -> new SummaryChange(previous, previous.merge(values)))
                .toList());
    }

    private WordSummary read(String some) {
        return Objects.requireNonNull(
                store().read(Set.of(some), deadline()).readable().get(some));
    }

    private WordSummary stored(Map<Integer, Tally> seen, long version) {
        return new WordSummary(word, new TreeMap<>(seen), version);
    }

    private static Instant deadline() {
        return Instant.now().plusSeconds(30);
    }
}
