package benchmarks;

import benchmarks.answers.AnswersBenchmark;
import benchmarks.answers.AnswersContenders;
import benchmarks.answers.AnswersReport;
import benchmarks.cost.CostRun;
import benchmarks.merging.Batching;
import benchmarks.merging.LagBenchmark;
import benchmarks.merging.LagReport;
import benchmarks.merging.LaneBenchmark;
import benchmarks.merging.LaneReport;
import benchmarks.merging.MergingContenders;
import benchmarks.process.Contender;
import benchmarks.process.JavaCommand;
import benchmarks.process.Surroundings;
import benchmarks.report.Figures;
import benchmarks.report.Numbers;
import benchmarks.report.Report;
import benchmarks.scale.ScaleRun;
import benchmarks.stub.AwsStub;
import benchmarks.stub.Certificates;
import benchmarks.stub.TableDefinition;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import localrunner.functions.RuntimeApi;
import localrunner.functions.RuntimeFiles;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures, prints and writes what the documents quote. */
@Command(
        name = "benchmarks/run",
        description = "Measures the functions against peers that do the same work, on a stub of AWS on this machine.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class RunBenchmarks implements Callable<Integer> {

    private static final int TRAINING_ANSWERS = 50;
    private static final int LANE_SECONDS = 5;
    private static final int COUNTER_SHARDS = 128;

    /** How it was deployed. */
    private static final Batching WORD_AT_A_TIME = new Batching(500, Duration.ofSeconds(1), 10);

    private static final Path TEMPLATE = Path.of("template.yaml");
    private static final Path WORD_COUNTER_FOLDER = Path.of("word-counter-fn/target/lambda");
    private static final Path AGGREGATOR_FOLDER = Path.of("event-aggregator-fn/target/lambda");
    private static final Path USUAL_FOLDER = Path.of("benchmarks/usual-fn/target/lambda");
    private static final Path PYTHON_FOLDER = Path.of("benchmarks/python");
    private static final Path POST = Path.of("events/word-counter-fn/post-words.json");
    private static final Path WORK = Path.of("benchmarks/target/work");

    @Parameters(
            paramLabel = "NAMES",
            description = "Benchmarks or contenders; all of them without a name. A wrong name prints which there are.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--quick", description = "One small round, which shows that all works. The figures mean nothing.")
    private boolean quick;

    @Option(names = "--rounds", description = "Rounds (default: ${DEFAULT-VALUE}).", defaultValue = "7")
    private int rounds;

    @Option(
            names = "--later-answers",
            paramLabel = "N",
            description =
                    "Answers of each process after its first one; 0 for first answers only (default: ${DEFAULT-VALUE}).",
            defaultValue = "300")
    private int laterAnswers;

    @Option(
            names = "--words",
            paramLabel = "N",
            description = "Words of a text (default: ${DEFAULT-VALUE}).",
            defaultValue = "10")
    private int words;

    @Option(
            names = "--call-time",
            paramLabel = "MS",
            description = "Milliseconds that a call to AWS takes (default: ${DEFAULT-VALUE}).",
            defaultValue = "5")
    private int callTime;

    @Option(
            names = "--also",
            paramLabel = "NAME=DIR",
            description =
                    "Another version of our function, in a folder as it is in the zip: NAME-plain and NAME-restored.")
    private Map<String, Path> also = new LinkedHashMap<>();

    @Option(
            names = "--also-merging",
            paramLabel = "NAME=DIR",
            description = "Another version of the aggregator, in a folder as it is in the zip: NAME-merging.")
    private Map<String, Path> alsoMerging = new LinkedHashMap<>();

    @Option(
            names = "--batch-size",
            paramLabel = "N",
            description = "Records of a batch of the aggregator (default: that of template.yaml).")
    private int batchSize;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Texts a second, for the lag (default: ${DEFAULT-VALUE}, all that the template lets in).",
            defaultValue = "250")
    private int rate;

    @Option(
            names = "--lag-seconds",
            paramLabel = "N",
            description = "How long they come (default: ${DEFAULT-VALUE}).",
            defaultValue = "300")
    private int lagSeconds;

    @Option(
            names = "--stream-shards",
            paramLabel = "N",
            description = "Shards of the stream, for the lag (default: ${DEFAULT-VALUE}, as a new table has).",
            defaultValue = "4")
    private int streamShards;

    @Option(
            names = "--results",
            paramLabel = "DIR",
            description =
                    "Where to write the results (default: ${DEFAULT-VALUE}; with --quick: benchmarks/target/quick).",
            defaultValue = "benchmarks/results")
    private Path results = Path.of("benchmarks/results");

    @Option(names = "--python", paramLabel = "FILE", hidden = true)
    private @Nullable Path python;

    @Option(names = "--without-python", paramLabel = "WHY", hidden = true)
    private @Nullable String withoutPython;

    @Spec
    private CommandSpec commandSpec = CommandSpec.create();

    /** The command line. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new RunBenchmarks()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (names.equals(List.of("cost-page"))) {
            CostRun.writePage();
            return 0;
        }
        if (names.isEmpty() || names.contains("scale")) {
            ScaleRun.run(folder(), Batching.of(Files.readString(TEMPLATE)), quick, RunBenchmarks::progress);
        }
        if (names.equals(List.of("scale"))) {
            return 0;
        }
        Files.createDirectories(WORK);
        Path folder = Files.createTempDirectory(WORK.toAbsolutePath(), "run");
        Certificates certificates = Certificates.into(folder);
        JavaCommand java = new JavaCommand(RuntimeFiles.into(folder), certificates);
        AnswersContenders answersContenders = new AnswersContenders(java, folder);
        Map<String, String> leftOut = new LinkedHashMap<>();
        List<Contender> answering = answering(answersContenders, certificates, leftOut);
        List<Contender> merging = merging("-merging", new MergingContenders(java));
        List<Contender> lagging = merging("-lag", new MergingContenders(java));
        refuseUnknownNames(List.of(answering, merging, lagging));
        try (AwsStub aws = new AwsStub(tables(), certificates, Duration.ofMillis(callTime));
                RuntimeApi runtimeApi = new RuntimeApi()) {
            Surroundings surroundings = new Surroundings(runtimeApi, aws, folder);
            answers(chosen("answers", answering), leftOut, answersContenders, surroundings);
            lanes(chosen("merging", merging), surroundings);
            lag(chosen("lag", lagging), surroundings);
            DesignFunctions functions = new DesignFunctions(java, answersContenders, new MergingContenders(java));
            if (names.isEmpty() || names.contains("cost")) {
                CostRun.count(
                        surroundings,
                        functions.functions(),
                        Batching.of(Files.readString(TEMPLATE)).size(),
                        quick,
                        folder(),
                        RunBenchmarks::progress);
            }
            if (names.isEmpty() || names.contains("cost-ways")) {
                CostRun.countWays(surroundings, functions.ways(aws), quick, folder(), RunBenchmarks::progress);
            }
        }
        return 0;
    }

    private static List<TableDefinition> tables() {
        return List.of(
                new TableDefinition("WordCounts", "wordShard"),
                new TableDefinition("EventLedger", "eventId"),
                new TableDefinition(
                        "Summaries", "id", List.of(new TableDefinition.Index("TopWords", "topBucket", "itemCount"))),
                new TableDefinition("UsualCounts", "word"),
                new TableDefinition("Documents", "documentId"),
                new TableDefinition("Uploads", "uploadId"),
                new TableDefinition("Milestones", "id"));
    }

    private List<Contender> answering(
            AnswersContenders contenders, Certificates certificates, Map<String, String> leftOut) {
        List<Contender> all = new ArrayList<>(contenders.usual(USUAL_FOLDER.toAbsolutePath()));
        all.addAll(contenders.ours("ours", "our function", WORD_COUNTER_FOLDER.toAbsolutePath()));
        all.add(contenders.oursWithAotCache("ours", WORD_COUNTER_FOLDER.toAbsolutePath()));
        also.forEach((name, folder) ->
                all.addAll(contenders.ours(name, "another version of our function", folder.toAbsolutePath())));
        Optional.ofNullable(python)
                .ifPresentOrElse(
                        interpreter -> all.add(contenders.python(
                                interpreter.toAbsolutePath(),
                                PYTHON_FOLDER.toAbsolutePath(),
                                authorities(interpreter),
                                certificates.pem())),
                        () -> leftOut.put("python", String.valueOf(withoutPython)));
        return all;
    }

    private List<Contender> merging(String suffix, MergingContenders contenders) {
        List<Contender> all = new ArrayList<>(
                List.of(contenders.wordAtATime("word-at-a-time" + suffix, USUAL_FOLDER.toAbsolutePath())));
        all.add(contenders.ours("ours" + suffix, "our aggregator", AGGREGATOR_FOLDER.toAbsolutePath()));
        alsoMerging.forEach((name, folder) ->
                all.add(contenders.ours(name + suffix, "another version of our aggregator", folder.toAbsolutePath())));
        return all;
    }

    private void refuseUnknownNames(List<List<Contender>> contenders) {
        Set<String> known =
                new LinkedHashSet<>(List.of("answers", "merging", "lag", "cost", "cost-ways", "cost-page", "scale"));
        contenders.stream().flatMap(List::stream).map(Contender::name).forEach(known::add);
        List<String> unknown =
                names.stream().filter(name -> !known.contains(name)).toList();
        if (!unknown.isEmpty()) {
            throw new ParameterException(
                    commandSpec.commandLine(),
                    "Unknown: %s. There are: %s".formatted(unknown, String.join(", ", known)));
        }
    }

    /** Those of a benchmark's contenders that were named, or all of them when the benchmark was, or nothing was. */
    private List<Contender> chosen(String benchmark, List<Contender> contenders) {
        return contenders.stream()
                .filter(contender -> names.isEmpty() || names.contains(benchmark) || names.contains(contender.name()))
                .toList();
    }

    private void answers(
            List<Contender> chosen,
            Map<String, String> leftOut,
            AnswersContenders contenders,
            Surroundings surroundings)
            throws IOException, InterruptedException {
        if (chosen.isEmpty()) {
            return;
        }
        AnswersBenchmark benchmark = new AnswersBenchmark(
                surroundings,
                Files.readString(POST),
                new AnswersBenchmark.Settings(rounds(), quick ? 4 : laterAnswers, words));
        if (chosen.stream().anyMatch(contender -> contender.name().equals("ours-aot"))) {
            progress("making the AOT cache");
            benchmark.train(contenders.training("ours", WORD_COUNTER_FOLDER.toAbsolutePath()), TRAINING_ANSWERS);
        }
        write(AnswersReport.of(
                benchmark.run(chosen, RunBenchmarks::progress),
                chosen,
                leftOut,
                "%d words a text, %d ms a call to AWS, %d rounds, interleaved, on %s."
                        .formatted(words, callTime, rounds(), machine())));
    }

    private void lanes(List<Contender> chosen, Surroundings surroundings) throws IOException, InterruptedException {
        if (chosen.isEmpty()) {
            return;
        }
        int ours = batchSize > 0
                ? batchSize
                : Batching.of(Files.readString(TEMPLATE)).size();
        Map<Contender, Integer> batchSizes = new LinkedHashMap<>();
        chosen.forEach(contender -> batchSizes.put(contender, isWordAtATime(contender) ? WORD_AT_A_TIME.size() : ours));
        Duration time = Duration.ofSeconds(quick ? 1 : LANE_SECONDS);
        write(LaneReport.of(
                new LaneBenchmark(surroundings, new LaneBenchmark.Settings(rounds(), time, words, COUNTER_SHARDS))
                        .run(batchSizes, RunBenchmarks::progress),
                chosen,
                "Batches of %,d records, %,d for a word at a time; %d words a text, %d counters a word, %d ms a call to AWS, %d rounds, interleaved, on %s."
                        .formatted(ours, WORD_AT_A_TIME.size(), words, COUNTER_SHARDS, callTime, rounds(), machine())));
    }

    private static boolean isWordAtATime(Contender contender) {
        return contender.name().startsWith("word-at-a-time");
    }

    private void lag(List<Contender> chosen, Surroundings surroundings) throws IOException, InterruptedException {
        if (chosen.isEmpty()) {
            return;
        }
        Batching ours = Batching.of(Files.readString(TEMPLATE));
        LagBenchmark.Settings settings = quick
                ? new LagBenchmark.Settings(20, words, COUNTER_SHARDS, 1, Duration.ofSeconds(6))
                : new LagBenchmark.Settings(rate, words, COUNTER_SHARDS, streamShards, Duration.ofSeconds(lagSeconds));
        LagBenchmark benchmark = new LagBenchmark(surroundings, settings);
        Figures figures = new Figures();
        for (Contender contender : chosen) {
            Batching batching = isWordAtATime(contender)
                    ? new Batching(WORD_AT_A_TIME.size(), WORD_AT_A_TIME.window(), quick ? 1 : WORD_AT_A_TIME.lanes())
                    : ours;
            benchmark.measure(contender, batching, figures, RunBenchmarks::progress);
        }
        Report.writePicture(folder(), "lag-over-time.svg", benchmark.lines());
        write(LagReport.of(
                figures,
                chosen,
                "%d texts a second of %d words for %d s, %d counters a word, %d shards of the stream, %d ms a call to AWS; ours in %s, a word at a time in %s; on %s."
                        .formatted(
                                settings.eventsPerSecond(),
                                words,
                                settings.time().toSeconds(),
                                COUNTER_SHARDS,
                                settings.streamShards(),
                                callTime,
                                ours,
                                WORD_AT_A_TIME,
                                machine())));
    }

    private int rounds() {
        return quick ? 1 : rounds;
    }

    private Path folder() {
        return quick ? Path.of("benchmarks/target/quick") : results;
    }

    private void write(Report report) {
        report.writeInto(folder());
        System.out.println(report.summary());
        System.out.println("Written: " + folder().resolve(report.name() + ".md"));
    }

    private static Path authorities(Path interpreter) {
        try {
            Process python = new ProcessBuilder(
                            interpreter.toString(),
                            "-c",
                            "import botocore, os; print(os.path.join(os.path.dirname(botocore.__file__), 'cacert.pem'))")
                    .start();
            return Path.of(new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip());
        } catch (IOException e) {
            throw new UncheckedIOException("Could not run " + interpreter, e);
        }
    }

    /** The class of this machine; not which one it is. */
    private static String machine() {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return "a machine with %d cores and %d GB, %s %s, Java %s, when its load average was %s"
                .formatted(
                        system.getAvailableProcessors(),
                        (system.getTotalMemorySize() >> 30) + 1,
                        System.getProperty("os.name"),
                        System.getProperty("os.arch"),
                        Runtime.version().feature(),
                        Numbers.text(Math.max(0, system.getSystemLoadAverage())));
    }

    private static void progress(String line) {
        System.err.println(line);
    }
}
