package wordcounter.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import wordcounter.counts.Tally;
import wordcounter.summaries.SummaryStore;
import wordcounter.summaries.SummaryStore.WriteResult;
import wordcounter.summaries.WordSummary;

/**
 * What a store of summaries does. Kept by the fake and by the real one alike; nobody else writes to the store
 * meanwhile.
 */
public abstract class SummaryStoreContract {

    private static final Tally ONCE = new Tally(1, 1, 0);
    private static final Tally FORGOTTEN = new Tally(1, 1, 1);

    private final String word = "w" + UUID.randomUUID().toString().replace("-", "");

    protected abstract SummaryStore store();

    /** Over all buckets. */
    protected abstract Totals totals();

    /** Asserts whether the word is one of those that the most frequent ones are looked for in, soon if not at once. */
    protected abstract void assertInTheIndex(String word, boolean expected);

    public record Totals(long itemCount, long distinctWords) {
        Totals plus(long counts, long words) {
            return new Totals(itemCount + counts, distinctWords + words);
        }
    }

    @Test
    void read_shouldBeEmpty_whenTheWordHasNoSummary() {
        assertThat(store().read(word)).isEqualTo(WordSummary.empty(word));
    }

    @Test
    void write_shouldStoreUnderTheNextVersionAndMoveTheTotals_whenTheWordIsNew() {
        Totals before = totals();

        assertThat(merge(Map.of(0, ONCE, 31, new Tally(2, 0, 0)))).isEqualTo(WriteResult.WRITTEN);

        assertThat(store().read(word)).isEqualTo(stored(Map.of(0, ONCE, 31, new Tally(2, 0, 0)), 1));
        assertThat(totals()).isEqualTo(before.plus(11 + 2, 1));
        assertInTheIndex(word, true);
    }

    @Test
    void write_shouldMoveTheTotalsByTheDifference_whenTheWordHasASummary() {
        merge(Map.of(0, ONCE));
        Totals before = totals();

        assertThat(merge(Map.of(0, new Tally(3, 2, 0)))).isEqualTo(WriteResult.WRITTEN);

        assertThat(store().read(word)).isEqualTo(stored(Map.of(0, new Tally(3, 2, 0)), 2));
        assertThat(totals()).isEqualTo(before.plus(23 - 11, 0));
    }

    @Test
    void write_shouldTakeTheWordOutOfTotalsAndIndex_whenItIsForgotten() {
        Totals before = totals();
        merge(Map.of(0, ONCE));

        assertThat(merge(Map.of(0, FORGOTTEN))).isEqualTo(WriteResult.WRITTEN);

        assertThat(totals()).isEqualTo(before);
        assertInTheIndex(word, false);
    }

    @Test
    void write_shouldBringTheWordBack_whenItIsCountedAfterItWasForgotten() {
        Totals before = totals();
        merge(Map.of(0, FORGOTTEN));
        assertInTheIndex(word, false);

        assertThat(merge(Map.of(0, new Tally(2, 2, 1)))).isEqualTo(WriteResult.WRITTEN);

        assertThat(store().read(word).itemCount()).isEqualTo(11);
        assertThat(totals()).isEqualTo(before.plus(11, 1));
        assertInTheIndex(word, true);
    }

    @Test
    void write_shouldLeaveTheTotals_whenWhatIsShownIsTheSame() {
        merge(Map.of(0, FORGOTTEN));
        Totals before = totals();

        assertThat(merge(Map.of(0, new Tally(2, 1, 2)))).isEqualTo(WriteResult.WRITTEN);

        assertThat(store().read(word)).isEqualTo(stored(Map.of(0, new Tally(2, 1, 2)), 2));
        assertThat(totals()).isEqualTo(before);
    }

    @Test
    void write_shouldWriteNothing_whenAnotherWriterWasFirst() {
        WordSummary previous = store().read(word);
        merge(Map.of(0, ONCE));
        Totals before = totals();

        assertThat(store().write(previous, previous.merge(Map.of(0, new Tally(9, 9, 0)))))
                .isEqualTo(WriteResult.VERSION_CHANGED);

        assertThat(store().read(word)).isEqualTo(stored(Map.of(0, ONCE), 1));
        assertThat(totals()).isEqualTo(before);
    }

    @Test
    void write_shouldWriteNothing_whenAnotherWriterWasFasterOnAnOldSummary() {
        merge(Map.of(0, ONCE));
        WordSummary previous = store().read(word);
        merge(Map.of(1, ONCE));

        assertThat(store().write(previous, previous.merge(Map.of(2, ONCE)))).isEqualTo(WriteResult.VERSION_CHANGED);

        assertThat(store().read(word)).isEqualTo(stored(Map.of(0, ONCE, 1, ONCE), 2));
    }

    private WriteResult merge(Map<Integer, Tally> values) {
        WordSummary previous = store().read(word);
        return store().write(previous, previous.merge(values));
    }

    private WordSummary stored(Map<Integer, Tally> seen, long version) {
        return new WordSummary(word, new TreeMap<>(seen), version);
    }
}
