package benchmarks.cost;

import benchmarks.Progress;
import benchmarks.cost.Units.Case;
import benchmarks.cost.Units.Row;
import benchmarks.events.BatchAnswer;
import benchmarks.events.CounterStream;
import benchmarks.events.CounterStream.StreamRecord;
import benchmarks.events.Notification;
import benchmarks.events.PostedText;
import benchmarks.events.Vocabulary;
import benchmarks.process.Contender;
import benchmarks.process.ContenderProcess;
import benchmarks.process.Surroundings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Counts what each design uses for a text: calls, write and read units, invocations, the time they take and what they log.
 *
 * <p>The time of an invocation is its processor time and, for each of its calls, what a call is assumed to take. Calls that ours makes
 * side by side are taken as one after the other.
 */
public final class UnitBenchmark {

    private static final int WARM_UP_TEXTS = 30;
    private static final int SHARDS_OF_THE_STREAM = 4;
    private static final int COUNTERS_OF_A_WORD = 128;

    private static final int MOST_TEXTS_OF_A_CASE = 500;
    private static final int WINDOWS_OF_A_CASE = 10;

    private final Surroundings surroundings;
    private final Settings settings;
    private final PostedText posts;
    private final Notification notifications;
    private final Vocabulary vocabulary = new Vocabulary(20_000);
    private final List<Row> rows = new ArrayList<>();
    private int texts;

    /**
     * What is counted.
     *
     * @param countedTexts of each case's first steps
     * @param earlierTexts before the summaries are counted, so that most words are there, as they are after some minutes of use
     * @param batchSize records of a batch at most
     * @param callMilliseconds what a call is assumed to take
     */
    public record Settings(
            List<Case> cases, int countedTexts, int earlierTexts, int batchSize, double callMilliseconds) {}

    /** The functions of all designs. */
    public record Functions(
            Contender ourCounter,
            Contender ourMultiplier,
            Contender ourLogger,
            Contender ourAggregator,
            Contender usualCounter,
            Contender sameSummaries,
            Contender oneNumber) {}

    /**
     * @param recordedPost a real event of the API
     * @param recordedNotification a real event of the topic
     */
    public UnitBenchmark(
            Surroundings surroundings, Settings settings, String recordedPost, String recordedNotification) {
        this.surroundings = surroundings;
        this.settings = settings;
        posts = new PostedText(recordedPost);
        notifications = new Notification(recordedNotification);
    }

    /** Counts all cases. */
    Units run(Functions functions, Progress progress) throws InterruptedException {
        surroundings.aws().setCallTime(Duration.ZERO);
        for (Case counted : settings.cases()) {
            progress.show("counting: %d words, %d texts/s, a window of %d s"
                    .formatted(counted.words(), counted.textsPerSecond(), counted.windowSeconds()));
            Optional<Case> same = settings.cases().stream()
                    .filter(other -> other.words() == counted.words())
                    .findFirst()
                    .filter(other -> !other.equals(counted));
            if (same.isPresent()) { // load and window change nothing before the stream
                copyFirstSteps(same.get(), counted);
            } else {
                firstSteps(counted, functions);
            }
            summaries(Costs.OURS, functions.ourAggregator(), counted);
            summaries(Costs.SAME_SUMMARIES, functions.sameSummaries(), counted);
            summaries(Costs.ONE_NUMBER, functions.oneNumber(), counted);
        }
        return new Units(rows);
    }

    private void copyFirstSteps(Case from, Case to) {
        rows.addAll(rows.stream()
                .filter(row -> row.counted().equals(from) && !row.step().equals(Costs.Step.SUMMARIZE.step()))
                .map(row -> new Row(row.design(), row.step(), to, row.what(), row.amount()))
                .toList());
    }

    private void firstSteps(Case counted, Functions functions) throws InterruptedException {
        surroundings.aws().reset();
        List<String> events = new ArrayList<>();
        try (ContenderProcess counter = started(functions.ourCounter(), nextPost(counted))) {
            for (int i = 0; i < WARM_UP_TEXTS + settings.countedTexts(); i++) {
                events.add(notifications.of(published(counter, counted)));
            }
        }
        measure(Costs.OURS, Costs.Step.COUNT, counted, functions.ourCounter(), this::nextPost);
        measure(Costs.OURS, Costs.Step.MULTIPLY, counted, functions.ourMultiplier(), new InOrder(events));
        measure(Costs.OURS, Costs.Step.LOG, counted, functions.ourLogger(), new InOrder(events));
        for (String design : List.of(Costs.SAME_SUMMARIES, Costs.ONE_NUMBER)) {
            measure(design, Costs.Step.COUNT, counted, functions.usualCounter(), this::nextPost);
            rows.addAll(rows.stream()
                    .filter(row -> row.design().equals(design)
                            && row.step().equals(Costs.Step.COUNT.step())
                            && row.counted().equals(counted))
                    .filter(row -> !row.what().contains("SNS"))
                    .map(row -> new Row(
                            design,
                            Costs.Step.MULTIPLY.step(),
                            counted,
                            row.what(),
                            row.what().equals("milliseconds")
                                    ? row.amount() - settings.callMilliseconds()
                                    : row.amount()))
                    .toList());
            rows.addAll(rows.stream()
                    .filter(row -> row.design().equals(Costs.OURS)
                            && row.step().equals(Costs.Step.LOG.step())
                            && row.counted().equals(counted))
                    .map(row -> new Row(design, row.step(), counted, row.what(), row.amount()))
                    .toList());
        }
    }

