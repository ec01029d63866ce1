package benchmarks.merging;

import benchmarks.process.Contender;
import benchmarks.report.Figures;
import benchmarks.report.Figures.Figure;
import benchmarks.report.Goal;
import benchmarks.report.Report;
import java.util.List;
import java.util.Map;

/** Says what {@link LagBenchmark} found. */
public final class LagReport {

    private LagReport() {}

    /** @param conditions of the measurement, in one sentence */
    public static Report of(Figures figures, List<Contender> contenders, String conditions) {
        return new Report(
                "lag",
                "How far the summaries are behind a steady load",
                """
                Texts come at a fixed rate, and the lanes of all shards of the stream merge what they change. The lag is the time from
                when a record is made until it is merged; the window in which a batch collects records is a part of it.
                `./benchmarks/run lag` measures it again.

                %s

                A transaction on an item of another one that is under way is refused, as by DynamoDB. At the end the summaries are added
                up: a contender that merged wrongly stops the run. All lanes are new processes when the load begins, at its full rate; on one
                machine they share the processors with the load and the stub, and are behind until their code is compiled.

                ![The largest lag of each second](lag-over-time.svg)
                """.formatted(conditions),
                Contender.descriptions(contenders),
                Map.of(),
                figures,
                List.of(
                        Goal.atMost(2, "lag (p99), s", new Figure("ours-lag", LagBenchmark.P99)),
                        Goal.atMost(
                                2,
                                "lag when the lanes have warmed up, after the first third of the time (p99), s",
                                new Figure("ours-lag", LagBenchmark.LATER_P99)),
                        Goal.atMost(
                                1.2,
                                "lag of the last third of the time against the second: not growing",
                                new Figure("ours-lag", LagBenchmark.GROWTH))));
    }
}
