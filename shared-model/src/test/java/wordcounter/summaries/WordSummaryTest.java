package wordcounter.summaries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordSummaryTest {

    private final WordSummary hello = summary(Map.of(0, new Seen(5, 3, 1), 7, new Seen(2, 2, 0)));

    @Test
    void merge_shouldTakeTheLargestOfEachNumber_whenBothHaveTheShard() {
        assertThat(hello.merge(Map.of(0, new Seen(4, 9, 2))))
                .isEqualTo(summary(Map.of(0, new Seen(5, 9, 2), 7, new Seen(2, 2, 0))));
    }

    @Test
    void merge_shouldBeEqual_whenNothingIsNewer() {
        assertThat(hello.merge(Map.of(0, new Seen(5, 3, 1), 7, new Seen(1, 0, 0))))
                .isEqualTo(hello);
    }

    @Test
    void merge_shouldAddTheShard_whenItIsNew() {
        assertThat(hello.merge(Map.of(31, new Seen(1, 0, 0))).seen()).containsOnlyKeys(0, 7, 31);
    }

    @Test
    void itemCount_shouldBeWhatAllShardsShow() {
        assertThat(hello.itemCount()).isEqualTo((5 - 1) + 10 * (3 - 1) + 2 + 10 * 2);
        assertThat(WordSummary.empty("hello").itemCount()).isZero();
    }

    @Test
    void seen_shouldStayAsItWas_whenTheGivenMapChanges() {
        SortedMap<Integer, Seen> given = new TreeMap<>(Map.of(0, new Seen(1, 0, 0)));
        WordSummary summary = new WordSummary("hello", given, 1);

        given.put(1, new Seen(1, 0, 0));

        assertThat(summary.seen()).containsOnlyKeys(0);
    }

    @ParameterizedTest
    @CsvSource({"-1, 0, 0", "0, -1, 0", "0, 0, -1"})
    void seen_shouldBeRefused_whenANumberIsNegative(long counted, long multiplied, long forgotten) {
        assertThatThrownBy(() -> new Seen(counted, multiplied, forgotten)).hasMessage("a counter is never negative");
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0, 0", "1, 0, 0, 1", "1, 1, 0, 11", "3, 1, 3, 0", "4, 3, 3, 1", "4, 4, 3, 11"})
    void shown_shouldHideWhatWasForgotten(long counted, long multiplied, long forgotten, long shown) {
        assertThat(new Seen(counted, multiplied, forgotten).shown()).isEqualTo(shown);
    }

    private static WordSummary summary(Map<Integer, Seen> seen) {
        return new WordSummary("hello", new TreeMap<>(seen), 4);
    }
}
