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
        Units ways = Units.parse(Files.readString(Path.of("results/ways.csv")));
        Prices prices = Prices.parse(Files.readString(Path.of("prices/us-east-1.csv")));

        assertThat(Files.readString(Path.of("../docs/cost.md")))
                .as("docs/cost.md: make it anew by ./benchmarks/run cost-page")
                .isEqualTo(new CostPage(units, ways, prices).markdown());
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
    void dollarsOfAWay_shouldHaveWhatAwsDoesForIt_besideWhatItsFunctionUses() throws IOException {
        Prices prices = Prices.parse(Files.readString(Path.of("prices/us-east-1.csv")));
        Units units = new Units(List.of(
                wayRow("write units Documents", 4),
                wayRow("read units Documents", 2),
                wayRow("calls SQS.SendMessage", 1),
                wayRow("invocations", 2),
                wayRow("milliseconds", 30),
                wayRow("log bytes", 800)));
        WayCosts costs = new WayCosts(units, prices);

        assertThat(costs.tables(Way.DOCUMENT_CHANGE)).isCloseTo(4 * 0.625 + 2 * 0.125, within(1e-6));
        // 30,000 GB-seconds, two invocations, and 2 GB of logs, of which Lambda's own are 1.2
        assertThat(costs.functions(Way.DOCUMENT_CHANGE))
                .isCloseTo(2 * 0.2 + 30_000 * 0.0000133334 + 2 * 0.5, within(1e-6));
        // the API sends one message, the function another one; each is received and deleted
        assertThat(costs.requests(Way.DOCUMENT_CHANGE)).isCloseTo(3.5 + 6 * 0.4, within(1e-6));
        assertThat(costs.dollars(Way.MILESTONE)).as("nothing of it was counted").isZero();
    }

    private static Row wayRow(String what, double amount) {
        return new Row(Costs.OURS, Way.DOCUMENT_CHANGE.step(), WayCosts.CASE, what, amount);
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
