package benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import benchmarks.report.Figures.Figure;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {

    private final Figures figures = new Figures();

    @Test
    void table_shouldHaveMediansWithTheirSpread() {
        figures.add("ours", "first answer, ms", 10);
        figures.add("ours", "first answer, ms", 30);
        figures.add("ours", "first answer, ms", 12);
        figures.add("peer", "first answer, ms", 1234);

        assertThat(report().table()).isEqualTo("""
                | median (least to most) | first answer, ms |
                |---|---:|
                | `ours` | 12.0 (10.0 to 30.0) |
                | `peer` | 1,234 |
                """);
    }

    @Test
    void ratios_shouldCompareByRound_soThatASlowRoundChangesNothing() {
        List.of(10.0, 100.0, 11.0).forEach(value -> figures.add("ours", "ms", value));
        List.of(40.0, 400.0, 44.0).forEach(value -> figures.add("peer", "ms", value));

        String ratios = report(
                        Goal.atMost(0.3, "ours against peer", new Figure("ours", "ms"), new Figure("peer", "ms")),
                        Goal.atLeast(5, "peer against ours", new Figure("peer", "ms"), new Figure("ours", "ms")),
                        Goal.atMost(11, "ours alone", new Figure("ours", "ms")),
                        Goal.atMost(1, "ours against nobody", new Figure("ours", "ms"), new Figure("nobody", "ms")))
                .ratios();

        assertThat(ratios)
                .contains("| ours against peer | ≤ 0.30 | 0.25 | met |")
                .contains("| peer against ours | ≥ 5.00 | 4.00 | **missed** |")
                .contains("| ours alone | ≤ 11.0 | 11.0 (10.0 to 100) | met |")
                .doesNotContain("nobody");
    }

    @Test
    void markdown_shouldNameWhoWasLeftOut() {
        assertThat(report().markdown()).contains("- `python` was left out: python3 is not installed");
    }

    @Test
    void csv_shouldHaveEachValue() {
        figures.add("ours", "ms", 10);
        figures.add("ours", "ms", 1.23456789);

        assertThat(report().csv()).isEqualTo("""
                contender,metric,round,value
                ours,"ms",1,10.0
                ours,"ms",2,1.2346
                """);
    }

    private Report report(Goal... goals) {
        return new Report(
                "answers",
                "Answers",
                "How it was.",
                Map.of("ours", "our function"),
                Map.of("python", "python3 is not installed"),
                figures,
                List.of(goals));
    }
}
