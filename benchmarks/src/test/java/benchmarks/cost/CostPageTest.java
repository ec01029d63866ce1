package benchmarks.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import benchmarks.cost.Costs.Step;
import benchmarks.cost.Units.Case;
import benchmarks.cost.Units.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class CostPageTest {

    private static final Case CASE = new Case(10, 100, 1);

    @Test
    void costPage_shouldBeWhatTheGeneratorMakes() throws IOException {
        Units units = Units.parse(Files.readString(Path.of("results/units.csv")));
        Prices prices = Prices.parse(Files.readString(Path.of("prices/us-east-1.csv")));

        assertThat(Files.readString(Path.of("../docs/cost.md")))
                .as("docs/cost.md: make it anew by ./benchmarks/run cost-page")
                .isEqualTo(new CostPage(units, prices).markdown());
    }

    @Test
    void dollars_shouldBeThoseOfAMillionTexts() throws IOException {
        Prices prices = Prices.parse(Files.readString(Path.of("prices/us-east-1.csv")));
        Units units = new Units(List.of(
                row("write units WordCounts", 20),
                row("write units EventLedger", 2),
                row("calls SNS.Publish", 1),
                row("invocations", 1),
                row("milliseconds", 20),
                row("log bytes", 400)));

        // 22 x 0.625 for DynamoDB, 0.50 for SNS, 3.50 for the API, 0.20 and 20,000 GB-seconds for Lambda, a GB of logs
        assertThat(new Costs(units, prices).dollars(Costs.OURS, Step.COUNT, CASE))
                .isCloseTo(13.75 + 0.5 + 3.5 + 0.2 + 20_000 * 0.0000133334 + 0.5, within(1e-6));
        assertThat(new Costs(units, prices).writeUnits(Costs.OURS, CASE)).isEqualTo(22);
    }

    @Test
    void units_shouldBeReadAsTheyAreWritten() {
        Units units = new Units(List.of(row("write units WordCounts", 20), row("log bytes", 400.25)));

        assertThat(Units.parse(units.csv())).isEqualTo(units);
    }

    private static Row row(String what, double amount) {
        return new Row(Costs.OURS, Step.COUNT.step(), CASE, what, amount);
    }
}
