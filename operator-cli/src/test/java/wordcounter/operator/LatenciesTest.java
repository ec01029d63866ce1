package wordcounter.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.LongStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LatenciesTest {

    private final Latencies latencies = new Latencies();

    @ParameterizedTest
    @CsvSource({"1, 10", "50, 500", "95, 950", "99, 990", "100, 1000"})
    void percentile_shouldBeWhatSoManyDoNotExceed_toWithinAHundredth(int percent, long millis) {
        LongStream.rangeClosed(1, 1000).map(i -> 1001 - i).forEach(ms -> latencies.add(Duration.ofMillis(ms)));

        assertThat(latencies.percentile(percent).toNanos())
                .isCloseTo(Duration.ofMillis(millis).toNanos(), Percentage.withPercentage(1));
    }

    @Test
    void percentile_shouldNotExceedTheSlowest_whenThereIsOne() {
        latencies.add(Duration.ofMillis(123));

        assertThat(latencies.percentile(50)).isEqualTo(Duration.ofMillis(123));
        assertThat(latencies.slowest()).isEqualTo(Duration.ofMillis(123));
    }

    @Test
    void percentile_shouldBeZero_whenThereIsNone() {
        assertThat(latencies.percentile(99)).isZero();
    }

    @Test
    void add_shouldTakeWhatIsOutOfRange() {
        latencies.add(Duration.ofSeconds(-1));
        latencies.add(Duration.ofDays(1));

        assertThat(latencies.percentile(50)).isZero();
        assertThat(latencies.percentile(100)).isBetween(Duration.ofMinutes(60), Duration.ofMinutes(61));
    }

    @Test
    void addAll_shouldBeAsIfTheyHadBeenAddedHere() {
        Latencies others = new Latencies();
        others.add(Duration.ofSeconds(3));
        latencies.add(Duration.ofSeconds(1));

        latencies.addAll(others);

        assertThat(latencies.number()).isEqualTo(2);
        assertThat(latencies.slowest()).isEqualTo(Duration.ofSeconds(3));
        assertThat(latencies.percentile(50).toNanos())
                .isCloseTo(Duration.ofSeconds(1).toNanos(), Percentage.withPercentage(1));
    }
}
