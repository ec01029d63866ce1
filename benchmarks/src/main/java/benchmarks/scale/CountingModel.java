package benchmarks.scale;

import benchmarks.events.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.random.RandomGenerator;

/**
 * Simulates the counting: each text is a transaction on its words' counters for the +1, and another one a moment later for the +10.
 *
 * @param textsPerSecond come at random (Poisson)
 * @param words of a text, all different
 * @param vocabulary different words there are
 * @param shards counters of a word
 * @param transactionSeconds how long a transaction holds its items
 */
record CountingModel(int textsPerSecond, int words, int vocabulary, int shards, double transactionSeconds) {

    private static final double LONGEST_UNTIL_MULTIPLIED = 0.3;
    private static final double SECONDS = 20;

    /**
     * What came of it.
     *
     * @param refused share of the transactions
     * @param p50 seconds until a text's +1 was written
     * @param p99 the same, of the slowest hundredth
     */
    record Result(double refused, double p50, double p99) {}

    private record Try(double at, double since, int attempt, boolean counts, List<String> items)
            implements Comparable<Try> {

        @Override
        public int compareTo(Try other) {
            return Double.compare(at, other.at);
        }
    }

    Result run() {
        RandomGenerator random = new Random(1);
        Vocabulary drawn = new Vocabulary(vocabulary);
        PriorityQueue<Try> due = new PriorityQueue<>();
        for (double at = 0; at < SECONDS; at -= Math.log(1 - random.nextDouble()) / textsPerSecond) {
            int shard = random.nextInt(shards);
            List<String> items = drawn.drawDistinct(words, random).stream()
                    .map(word -> word + "#" + shard)
                    .toList();
            due.add(new Try(at, at, 0, true, items));
            double multiplied = at + random.nextDouble() * LONGEST_UNTIL_MULTIPLIED;
            due.add(new Try(multiplied, multiplied, 0, false, items));
        }
        return simulate(due, random);
    }

    private Result simulate(PriorityQueue<Try> due, RandomGenerator random) {
        Held held = new Held();
        List<Double> latencies = new ArrayList<>();
        double tries = 0;
        double refused = 0;
        while (!due.isEmpty()) {
            Try next = due.remove();
            double end = next.at() + transactionSeconds;
            tries++;
            if (held.hold(next.items(), next.at(), end)) {
                if (next.counts()) {
                    latencies.add(end - next.since());
                }
            } else {
                refused++;
                due.add(new Try(
                        end + Backoff.wait(next.attempt(), random),
                        next.since(),
                        next.attempt() + 1,
                        next.counts(),
                        next.items()));
            }
        }
        latencies.sort(null);
        return new Result(refused / tries, at(latencies, 0.5), at(latencies, 0.99));
    }

    private static double at(List<Double> sorted, double share) {
        return sorted.get((int) Math.min(sorted.size() - 1, Math.floor(share * sorted.size())));
    }
}
