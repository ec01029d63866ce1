package wordcounter.summaries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import wordcounter.dynamodb.TimedReads;
import wordcounter.runtime.Backoff;
import wordcounter.runtime.DeadlineExceededException;
import wordcounter.testing.InMemoryTable;
import wordcounter.testing.InOrder;
import wordcounter.testing.ManualClock;

class DynamoDbSummaryReadsTest {

    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-21T12:00:00Z"));
    private final Instant deadline = clock.instant().plusSeconds(10);
    private final InMemoryTable table = new InMemoryTable(SummaryItem.ID);
    private final DynamoDbSummaryReads reads = new DynamoDbSummaryReads(
            new TimedReads(table, new Backoff(clock, new Random(1), clock::advance), clock),
            new InOrder(),
            "summaries");

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 100})
    void page_shouldShowEachWordOnce_whenReadToTheEnd(int size) {
        putTotals();
        for (int i = 0; i < 300; i++) {
            put("word" + i, i % 3 == 0 ? 0 : i);
        }

        List<String> words = new ArrayList<>();
        Optional<String> last = Optional.empty();
        do {
            Page page = reads.page(size, last, deadline);
            assertThat(page.words()).hasSizeLessThanOrEqualTo(size);
            page.words().forEach(total -> words.add(total.word()));
            last = page.lastId();
        } while (last.isPresent());

        assertThat(words).doesNotHaveDuplicates().hasSize(200).doesNotContain("word0");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20, 100})
    void page_shouldReadHardlyMoreThanItShows_whenNoWordIsForgotten(int size) {
        putTotals();
        for (int i = 0; i < 1_000; i++) {
            put("word" + i, 11);
        }

        Page first = reads.page(size, Optional.empty(), deadline);
        int readForFirst = table.itemsRead();
        reads.page(size, first.lastId(), deadline);

        assertThat(readForFirst)
                .as("the totals come first in this table")
                .isLessThanOrEqualTo(2 * (size + 1 + SummaryItem.totalsIds().size()));
        assertThat(table.itemsRead() - readForFirst).isEqualTo(size + 1);
    }

    @Test
    void page_shouldGoOnInLargerSteps_whenManyWordsAreForgotten() {
        for (int i = 0; i < 400; i++) {
            put("forgotten" + i, 0);
        }
        put("here", 11);

        assertThat(reads.page(1, Optional.empty(), deadline).words()).containsExactly(new WordTotal("here", 11));
        assertThat(table.calls()).isLessThanOrEqualTo(8);
    }

    @Test
    void everyRead_shouldEndAtTheDeadline_whenTheTableIsThrottled() {
        table.refuse(Integer.MAX_VALUE);

        assertThatThrownBy(() -> reads.page(1, Optional.empty(), clock.instant().plusSeconds(3)))
                .isInstanceOf(DeadlineExceededException.class);
        assertThatThrownBy(() -> reads.totals(clock.instant().plusSeconds(3)))
                .isInstanceOf(DeadlineExceededException.class);
        assertThatThrownBy(() -> reads.mostFrequent(10, clock.instant().plusSeconds(3)))
                .isInstanceOf(DeadlineExceededException.class);
        assertThatThrownBy(() -> reads.countOf("hello", clock.instant().plusSeconds(3)))
                .isInstanceOf(DeadlineExceededException.class);
        assertThat(Duration.between(deadline.minusSeconds(10), clock.instant()))
                .isLessThanOrEqualTo(Duration.ofSeconds(12));
    }

    @Test
    void totals_shouldSumTheBuckets_whenTheTableIsThrottledForAWhile() {
        putTotals();
        table.refuse(2);
        table.leaveUnread(3, 4);

        assertThat(reads.totals(deadline)).isEqualTo(new Totals(16 * 11, 16));
    }

    private void putTotals() {
        for (String id : SummaryItem.totalsIds()) {
            table.put(Map.of(
                    SummaryItem.ID,
                    AttributeValue.fromS(id),
                    SummaryItem.ITEM_COUNT,
                    AttributeValue.fromN("11"),
                    SummaryItem.DISTINCT_WORDS,
                    AttributeValue.fromN("1")));
        }
    }

    private void put(String word, long count) {
        table.put(Map.of(
                SummaryItem.ID,
                AttributeValue.fromS(SummaryItem.wordId(word)),
                SummaryItem.ITEM_COUNT,
                AttributeValue.fromN(Long.toString(count))));
    }
}
