package benchmarks.scale;

import benchmarks.Progress;
import benchmarks.merging.Batching;
import benchmarks.report.Curves;
import benchmarks.report.Numbers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** Runs the models over loads, words, vocabularies and shards, and draws what comes of it. */
public final class ScaleRun {

    private static final double TRANSACTION = 0.012;
    private static final int WORDS = 10;
    private static final int VOCABULARY = 20_000;
    private static final int SHARDS = 128;
    private static final int[] LOADS = {25, 50, 100, 250, 500, 1000, 2000};

    private final StringBuilder page = new StringBuilder();
    private final Path folder;
    private final Batching batching;
    private final boolean quick;

    private ScaleRun(Path folder, Batching batching, boolean quick) {
        this.folder = folder;
        this.batching = batching;
        this.quick = quick;
    }

    /**
     * Writes {@code scale.md} and its pictures into the folder.
     *
     * @param batching of the aggregator, as it is deployed
     * @param quick only the smallest loads
     */
    public static void run(Path folder, Batching batching, boolean quick, Progress progress) throws IOException {
        Files.createDirectories(folder);
        new ScaleRun(folder, batching, quick).run(progress);
    }

    private void run(Progress progress) throws IOException {
        page.append("""
                # The models' figures

                `./benchmarks/run scale` makes them again; [scale](../../docs/scale.md) says what they mean. A transaction, and reading,
                take 12 ms, an assumption; texts of 10 words by Zipf's law, 20,000 different ones, unless a table says otherwise. The
                aggregator merges at most %,d records at once, those of %d s, as in template.yaml.
                """.formatted(batching.size(), batching.window().toSeconds()));
        progress.show("model: counting, by load and shards");
        countingByShards();
        progress.show("model: counting, by words and vocabulary");
        countingByText();
        progress.show("model: merging, by load and shards of the stream");
        mergingByShards();
        progress.show("model: merging, by words and vocabulary");
        mergingByText();
        Files.writeString(folder.resolve("scale.md"), page.toString());
    }

    private int[] loads() {
        return quick ? new int[] {25, 50} : LOADS;
    }

    private void countingByShards() throws IOException {
        heading(
                "Counting: refused transactions, and seconds until the +1 is written (p50, p99), by counters of a word");
        Curves refused = new Curves("Transactions that are refused", "texts a second", "%");
        Curves latency = new Curves("Time until the +1 is written, p99", "texts a second", "s");
        row("texts a second", List.of("1 counter", "32 counters", "128 counters", "256 counters"));
        Map<Integer, List<CountingModel.Result>> byShards = new LinkedHashMap<>();
        for (int shards : new int[] {1, 32, SHARDS, 256}) {
            List<CountingModel.Result> results = new ArrayList<>();
            for (int load : loads()) {
                // with one counter a word, hot words keep thousands of texts trying
                results.add(
                        shards == 1 && load > 100
                                ? new CountingModel.Result(Double.NaN, Double.NaN, Double.NaN)
                                : new CountingModel(load, WORDS, VOCABULARY, shards, TRANSACTION).run());
            }
            byShards.put(shards, results);
            String name = shards == 1 ? "1 counter a word" : shards + " counters a word";
            refused.add(
                    name,
                    loads(),
                    results.stream()
                            .mapToDouble(result -> 100 * result.refused())
                            .toArray());
            latency.add(
                    name,
                    loads(),
                    results.stream().mapToDouble(CountingModel.Result::p99).toArray());
        }
        rows(byShards.values(), ScaleRun::text);
        write("scale-counting-refused.svg", refused);
        write("scale-counting-latency.svg", latency);
    }

    /** Writes a row for each load, with a cell for each number of shards, whose results are a column. */
    private <R> void rows(Collection<List<R>> columns, Function<R, String> text) {
        for (int i = 0; i < loads().length; i++) {
            int load = i;
            row(
                    Integer.toString(loads()[i]),
                    columns.stream()
                            .map(results -> text.apply(results.get(load)))
                            .toList());
        }
    }

    private void countingByText() {
        heading("Counting at 250 texts a second, 128 counters a word");
        row("words of a text", List.of("of 1,000 words", "of 20,000 words", "of 200,000 words"));
        for (int words : quick ? new int[] {1} : new int[] {1, 10, 50, 99}) {
            List<String> cells = new ArrayList<>();
            for (int vocabulary : new int[] {1_000, VOCABULARY, 200_000}) {
                cells.add(text(new CountingModel(quick ? 25 : 250, words, vocabulary, SHARDS, TRANSACTION).run()));
            }
            row(Integer.toString(words), cells);
        }
    }

    private static String text(CountingModel.Result result) {
        return Double.isNaN(result.refused())
                ? "too many"
                : String.format(Locale.ROOT, "%.0f %%; %.3f, %.2f", 100 * result.refused(), result.p50(), result.p99());
    }

    private void mergingByShards() throws IOException {
        heading("Summaries: transactions a second, refused of them, and the lag in seconds, by shards of the stream");
        Curves lag = new Curves("Lag of the summaries", "texts a second", "s");
        Curves transactions = new Curves("Transactions of the aggregator", "texts a second", "a second");
        row("texts a second", List.of("1 shard", "4 shards", "10 shards", "40 shards"));
        Map<Integer, List<MergingModel.Result>> byShards = new LinkedHashMap<>();
        for (int shards : new int[] {1, 4, 10, 40}) {
            List<MergingModel.Result> results = new ArrayList<>();
            for (int load : loads()) {
                results.add(new MergingModel(batching, load, WORDS, VOCABULARY, SHARDS, shards, TRANSACTION).run());
            }
            byShards.put(shards, results);
            String name = shards == 1 ? "1 shard" : shards + " shards";
            lag.add(
                    name,
                    loads(),
                    results.stream().mapToDouble(MergingModel.Result::lag).toArray());
            transactions.add(
                    name,
                    loads(),
                    results.stream()
                            .mapToDouble(MergingModel.Result::transactions)
                            .toArray());
        }
        rows(byShards.values(), ScaleRun::text);
        write("scale-summaries-lag.svg", lag);
        write("scale-summaries-transactions.svg", transactions);
    }

    private void mergingByText() {
        heading("Summaries at 250 texts a second, 10 shards of the stream");
        row("words of a text", List.of("of 1,000 words", "of 20,000 words", "of 200,000 words"));
        for (int words : quick ? new int[] {1} : new int[] {1, 10, 50}) {
            List<String> cells = new ArrayList<>();
            for (int vocabulary : new int[] {1_000, VOCABULARY, 200_000}) {
                cells.add(text(new MergingModel(batching, quick ? 25 : 250, words, vocabulary, SHARDS, 10, TRANSACTION)
                        .run()));
            }
            row(Integer.toString(words), cells);
        }
    }

    private static String text(MergingModel.Result result) {
        return "%s; %.0f %%; %s"
                .formatted(
                        Numbers.text(result.transactions()),
                        100 * result.refused(),
                        result.grows() ? "grows" : Numbers.text(result.lag()));
    }

    private void heading(String text) {
        page.append("\n## ").append(text).append("\n\n");
    }

    /** The first row of a table is its heading. */
    private void row(String first, List<String> cells) {
        boolean heading = page.charAt(page.length() - 2) == '\n';
        page.append("| ")
                .append(first)
                .append(" | ")
                .append(String.join(" | ", cells))
                .append(" |\n");
        if (heading) {
            page.append("|---:|").append("---:|".repeat(cells.size())).append("\n");
        }
    }

    private void write(String fileName, Curves curves) throws IOException {
        Files.writeString(folder.resolve(fileName), curves.svg());
    }
}
