package benchmarks.cost;

import benchmarks.Progress;
import benchmarks.cost.UnitBenchmark.Functions;
import benchmarks.cost.UnitBenchmark.Settings;
import benchmarks.cost.Units.Case;
import benchmarks.process.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Counts units into a file, and makes the page of them. */
public final class CostRun {

    private static final Path PRICES = Path.of("benchmarks/prices/us-east-1.csv");
    private static final Path UNITS = Path.of("benchmarks/results/units.csv");
    private static final Path WAYS = Path.of("benchmarks/results/ways.csv");
    private static final Path PAGE = Path.of("docs/cost.md");

    private static final List<Case> CASES = List.of(
            new Case(10, 10, 1),
            new Case(10, 100, 1),
            new Case(10, 250, 1),
            new Case(10, 100, 5),
            new Case(1, 10, 1),
            new Case(50, 10, 1));

    private static final int WARM_UPS_OF_A_WAY = 20;
    private static final int COUNTED_OF_A_WAY = 20;
    private static final int COUNTED_TEXTS = 60;
    private static final int EARLIER_TEXTS = 300;

    private CostRun() {}

    /**
     * Counts.
     *
     * @param quick one small case, into this folder; otherwise all cases, and the page
     */
    public static void count(
            Surroundings surroundings,
            Functions functions,
            int batchSize,
            boolean quick,
            Path folder,
            Progress progress)
            throws IOException, InterruptedException {
        Prices prices = Prices.parse(Files.readString(PRICES));
        Settings settings = new Settings(
                quick ? List.of(new Case(10, 10, 1)) : CASES,
                quick ? 5 : COUNTED_TEXTS,
                quick ? 50 : EARLIER_TEXTS,
                batchSize,
                prices.of("assumed.call-milliseconds"));
        Units units = new UnitBenchmark(
                        surroundings,
                        settings,
                        Files.readString(Path.of("events/word-counter-fn/post-words.json")),
                        Files.readString(Path.of("events/sns-multiplier-fn/words-event.json")))
                .run(functions, progress);
        if (quick) {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("units.csv"), units.csv());
        } else {
            Files.writeString(UNITS, units.csv());
            writePage();
        }
    }

    /**
     * Counts what the other ways in and out use.
     *
     * @param quick a few of each, into this folder; otherwise all, and the page
     */
    public static void countWays(
            Surroundings surroundings, WayBenchmark.Functions functions, boolean quick, Path folder, Progress progress)
            throws IOException, InterruptedException {
        double callMilliseconds = Prices.parse(Files.readString(PRICES)).of("assumed.call-milliseconds");
        WayBenchmark.Settings settings = quick
                ? new WayBenchmark.Settings(2, 2, callMilliseconds)
                : new WayBenchmark.Settings(WARM_UPS_OF_A_WAY, COUNTED_OF_A_WAY, callMilliseconds);
        Units units = new WayBenchmark(surroundings, settings).run(functions, progress);
        if (quick) {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("ways.csv"), units.csv());
        } else {
            Files.writeString(WAYS, units.csv());
            writePage();
        }
    }

    /** Makes the page of what was counted before. */
    public static void writePage() throws IOException {
        Files.writeString(
                PAGE,
                new CostPage(
                                Units.parse(Files.readString(UNITS)),
                                Units.parse(Files.readString(WAYS)),
                                Prices.parse(Files.readString(PRICES)))
                        .markdown());
    }
}
