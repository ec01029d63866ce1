package wordcounter.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import wordcounter.runtime.Backoff;
import wordcounter.runtime.DeadlineExceededException;
import wordcounter.testing.InMemoryTable;
import wordcounter.testing.ManualClock;

class TimedReadsTest {

    private static final String KEY = "id";
    private static final String TABLE = "table";

    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-21T12:00:00Z"));
    private final Instant deadline = clock.instant().plusSeconds(5);
    private final InMemoryTable table = new InMemoryTable(KEY);
    private final List<Duration> waits = new ArrayList<>();
    private final TimedReads reads = new TimedReads(table, new Backoff(clock, new Random(1), this::sleep), clock);

    @Test
    void getItems_shouldReadAHundredAtATime_whenThereAreMore() {
        List<String> keys = put(250);

        assertThat(reads.getItems(TABLE, KEY, keys, deadline))
                .extracting(item -> new StoredItem("an item", item).requiredText(KEY))
                .containsExactlyInAnyOrderElementsOf(keys);
        assertThat(table.batchSizes()).containsExactly(100, 100, 50);
        assertThat(waits).isEmpty();
    }

    @Test
    void getItems_shouldReadEachKeyOnce_whenKeysAreLeftUnread() {
        List<String> keys = put(150);
        table.leaveUnread(3, 30);

        assertThat(reads.getItems(TABLE, KEY, keys, deadline))
                .extracting(item -> new StoredItem("an item", item).requiredText(KEY))
                .containsExactlyInAnyOrderElementsOf(keys);
        assertThat(table.batchSizes()).containsExactly(100, 70, 40, 10, 50);
        assertThat(waits).as("each repetition waits, full jitter from 20 ms on").hasSize(3);
        assertThat(waits.getFirst()).isLessThanOrEqualTo(Duration.ofMillis(20));
    }

    @Test
    void getItems_shouldLeaveOut_whatDoesNotExist() {
        List<String> keys = put(3);
        keys.add("none");

        assertThat(reads.getItems(TABLE, KEY, keys, deadline)).hasSize(3);
    }

    @Test
    void getItems_shouldWaitUntilTheDeadlineAndThenGiveUp_whenKeysAreAlwaysLeftUnread() {
        List<String> keys = put(10);
        table.leaveUnread(Integer.MAX_VALUE, 0);

        assertThatThrownBy(() -> reads.getItems(TABLE, KEY, keys, deadline))
                .isInstanceOf(DeadlineExceededException.class)
                .hasMessageContaining("before the deadline");
        assertThat(clock.instant()).isBetween(deadline.minusSeconds(1), deadline);
        assertThat(table.calls()).as("waits grow").isLessThan(40);
    }

    @Test
    void getItem_shouldAskAgain_whenTheTableIsThrottled() {
        put(1);
        table.refuse(4);

        assertThat(reads.getItem(
                        request -> request.tableName(TABLE).key(Map.of(KEY, AttributeValue.fromS("key-0"))), deadline))
                .containsKey(KEY);
        assertThat(waits).hasSize(4);
    }

    @Test
    void everyRead_shouldGiveUpAtTheDeadline_whenTheTableIsThrottled() {
        table.refuse(Integer.MAX_VALUE);

        assertThatThrownBy(() -> reads.scan(request -> request.tableName(TABLE).limit(1), deadline))
                .isInstanceOf(DeadlineExceededException.class);
        assertThat(clock.instant()).isBetween(deadline.minusSeconds(1), deadline);
    }

    @Test
    void everyRead_shouldBeginNoCall_whenTheDeadlineIsOver() {
        List<String> keys = put(1);
        clock.advance(Duration.ofSeconds(5));

        assertThatThrownBy(() -> reads.getItems(TABLE, KEY, keys, deadline))
                .isInstanceOf(DeadlineExceededException.class);
        assertThatThrownBy(() -> reads.query(request -> request.tableName(TABLE), deadline))
                .isInstanceOf(DeadlineExceededException.class);
        assertThat(table.calls()).isZero();
    }

    @Test
    void everyRead_shouldFail_whenNoRetryCanHelp() {
        assertThatThrownBy(() -> reads.scan(
                        request -> request.tableName(TABLE)
                                .filterExpression("wrong")
                                .limit(1),
                        deadline))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    private List<String> put(int number) {
        List<String> keys = new ArrayList<>(
                IntStream.range(0, number).mapToObj(i -> "key-" + i).toList());
        keys.forEach(key -> table.put(Map.of(KEY, AttributeValue.fromS(key))));
        return keys;
    }

    private void sleep(Duration wait) {
        waits.add(wait);
        clock.advance(wait);
    }
}
