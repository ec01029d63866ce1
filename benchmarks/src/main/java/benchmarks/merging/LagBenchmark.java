package benchmarks.merging;

import benchmarks.Progress;
import benchmarks.events.CounterStream;
import benchmarks.events.CounterStream.StreamRecord;
import benchmarks.events.Vocabulary;
import benchmarks.process.Contender;
import benchmarks.process.ContenderProcess;
import benchmarks.process.Surroundings;
import benchmarks.report.Figures;
import benchmarks.report.Lines;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/**
 * Measures how far the summaries are behind a steady load: events come at a fixed rate, each makes its records at once and, when it is
 * multiplied, once more; the lanes of all shards of the stream merge them side by side.
 */
public final class LagBenchmark {

    public static final String MEDIAN = "lag (p50), s";
    public static final String P99 = "lag (p99), s";
    public static final String LATER_P99 = "lag after the first third of the time (p99), s";
    public static final String LARGEST = "largest lag, s";
    public static final String GROWTH = "lag of the last third against the second";
    public static final String TRANSACTIONS = "transactions a second";
    public static final String REFUSED = "refused of them, %";

    private static final int VOCABULARY = 20_000;
    private static final long TICK_MILLIS = 10;
    private static final int LONGEST_MULTIPLIER_MILLIS = 300;
    private static final Duration LONGEST_DRAIN = Duration.ofSeconds(60);
    private static final int NANOS_PER_MILLI = 1_000_000;

    private final Surroundings surroundings;
    private final Settings settings;
    private final Vocabulary vocabulary = new Vocabulary(VOCABULARY);
    private final Lines lines = new Lines("Largest lag of each second", "seconds of load", "lag, s");

    /**
     * The load.
     *
     * @param eventsPerSecond texts
     * @param words of a text
     * @param counterShards counters that a word is spread over
     * @param streamShards of the table's stream; a new on-demand table has four
     */
    public record Settings(int eventsPerSecond, int words, int counterShards, int streamShards, Duration time) {}

    public LagBenchmark(Surroundings surroundings, Settings settings) {
        this.surroundings = surroundings;
        this.settings = settings;
    }

    /** The lag over time of those that were measured, as a picture. */
    public Lines lines() {
        return lines;
    }

    /** Measures one contender. */
    public void measure(Contender contender, Batching batching, Figures figures, Progress progress)
            throws InterruptedException {
        surroundings.aws().reset();
        progress.show("%s: starting %d lanes".formatted(contender.name(), settings.streamShards() * batching.lanes()));
        List<ContenderProcess> processes = new ArrayList<>();
        try {
            CounterStream counters = new CounterStream(settings.counterShards());
            List<StreamRecord> first = counters.count("first", List.of("first"), System.nanoTime());
            for (int i = 0; i < settings.streamShards() * batching.lanes(); i++) {
                processes.add(ContenderProcess.start(contender, surroundings, CounterStream.event(first))
                        .process());
            }
            surroundings.aws().usage().reset();
            Load load = new Load(contender.name(), counters, processes, batching, progress);
            load.run();
            load.report(figures);
        } finally {
            processes.forEach(ContenderProcess::close);
        }
    }

    /** One contender under load. */
    private final class Load {

        private final String contender;
        private final CounterStream counters;
        private final Progress progress;
        private final List<Lane> lanes = new ArrayList<>();
        private final List<Thread> threads = new ArrayList<>();
        private final Random random = new Random(1);
        private final Deque<Event> unmultiplied = new ArrayDeque<>();
        private final long begin = System.nanoTime();
        private final LagSeries lags = new LagSeries(begin);
        private double transactions;
        private double refused;
        private boolean complete;

        Load(
                String contender,
                CounterStream counters,
                List<ContenderProcess> processes,
                Batching batching,
                Progress progress) {
            this.contender = contender;
            this.counters = counters;
            this.progress = progress;
            processes.forEach(
                    process -> lanes.add(new Lane(event -> process.answer(event).payload(), batching, lags)));
        }

        void run() throws InterruptedException {
            lanes.forEach(lane -> threads.add(Thread.ofVirtual().start(lane)));
            int events = 0;
            long end = begin + settings.time().toNanos();
            for (long now = begin; now < end; now = System.nanoTime()) {
                long due = (now - begin) / NANOS_PER_MILLI * settings.eventsPerSecond() / 1000;
                for (; events < due; events++) {
                    takeIn(now);
                }
                multiply(now);
                Thread.sleep(TICK_MILLIS);
            }
            multiply(Long.MAX_VALUE);
            transactions = surroundings.aws().usage().sum("calls DynamoDB.TransactWriteItems");
            refused = surroundings.aws().usage().sum("refused transactions");
            drain();
        }

        private void takeIn(long now) {
            Event event = new Event(
                    Long.toHexString(random.nextLong()),
                    vocabulary.drawDistinct(settings.words(), random),
                    now + random.nextInt(LONGEST_MULTIPLIER_MILLIS) * (long) NANOS_PER_MILLI);
            distribute(counters.count(event.id(), event.words(), now));
            unmultiplied.add(event);
        }

        private void multiply(long until) {
            while (!unmultiplied.isEmpty() && unmultiplied.getFirst().multipliedAt() <= until) {
                Event event = unmultiplied.remove();
                distribute(counters.multiply(event.id(), event.words(), System.nanoTime()));
            }
        }

        /** An item's records always come to the same lane. */
        private void distribute(List<StreamRecord> records) {
            records.forEach(streamRecord -> lanes.get(
                            Math.floorMod((streamRecord.key().hashCode() * 0x9E3779B9) >>> 8, lanes.size()))
                    .add(streamRecord));
        }

        private void drain() throws InterruptedException {
            progress.show("%s: waiting for the rest".formatted(contender));
            lanes.forEach(Lane::end);
            long deadline = System.nanoTime() + LONGEST_DRAIN.toNanos();
            complete = true;
            for (Thread thread : threads) {
                complete &= thread.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
            }
            if (complete) {
                SummaryCheck.addsUp(contender, surroundings.aws(), counters.total());
            } else {
                lanes.forEach(Lane::abandon);
                for (Thread thread : threads) {
                    thread.join();
                }
            }
        }

        void report(Figures figures) {
            int seconds = (int) settings.time().toSeconds();
            double[] largest = lags.largest(seconds);
            lines.add(contender, largest);
            figures.add(contender, MEDIAN, lags.percentile(0.5, 0));
            figures.add(contender, P99, lags.percentile(0.99, 0));
            figures.add(contender, LATER_P99, lags.percentile(0.99, seconds / 3));
            figures.add(contender, LARGEST, lags.percentile(1, 0));
            double second = LagSeries.mean(largest, seconds / 3, seconds * 2 / 3);
            double last = LagSeries.mean(largest, seconds * 2 / 3, seconds);
            if (second > 0) { // some seconds of load are too few to have one
                figures.add(contender, GROWTH, last / second);
            }
            figures.add(contender, TRANSACTIONS, transactions / seconds);
            figures.add(contender, REFUSED, 100 * refused / Math.max(1, transactions));
            if (!complete) {
                progress.show("%s: did not merge the rest within %d s".formatted(contender, LONGEST_DRAIN.toSeconds()));
            }
        }
    }

    private record Event(String id, Collection<String> words, long multipliedAt) {}
}
