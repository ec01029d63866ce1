package benchmarks.merging;

import benchmarks.process.Contender;
import benchmarks.report.Figures;
import benchmarks.report.Figures.Figure;
import benchmarks.report.Goal;
import benchmarks.report.Report;
import java.util.List;
import java.util.Map;

/** Says what {@link LaneBenchmark} found. */
public final class LaneReport {

    private LaneReport() {}

    /** @param conditions of the measurement, in one sentence */
    public static Report of(Figures figures, List<Contender> contenders, String conditions) {
        return new Report(
                "merging",
                "What one lane merges",
                """
                How many records of the counters' stream one process merges into the summaries, when there is always another batch.
                `./benchmarks/run merging` measures it again.

                %s

                Texts are made of words by Zipf's law, 20,000 in all, and each word of a text makes two records, one for its +1 and one
                for its +10. After each round the summaries are added up: a contender that merged wrongly stops the run.
                """.formatted(conditions),
                Contender.descriptions(contenders),
                Map.of(),
                figures,
                List.of(
                        Goal.atLeast(
                                25,
                                "records a second that one lane merges, against a word at a time",
                                new Figure("ours-merging", LaneBenchmark.RATE),
                                new Figure("word-at-a-time-merging", LaneBenchmark.RATE)),
                        Goal.atMost(
                                0.05,
                                "transactions a stream record",
                                new Figure("ours-merging", LaneBenchmark.TRANSACTIONS))));
    }
}
