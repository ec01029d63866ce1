package wordcounter.summaries;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import wordcounter.counts.Tally;

class WordSummaryTest {

    private final WordSummary hello = summary(Map.of(0, new Tally(5, 3, 1), 7, new Tally(2, 2, 0)));

    @Test
    void merge_shouldTakeTheLargestOfEachNumber_whenBothHaveTheShard() {
        assertThat(hello.merge(Map.of(0, new Tally(4, 9, 2))))
                .isEqualTo(summary(Map.of(0, new Tally(5, 9, 2), 7, new Tally(2, 2, 0))));
    }

    @Test
    void merge_shouldBeEqual_whenNothingIsNewer() {
        assertThat(hello.merge(Map.of(0, new Tally(5, 3, 1), 7, new Tally(1, 0, 0))))
                .isEqualTo(hello);
    }

    @Test
    void merge_shouldAddTheShard_whenItIsNew() {
        assertThat(hello.merge(Map.of(31, new Tally(1, 0, 0))).seen()).containsOnlyKeys(0, 7, 31);
    }

    @Test
    void itemCount_shouldBeWhatAllShardsShow() {
        assertThat(hello.itemCount()).isEqualTo((5 - 1) + 10 * (3 - 1) + 2 + 10 * 2);
        assertThat(WordSummary.empty("hello").itemCount()).isZero();
    }

    @Test
    void seen_shouldStayAsItWas_whenTheGivenMapChanges() {
        SortedMap<Integer, Tally> given = new TreeMap<>(Map.of(0, new Tally(1, 0, 0)));
        WordSummary summary = new WordSummary("hello", given, 1);

        given.put(1, new Tally(1, 0, 0));

        assertThat(summary.seen()).containsOnlyKeys(0);
    }

    private static WordSummary summary(Map<Integer, Tally> seen) {
        return new WordSummary("hello", new TreeMap<>(seen), 4);
    }
}
