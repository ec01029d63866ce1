package wordcounter.summaries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import wordcounter.counts.Tally;

class SummaryGroupTest {

    /** Words of one bucket. */
    private static final List<String> WORDS = IntStream.range(0, 10_000)
            .mapToObj(i -> "word" + i)
            .filter(word -> SummaryItem.totalsId(word).equals("totals#3"))
            .limit(SummaryGroup.MOST_WORDS + 1)
            .toList();

    @Test
    void difference_shouldBeTheSumOfItsWords() {
        SummaryGroup group = new SummaryGroup(List.of(
                change(WORDS.get(0), Map.of(), Map.of(0, new Tally(1, 1, 0))),
                change(WORDS.get(1), Map.of(0, new Tally(2, 2, 0)), Map.of(0, new Tally(2, 2, 2))),
                change(WORDS.get(2), Map.of(0, new Tally(1, 0, 0)), Map.of(0, new Tally(1, 1, 0)))));

        assertThat(group.difference()).isEqualTo(new Totals(11 - 22 + 10, 1 - 1));
        assertThat(group.totalsId()).isEqualTo("totals#3");
    }

    @Test
    void group_shouldBeRefused_whenItHasNoWordOrTooMany() {
        assertThatThrownBy(() -> new SummaryGroup(List.of())).hasMessage("a group has 1 to 25 words, not 0");
        assertThatThrownBy(() -> new SummaryGroup(
                        WORDS.stream().map(SummaryGroupTest::counted).toList()))
                .hasMessage("a group has 1 to 25 words, not 26");
    }

    @Test
    void group_shouldBeRefused_whenAWordComesTwiceOrIsOfAnotherBucket() {
        String other = IntStream.range(0, 100)
                .mapToObj(i -> "word" + i)
                .filter(word -> SummaryItem.totalsId(word).equals("totals#4"))
                .findFirst()
                .orElseThrow();

        assertThatThrownBy(() -> new SummaryGroup(Collections.nCopies(2, counted(WORDS.getFirst()))))
                .hasMessage("a group has different words of one bucket");
        assertThatThrownBy(() -> new SummaryGroup(List.of(counted(WORDS.getFirst()), counted(other))))
                .hasMessage("a group has different words of one bucket");
    }

    @Test
    void change_shouldBeRefused_whenItIsNotOfWhatWasRead() {
        WordSummary read = WordSummary.empty("hello");

        assertThatThrownBy(() -> new SummaryChange(read, WordSummary.empty("world")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SummaryChange(read, new WordSummary("hello", read.seen(), 1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static SummaryChange counted(String word) {
        return change(word, Map.of(), Map.of(0, new Tally(1, 1, 0)));
    }

    private static SummaryChange change(String word, Map<Integer, Tally> before, Map<Integer, Tally> newer) {
        WordSummary previous = WordSummary.empty(word).merge(before);
        return new SummaryChange(previous, previous.merge(newer));
    }
}
