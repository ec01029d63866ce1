package wordcounter.summaries;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The layout is stored: what fails here would need every table rebuilt. */
class SummaryItemTest {

    @Test
    void wordId_shouldBeReadBack() {
        assertThat(SummaryItem.wordId("hello")).isEqualTo("word#hello");
        assertThat(SummaryItem.isWordId("word#hello")).isTrue();
        assertThat(SummaryItem.word("word#hello")).isEqualTo("hello");
    }

    @Test
    void isWordId_shouldBeFalse_whenThereIsNoWord() {
        assertThat(SummaryItem.isWordId("word#")).isFalse();
        assertThat(SummaryItem.isWordId("totals#1")).isFalse();
    }

    @Test
    void buckets_shouldStayWhereTheyAre() {
        assertThat(SummaryItem.topBucket("hello")).isEqualTo("6");
        assertThat(SummaryItem.totalsId("hello")).isEqualTo("totals#6");
        assertThat(SummaryItem.topBuckets()).hasSize(16).startsWith("0").endsWith("15");
        assertThat(SummaryItem.totalsIds()).hasSize(16).startsWith("totals#0").endsWith("totals#15");
    }

    @Test
    void buckets_shouldAllBeUsed_whenThereAreManyWords() {
        Set<String> top = new TreeSet<>();
        Set<String> totals = new TreeSet<>();
        IntStream.range(0, 1000).mapToObj(i -> "word" + i).forEach(word -> {
            top.add(SummaryItem.topBucket(word));
            totals.add(SummaryItem.totalsId(word));
        });

        assertThat(top).containsExactlyInAnyOrderElementsOf(SummaryItem.topBuckets());
        assertThat(totals).containsExactlyInAnyOrderElementsOf(SummaryItem.totalsIds());
    }
}
