package wordcounter.operator;

import java.time.Duration;

/**
 * Times of which percentiles are wanted, in memory that does not grow: each is kept to within one in a hundred. Zero to an hour; what is
 * longer counts as an hour. Not thread-safe.
 */
final class Latencies {

    private static final double STEP = Math.log(1.01);
    private static final long MOST_MICROS = Duration.ofHours(1).toMillis() * 1_000;

    private final long[] counts = new long[bucket(MOST_MICROS) + 1];
    private long number;
    private Duration slowest = Duration.ZERO;

    /** @param latency below zero counts as zero */
    void add(Duration latency) {
        long micros = Math.clamp(latency.toNanos() / 1_000, 0, MOST_MICROS);
        counts[bucket(micros)]++;
        number++;
        slowest = latency.compareTo(slowest) > 0 ? latency : slowest;
    }

    void addAll(Latencies others) {
        for (int bucket = 0; bucket < counts.length; bucket++) {
            counts[bucket] += others.counts[bucket];
        }
        number += others.number;
        slowest = others.slowest.compareTo(slowest) > 0 ? others.slowest : slowest;
    }

    long number() {
        return number;
    }

    Duration slowest() {
        return slowest;
    }

    /**
     * The time that so many of a hundred do not exceed; zero when there is none.
     *
     * @param percent above 0, up to 100
     */
    Duration percentile(int percent) {
        long wanted = (number * percent + 99) / 100;
        long below = 0;
        for (int bucket = 0; bucket < counts.length; bucket++) {
            below += counts[bucket];
            if (below >= wanted && below > 0) {
                Duration end = Duration.ofNanos((long) (Math.exp(bucket * STEP) * 1_000) - 1_000);
                return end.compareTo(slowest) > 0 ? slowest : end;
            }
        }
        return Duration.ZERO;
    }

    private static int bucket(long micros) {
        return (int) Math.ceil(Math.log1p((double) micros) / STEP);
    }
}
