package localrunner.cloudwatch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import localrunner.alarms.MetricId;
import localrunner.alarms.Statistic;

/**
 * Keeps the values of metrics, minute by minute, of the newest {@value #MINUTES} minutes that have any.
 *
 * <p>Of more than {@value #METRICS} metrics the one that was not written for the longest time is forgotten. Thread-safe.
 */
final class MetricStore {

    /** Three hours. */
    static final int MINUTES = 180;

    static final int METRICS = 5000;

    private final Map<MetricId, Series> metrics = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<MetricId, Series> eldest) {
            return size() > METRICS;
        }
    };

    private static final class Series {
        private final String unit;
        private final TreeMap<Long, StatisticSet> minutes = new TreeMap<>();

        Series(String unit) {
            this.unit = unit;
        }
    }

    /** What was written to a metric in a minute, as it was when it was asked for. */
    record Point(long minute, double sampleCount, double sum, double minimum, double maximum) {}

    /** A metric with all that is kept of it, the oldest minute first. */
    record Kept(MetricId id, String unit, List<Point> points) {}

    /** @param unit as CloudWatch writes it; the one that was given first counts */
    synchronized void add(MetricId id, String unit, long minute, double value, double count) {
        TreeMap<Long, StatisticSet> minutes = metrics.computeIfAbsent(id, _ -> new Series(unit)).minutes;
        minutes.computeIfAbsent(minute, _ -> new StatisticSet()).add(value, count);
        if (minutes.size() > MINUTES) {
            minutes.pollFirstEntry();
        }
    }

    /** The statistic of all values from one minute until before another; {@link Double#NaN} when there is none. */
    synchronized double value(MetricId id, Statistic statistic, long from, long until) {
        Series series = metrics.get(id);
        if (series == null) {
            return Double.NaN;
        }
        NavigableMap<Long, StatisticSet> asked = series.minutes.subMap(from, true, until, false);
        StatisticSet together = new StatisticSet();
        asked.values().forEach(together::add);
        return together.value(statistic);
    }

    synchronized Optional<String> unit(MetricId id) {
        return Optional.ofNullable(metrics.get(id)).map(series -> series.unit);
    }

    /** The metrics that there are, those last that were used last. */
    synchronized List<Kept> kept(Predicate<MetricId> wanted) {
        return metrics.entrySet().stream()
                .filter(metric -> wanted.test(metric.getKey()))
                .map(metric -> new Kept(metric.getKey(), metric.getValue().unit, points(metric.getValue())))
                .toList();
    }

    private static List<Point> points(Series series) {
        return series.minutes.entrySet().stream()
                .map(minute -> new Point(
                        minute.getKey(),
                        minute.getValue().sampleCount(),
                        minute.getValue().sum(),
                        minute.getValue().minimum(),
                        minute.getValue().maximum()))
                .toList();
    }
}