    private String published(ContenderProcess counter, Case counted) throws InterruptedException {
        counter.answer(nextPost(counted));
        return surroundings.aws().lastPublished();
    }

    /** Gives the events of a step, one after the other. */
    @FunctionalInterface
    private interface Events {
        String next(Case counted);
    }

    private static final class InOrder implements Events {

        private final List<String> events;
        private int given;

        InOrder(List<String> events) {
            this.events = events;
        }

        @Override
        public String next(Case counted) {
            return events.get(given++ % events.size());
        }
    }

    private void measure(String design, Costs.Step step, Case counted, Contender contender, Events events)
            throws InterruptedException {
        try (ContenderProcess process = started(contender, events.next(counted))) {
            for (int i = 1; i < WARM_UP_TEXTS; i++) {
                process.answer(events.next(counted));
            }
            Meter meter = meter(process);
            for (int i = 0; i < settings.countedTexts(); i++) {
                meter.answer(events.next(counted));
            }
            rows.addAll(meter.rows(design, step.step(), counted, settings.countedTexts()));
        }
    }

    private void summaries(String design, Contender contender, Case counted) throws InterruptedException {
        surroundings.aws().reset();
        CounterStream counters = new CounterStream(COUNTERS_OF_A_WORD);
        Random random = new Random(1);
        try (ContenderProcess process =
                started(contender, CounterStream.event(records(counters, 1, counted, random)))) {
            for (int i = 0; i < settings.earlierTexts(); i += 50) {
                process.answer(CounterStream.event(records(counters, 50, counted, random)));
            }
            int textsOfAWindow = counted.textsPerSecond() * counted.windowSeconds();
            int windows = Math.clamp(MOST_TEXTS_OF_A_CASE / textsOfAWindow, 1, WINDOWS_OF_A_CASE);
            Meter meter = meter(process);
            for (int window = 0; window < windows; window++) {
                for (List<StreamRecord> batch : batches(records(counters, textsOfAWindow, counted, random))) {
                    merge(batch, meter);
                }
            }
            rows.addAll(meter.rows(design, Costs.Step.SUMMARIZE.step(), counted, windows * textsOfAWindow));
        }
    }

    /** What a function has no time for comes again, as from the stream. */
    private static void merge(List<StreamRecord> batch, Meter meter) throws InterruptedException {
        for (List<StreamRecord> rest = batch; !rest.isEmpty(); ) {
            BatchAnswer answer = BatchAnswer.of(meter.answer(CounterStream.event(rest)));
            rest = rest.stream()
                    .filter(streamRecord -> !answer.isMerged(streamRecord))
                    .toList();
        }
    }

    private Meter meter(ContenderProcess process) {
        return new Meter(process, surroundings.aws(), settings.callMilliseconds());
    }

    private ContenderProcess started(Contender contender, String event) throws InterruptedException {
        return ContenderProcess.start(contender, surroundings, event).process();
    }

    private List<StreamRecord> records(CounterStream counters, int texts, Case counted, Random random) {
        List<StreamRecord> records = new ArrayList<>();
        for (int i = 0; i < texts; i++) {
            String id = Long.toHexString(random.nextLong());
            var words = vocabulary.drawDistinct(counted.words(), random);
            records.addAll(counters.count(id, words, 0));
            records.addAll(counters.multiply(id, words, 0));
        }
        return records;
    }

    /** What the shards of the stream make of a window's records. */
    private List<List<StreamRecord>> batches(List<StreamRecord> records) {
        List<List<StreamRecord>> batches = new ArrayList<>();
        for (int shard = 0; shard < SHARDS_OF_THE_STREAM; shard++) {
            int number = shard;
            List<StreamRecord> ofShard = records.stream()
                    .filter(streamRecord ->
                            Math.floorMod(streamRecord.key().hashCode(), SHARDS_OF_THE_STREAM) == number)
                    .toList();
            for (int from = 0; from < ofShard.size(); from += settings.batchSize()) {
                batches.add(ofShard.subList(from, Math.min(ofShard.size(), from + settings.batchSize())));
            }
        }
        return batches;
    }

    private String nextPost(Case counted) {
        return posts.of(vocabulary.drawDistinct(counted.words(), new Random(++texts)), "cost-" + texts);
    }
}
