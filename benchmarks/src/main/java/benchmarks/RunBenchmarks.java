package benchmarks;

import benchmarks.answers.AnswersBenchmark;
import benchmarks.answers.AnswersContenders;
import benchmarks.process.Contender;
import benchmarks.process.JavaCommand;
import benchmarks.process.Surroundings;
import benchmarks.report.Figures;
import benchmarks.report.Figures.Figure;
import benchmarks.report.Goal;
import benchmarks.report.Report;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import localrunner.functions.RuntimeApi;
import localrunner.functions.RuntimeFiles;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Measures, prints and writes what the documents quote. */
@Command(
        name = "benchmarks/run",
        description = "Measures the functions against peers that do the same work, on a stub of AWS on this machine.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class RunBenchmarks implements Callable<Integer> {

    private static final int TRAINING_ANSWERS = 50;
    private static final Path OUR_FOLDER = Path.of("word-counter-fn/target/lambda");
    private static final Path USUAL_FOLDER = Path.of("benchmarks/usual-fn/target/lambda");
    private static final Path PYTHON_FOLDER = Path.of("benchmarks/python");
    private static final Path POST = Path.of("events/word-counter-fn/post-words.json");
    private static final Path WORK = Path.of("benchmarks/target/work");

    @Parameters(
            paramLabel = "NAMES",
            description = "Contenders to measure; all of them without a name. A wrong name prints which there are.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--quick", description = "Two small rounds, which show that all works. The figures mean nothing.")
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

    /** The command line. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new RunBenchmarks()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path work = WORK.toAbsolutePath();
        Files.createDirectories(work);
        Path runtimeFolder = Files.createTempDirectory(work, "run");
        Certificates certificates = Certificates.into(runtimeFolder);
        try (AwsStub aws = new AwsStub(tables(), certificates, Duration.ofMillis(callTime));
                RuntimeApi runtimeApi = new RuntimeApi()) {
            answers(
                    new Surroundings(runtimeApi, aws, runtimeFolder),
                    new AnswersContenders(
                            new JavaCommand(RuntimeFiles.into(runtimeFolder), certificates), runtimeFolder),
                    certificates);
        }
        return 0;
    }

    private static List<TableDefinition> tables() {
        return List.of(
                new TableDefinition("WordCounts", "wordShard"),
                new TableDefinition("EventLedger", "eventId"),
                new TableDefinition(
                        "Summaries", "id", List.of(new TableDefinition.Index("TopWords", "topBucket", "itemCount"))),
                new TableDefinition("UsualCounts", "word"));
    }

    private void answers(Surroundings surroundings, AnswersContenders contenders, Certificates certificates)
            throws IOException, InterruptedException {
        List<Contender> all = new ArrayList<>(contenders.usual(USUAL_FOLDER.toAbsolutePath()));
        all.addAll(contenders.ours("ours", OUR_FOLDER.toAbsolutePath()));
        all.add(contenders.oursWithAotCache("ours", OUR_FOLDER.toAbsolutePath()));
        also.forEach((name, folder) -> all.addAll(contenders.ours(name, folder.toAbsolutePath())));
        Map<String, String> leftOut = new LinkedHashMap<>();
        Optional.ofNullable(python)
                .ifPresentOrElse(
                        interpreter -> all.add(contenders.python(
                                interpreter.toAbsolutePath(),
                                PYTHON_FOLDER.toAbsolutePath(),
                                authorities(interpreter),
                                certificates.pem())),
                        () -> leftOut.put("python", String.valueOf(withoutPython)));
        List<Contender> chosen = AnswersContenders.chosen(all, names);
        if (chosen.size() < names.size()) {
            throw new IllegalArgumentException("Not all of " + names + " are contenders. There are: "
                    + all.stream().map(Contender::name).collect(Collectors.joining(", ")));
        }
        AnswersBenchmark benchmark = new AnswersBenchmark(
                surroundings,
                Files.readString(POST),
                quick
                        ? new AnswersBenchmark.Settings(2, 4, words)
                        : new AnswersBenchmark.Settings(rounds, laterAnswers, words));
        if (chosen.stream().anyMatch(contender -> contender.name().equals("ours-aot"))) {
            progress("making the AOT cache");
            benchmark.train(contenders.training("ours", OUR_FOLDER.toAbsolutePath()), TRAINING_ANSWERS);
        }
        Figures figures = benchmark.run(chosen, RunBenchmarks::progress);
        Report report = new Report(
                "answers",
                "First and later answers",
                "%d words a text, %d ms a call to AWS, %d rounds, interleaved; on %s."
                        .formatted(words, callTime, quick ? 2 : rounds, machine()),
                chosen.stream()
                        .collect(Collectors.toMap(
                                Contender::name, Contender::description, (a, _) -> a, LinkedHashMap::new)),
                leftOut,
                figures,
                goals());
        Path folder = quick ? Path.of("benchmarks/target/quick") : results;
        report.writeInto(folder);
        System.out.println(report.summary());
        System.out.println("Written: " + folder.resolve("answers.md"));
    }

    private static List<Goal> goals() {
        return List.of(
                Goal.atMost(
                        0.10,
                        "restore to first answer, against the control unprimed",
                        new Figure("ours-restored", AnswersBenchmark.FIRST),
                        new Figure("usual-restored", AnswersBenchmark.FIRST)),
                Goal.atMost(
                        0.10,
                        "the same, processor time",
                        new Figure("ours-restored", AnswersBenchmark.FIRST_CPU),
                        new Figure("usual-restored", AnswersBenchmark.FIRST_CPU)),
                Goal.atMost(
                        1.0,
                        "cold with an AOT cache, against Python",
                        new Figure("ours-aot", AnswersBenchmark.FIRST),
                        new Figure("python", AnswersBenchmark.FIRST)),
                Goal.atMost(
                        0.6,
                        "cold plain zip, against the control",
                        new Figure("ours-plain", AnswersBenchmark.FIRST),
                        new Figure("usual-plain", AnswersBenchmark.FIRST)),
                Goal.atMost(
                        0.20,
                        "later answers (p50), against one call after the other",
                        new Figure("ours-restored", AnswersBenchmark.LATER),
                        new Figure("usual-restored", AnswersBenchmark.LATER)),
                Goal.atMost(
                        0.25,
                        "processor time of an event against Python, C1",
                        new Figure("ours-plain", AnswersBenchmark.LATER_CPU),
                        new Figure("python", AnswersBenchmark.LATER_CPU)),
                Goal.atMost(
                        0.25,
                        "processor time of an event against Python, as deployed (SnapStart)",
                        new Figure("ours-restored", AnswersBenchmark.LATER_CPU),
                        new Figure("python", AnswersBenchmark.LATER_CPU)));
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
        Runtime runtime = Runtime.getRuntime();
        long memory = ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize() >> 30;
        return "a machine with %d cores and %d GB, %s %s, Java %s"
                .formatted(
                        runtime.availableProcessors(),
                        memory + 1,
                        System.getProperty("os.name"),
                        System.getProperty("os.arch"),
                        Runtime.version().feature());
    }

    private static void progress(String line) {
        System.err.println(line);
    }
}
