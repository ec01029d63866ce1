package benchmarks.merging;

import static org.assertj.core.api.Assertions.assertThat;

import benchmarks.events.CounterStream;
import benchmarks.events.CounterStream.StreamRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LaneTest {

    private static final Batching BATCHES_OF_THREE = new Batching(3, Duration.ofHours(1), 1);

    private final LagSeries lags = new LagSeries(System.nanoTime());
    private final List<String> events = new ArrayList<>();
    private final List<StreamRecord> records =
            new CounterStream(1).count("e1", List.of("a", "b", "c", "d"), System.nanoTime());

    @Test
    void run_shouldMergeAllThatWaits_whenTheLaneEnds() {
        Lane lane = lane("{\"batchItemFailures\":[]}", "{\"batchItemFailures\":[]}");

        lane.run();

        assertThat(events)
                .containsExactly(
                        CounterStream.event(records.subList(0, 3)), CounterStream.event(records.subList(3, 4)));
        assertThat(lags.percentile(1, 0)).isPositive();
    }

    @Test
    void run_shouldSendAgain_fromTheFirstRecordThatFailed() {
        Lane lane = lane(
                "{\"batchItemFailures\":[{\"itemIdentifier\":\"%s\"}]}"
                        .formatted(records.get(1).sequenceNumber()),
                "{\"batchItemFailures\":[]}");

        lane.run();

        assertThat(events)
                .containsExactly(
                        CounterStream.event(records.subList(0, 3)), CounterStream.event(records.subList(1, 4)));
    }

    @Test
    void largest_shouldKeepTheLagBefore_whenNothingIsMergedForASecond() {
        LagSeries series = new LagSeries(0);
        series.add(500_000_000L, 2_000_000_000L);
        series.add(600_000_000L, 1_000_000_000L);
        series.add(2_100_000_000L, 3_000_000_000L);

        assertThat(series.largest(4)).containsExactly(2, 2, 3, 3);
        assertThat(series.percentile(0.5, 0)).isEqualTo(2);
        assertThat(series.percentile(0.01, 1)).isEqualTo(3);
    }

    private Lane lane(String... answers) {
        List<String> left = new ArrayList<>(List.of(answers));
        Lane lane = new Lane(
                event -> {
                    events.add(event);
                    return left.removeFirst();
                },
                BATCHES_OF_THREE,
                lags);
        records.forEach(lane::add);
        lane.end();
        return lane;
    }
}
