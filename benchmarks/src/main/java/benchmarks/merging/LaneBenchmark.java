package benchmarks.merging;

import benchmarks.Progress;
import benchmarks.events.BatchAnswer;
import benchmarks.events.CounterStream;
import benchmarks.events.CounterStream.StreamRecord;
import benchmarks.events.Vocabulary;
import benchmarks.process.Contender;
import benchmarks.process.ContenderProcess;
import benchmarks.process.ContenderProcess.Answer;
import benchmarks.process.Surroundings;
import benchmarks.report.Figures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Measures how many records a second one lane merges, when there is always another batch: one process, one batch after the other.
 *
 * <p>The time to make a batch does not count. Rounds are interleaved.
 */
public final class LaneBenchmark {

    public static final String RATE = "records a second";
    public static final String TRANSACTIONS = "transactions a record";
    public static final String CALLS = "calls to AWS a record";
    public static final String CPU = "processor time of 1,000 records, ms";

    private static final int VOCABULARY = 20_000;
    private static final int WARM_UP_EVENTS = 50;
    private static final int MOST_REPETITIONS = 100;

    private final Surroundings surroundings;
    private final Settings settings;
    private final Vocabulary vocabulary = new Vocabulary(VOCABULARY);

    /**
     * How much is measured.
     *
     * @param time how long each contender merges in each round
     * @param words of an event
     * @param shards counters that a word is spread over
     */
    public record Settings(int rounds, Duration time, int words, int shards) {}

    public LaneBenchmark(Surroundings surroundings, Settings settings) {
        this.surroundings = surroundings;
        this.settings = settings;
    }

    /**
     * Runs all rounds.
     *
     * @param batchSizes records of a batch of each contender
     */
    public Figures run(Map<Contender, Integer> batchSizes, Progress progress) throws InterruptedException {
        Figures figures = new Figures();
        for (int round = 1; round <= settings.rounds(); round++) {
            for (Contender contender : batchSizes.keySet()) {
                progress.show("round %d of %d: %s".formatted(round, settings.rounds(), contender.name()));
                measure(contender, batchSizes.getOrDefault(contender, 1), new Random(round), figures);
            }
        }
        return figures;
    }

    private void measure(Contender contender, int batchSize, Random random, Figures figures)
            throws InterruptedException {
        surroundings.aws().reset();
        CounterStream counters = new CounterStream(settings.shards());
        List<StreamRecord> unmerged = events(counters, WARM_UP_EVENTS, random);
        ContenderProcess.Started started =
                ContenderProcess.start(contender, surroundings, CounterStream.event(unmerged));
        try (ContenderProcess process = started.process()) {
            unmerged = rest(unmerged, started.first());
            surroundings.aws().usage().reset();
            long merged = 0;
            Duration took = Duration.ZERO;
            Duration cpu = Duration.ZERO;
            while (took.compareTo(settings.time()) < 0) {
                int more = Math.max(0, batchSize - unmerged.size()) / (2 * settings.words());
                unmerged.addAll(events(counters, more, random));
                Answer answer = process.answer(CounterStream.event(unmerged));
                int before = unmerged.size();
                unmerged = rest(unmerged, answer);
                merged += before - unmerged.size();
                took = took.plus(answer.wall());
                cpu = cpu.plus(answer.cpu());
            }
            figures.add(contender.name(), RATE, merged / (took.toNanos() / 1e9));
            figures.add(contender.name(), TRANSACTIONS, calls("DynamoDB.TransactWriteItems") / merged);
            figures.add(contender.name(), CALLS, calls("") / merged);
            figures.add(contender.name(), CPU, cpu.toNanos() / 1e6 / merged * 1000);
            for (int i = 0; i < MOST_REPETITIONS && !unmerged.isEmpty(); i++) {
                unmerged = rest(unmerged, process.answer(CounterStream.event(unmerged)));
            }
        }
        SummaryCheck.addsUp(contender.name(), surroundings.aws(), counters.total());
    }

    private double calls(String operation) {
        return surroundings.aws().usage().sum("calls " + operation);
    }

    private List<StreamRecord> events(CounterStream counters, int events, Random random) {
        List<StreamRecord> made = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            String id = Long.toHexString(random.nextLong());
            var words = vocabulary.drawDistinct(settings.words(), random);
            made.addAll(counters.count(id, words, 0));
            made.addAll(counters.multiply(id, words, 0));
        }
        return made;
    }

    private static List<StreamRecord> rest(List<StreamRecord> batch, Answer answer) {
        BatchAnswer answered = BatchAnswer.of(answer.payload());
        return new ArrayList<>(batch.stream()
                .filter(streamRecord -> !answered.isMerged(streamRecord))
                .toList());
    }
}
