package localrunner.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import localrunner.alarms.MetricId;
import localrunner.alarms.Statistic;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricStoreTest {

    private static final MetricId ORDERS = new MetricId("Shop", "Orders", Map.of("Stage", "dev"));

    private final MetricStore store = new MetricStore();

    @ParameterizedTest
    @CsvSource({"SampleCount, 4", "Sum, 100", "Average, 25", "Minimum, 10", "Maximum, 40"})
    void value_shouldBeTheStatisticOfTheMinutesAskedFor(String statistic, double expected) {
        store.add(ORDERS, "Count", 1, 1000, 1);
        store.add(ORDERS, "Count", 2, 10, 1);
        store.add(ORDERS, "Count", 2, 20, 1);
        store.add(ORDERS, "Count", 3, 30, 1);
        store.add(ORDERS, "Count", 4, 40, 1);
        store.add(ORDERS, "Count", 5, 1000, 1);

        assertThat(value(statistic, 2, 5)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"p0, 1", "p50, 50", "p90, 90", "p99, 99", "p100, 100"})
    void value_shouldTellAPercentileToWithinATwentieth(String percentile, double expected) {
        for (int i = 1; i <= 100; i++) {
            store.add(ORDERS, "Count", 1, i, 1);
        }

        assertThat(value(percentile, 1, 2)).isCloseTo(expected, Percentage.withPercentage(6));
    }

    @Test
    void value_shouldBeNone_whenNothingWasWritten() {
        store.add(ORDERS, "Count", 1, 10, 1);

        assertThat(value("Sum", 2, 3)).isNaN();
        assertThat(store.value(
                        new MetricId("Shop", "Orders", Map.of()),
                        Statistic.of("Sum").orElseThrow(),
                        1,
                        2))
                .isNaN();
    }

    @Test
    void add_shouldForgetTheOldestMinute_whenThereAreMoreThanThreeHours() {
        for (int minute = 0; minute <= MetricStore.MINUTES; minute++) {
            store.add(ORDERS, "Count", minute, 1, 1);
        }

        assertThat(value("Sum", 0, 1)).isNaN();
        assertThat(value("Sum", 0, 1000)).isEqualTo(MetricStore.MINUTES);
    }

    @Test
    void add_shouldForgetTheMetricThatWasNotUsed_whenThereAreTooMany() {
        store.add(ORDERS, "Count", 1, 1, 1);
        for (int i = 0; i < MetricStore.METRICS; i++) {
            store.add(new MetricId("Shop", "Orders", Map.of("Customer", "c" + i)), "Count", 1, 1, 1);
        }

        assertThat(store.kept(_ -> true)).hasSize(MetricStore.METRICS);
        assertThat(store.kept(ORDERS::equals)).isEmpty();
    }

    private double value(String statistic, long from, long until) {
        return store.value(ORDERS, Statistic.of(statistic).orElseThrow(), from, until);
    }
}
