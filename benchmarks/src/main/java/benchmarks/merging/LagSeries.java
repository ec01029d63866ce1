package benchmarks.merging;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * How long after they were made records were merged, second by second. Thread-safe.
 *
 * <p>A second in which nothing was merged has the lag of the one before: it did not become less.
 */
final class LagSeries {

    private static final double NANOSECONDS = 1e9;

    private final long begin;
    private final List<List<Double>> bySecond = new ArrayList<>();

    /** @param begin of the first second, by {@link System#nanoTime} */
    LagSeries(long begin) {
        this.begin = begin;
    }

    synchronized void add(long mergedAt, long lag) {
        int second = (int) ((mergedAt - begin) / (long) NANOSECONDS);
        while (bySecond.size() <= second) {
            bySecond.add(new ArrayList<>());
        }
        bySecond.get(second).add(lag / NANOSECONDS);
    }

    /** The largest lag of each second until this one. */
    synchronized double[] largest(int seconds) {
        double[] largest = new double[seconds];
        double last = 0;
        for (int second = 0; second < seconds; second++) {
            if (second < bySecond.size() && !bySecond.get(second).isEmpty()) {
                last = Collections.max(bySecond.get(second));
            }
            largest[second] = last;
        }
        return largest;
    }

    /** The lag that this share of the records did not exceed that were merged from a second on; 0 when none was. */
    synchronized double percentile(double share, int fromSecond) {
        double[] all = bySecond.stream()
                .skip(fromSecond)
                .flatMap(List::stream)
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
        return all.length == 0 ? 0 : all[(int) Math.min(all.length - 1, Math.floor(share * all.length))];
    }

    /** The mean of these seconds' largest lags. */
    static double mean(double[] largest, int from, int to) {
        return Arrays.stream(largest, from, to).average().orElse(0);
    }
}
