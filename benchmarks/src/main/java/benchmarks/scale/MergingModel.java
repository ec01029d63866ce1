package benchmarks.scale;

import benchmarks.events.Vocabulary;
import benchmarks.merging.Batching;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Random;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * Simulates the merging: each shard of the stream has one lane, which takes what came in a window, reads it, and writes the words in
 * groups, one transaction each with its bucket of the totals. Groups of one bucket go one after the other, buckets side by side; the next
 * batch begins when all groups of the one before are written. A group that is refused is tried again.
 *
 * @param batching of a lane; a shard has one lane, whatever it says
 * @param textsPerSecond each of which makes two records a word
 * @param words of a text, all different
 * @param vocabulary different words there are
 * @param counterShards counters of a word, by which its records come to different shards of the stream
 * @param streamShards lanes
 * @param transactionSeconds how long a transaction holds its items, and how long reading takes
 */
record MergingModel(
        Batching batching,
        int textsPerSecond,
        int words,
        int vocabulary,
        int counterShards,
        int streamShards,
        double transactionSeconds) {

    private static final double SECONDS = 30;
    private static final int WORDS_OF_A_GROUP = 25;
    private static final int TOTALS_BUCKETS = 16;

    /**
     * What came of it.
     *
     * @param transactions a second
     * @param refused share of them
     * @param lag mean over the last third of the time, in seconds
     * @param grows whether the lag of the last third is more than 1.3 times that of the second
     */
    record Result(double transactions, double refused, double lag, boolean grows) {}

    private record Change(double at, String word) {}

    private record Group(Lane lane, int bucket, List<String> items, int attempt, double at)
            implements Comparable<Group> {

        @Override
        public int compareTo(Group other) {
            return Double.compare(at, other.at);
        }

        Group again(double later, int attempts) {
            return new Group(lane, bucket, items, attempts, later);
        }
    }

    /** A lane and the batch that it works on. */
    private static final class Lane {

        private final Queue<Change> waiting = new ArrayDeque<>();
        private final Map<Integer, Queue<Group>> later = new HashMap<>();
        private final List<Change> batch = new ArrayList<>();
        private int open;
    }

    Result run() {
        return new Simulation().run();
    }

    private final class Simulation {

        private final double window = batching.window().toMillis() / 1_000.0;
        private final RandomGenerator random = new Random(1);
        private final Held held = new Held();
        private final PriorityQueue<Group> due = new PriorityQueue<>();
        private final List<double[]> lags = new ArrayList<>();
        private double transactions;
        private double refused;

        Result run() {
            for (Lane lane : lanes()) {
                beginBatch(lane, window * (1 + random.nextDouble())); // the lanes' windows do not begin together
            }
            while (!due.isEmpty()) {
                Group group = due.remove();
                if (group.at() > 2 * SECONDS) {
                    break;
                }
                write(group);
            }
            double second = meanLag(SECONDS / 3, SECONDS * 2 / 3);
            double last = meanLag(SECONDS * 2 / 3, SECONDS);
            return new Result(
                    transactions / SECONDS,
                    refused / Math.max(1, transactions),
                    last,
                    last > 1.3 * second || last >= 2 * SECONDS);
        }

        private Collection<Lane> lanes() {
            List<Lane> lanes = new ArrayList<>();
            for (int i = 0; i < streamShards; i++) {
                lanes.add(new Lane());
            }
            Vocabulary drawn = new Vocabulary(vocabulary);
            for (double at = 0; at < SECONDS; at -= Math.log(1 - random.nextDouble()) / textsPerSecond) {
                int shard = random.nextInt(counterShards);
                for (String word : drawn.drawDistinct(words, random)) {
                    Queue<Change> lane =
                            lanes.get(Math.floorMod((word + "#" + shard).hashCode(), streamShards)).waiting;
                    lane.add(new Change(at, word));
                    lane.add(new Change(at, word)); // the +10, which comes in the same window mostly
                }
            }
            return lanes;
        }

        /** The lane's next batch: it begins when its first record is as old as the window, or when it is full. */
        private void beginBatch(Lane lane, double now) {
            if (lane.waiting.isEmpty()) {
                return;
            }
            double begin = Math.max(now, begin(lane));
            lane.batch.clear();
            while (!lane.waiting.isEmpty()
                    && lane.batch.size() < batching.size()
                    && lane.waiting.element().at() <= begin) {
                lane.batch.add(lane.waiting.remove());
            }
            Map<Integer, TreeSet<String>> buckets = new HashMap<>();
            lane.batch.forEach(change -> buckets.computeIfAbsent(
                            Math.floorMod(change.word().hashCode(), TOTALS_BUCKETS), _ -> new TreeSet<>())
                    .add(change.word()));
            lane.open = 0;
            buckets.forEach((bucket, changed) -> addGroups(lane, bucket, new ArrayList<>(changed), begin));
        }

        private double begin(Lane lane) {
            double full = lane.waiting.size() < batching.size()
                    ? Double.MAX_VALUE
                    : lane.waiting.stream()
                            .skip(batching.size() - 1)
                            .findFirst()
                            .orElseThrow()
                            .at();
            return Math.min(full, lane.waiting.element().at() + window);
        }

        private void addGroups(Lane lane, int bucket, List<String> changed, double begin) {
            Queue<Group> groups = new ArrayDeque<>();
            for (int from = 0; from < changed.size(); from += WORDS_OF_A_GROUP) {
                List<String> items =
                        new ArrayList<>(changed.subList(from, Math.min(changed.size(), from + WORDS_OF_A_GROUP)));
                items.add("totals#" + bucket);
                groups.add(new Group(lane, bucket, items, 0, begin + transactionSeconds)); // after reading
            }
            lane.open += groups.size();
            due.add(groups.remove());
            lane.later.put(bucket, groups);
        }

        private void write(Group group) {
            double end = group.at() + transactionSeconds;
            transactions++;
            if (!held.hold(group.items(), group.at(), end)) {
                refused++;
                due.add(group.again(end + Backoff.wait(group.attempt(), random), group.attempt() + 1));
                return;
            }
            Lane lane = group.lane();
            lane.open--;
            Queue<Group> later = lane.later.getOrDefault(group.bucket(), new ArrayDeque<>());
            if (!later.isEmpty()) {
                due.add(later.remove().again(end, 0));
            }
            if (lane.open == 0) {
                lane.batch.forEach(change -> lags.add(new double[] {change.at(), end - change.at()}));
                beginBatch(lane, end);
            }
        }

        private double meanLag(double from, double to) {
            return lags.stream()
                    .filter(lag -> lag[0] >= from && lag[0] < to)
                    .mapToDouble(lag -> lag[1])
                    .average()
                    .orElse(2 * SECONDS);
        }
    }
}
