package localrunner.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import localrunner.alarms.MetricId;
import localrunner.alarms.Statistic;
import localrunner.console.RecordingConsole;
import localrunner.time.ManualTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmbeddedMetricsTest {

    private final ManualTime time = new ManualTime();
    private final RecordingConsole console = new RecordingConsole();
    private final MetricStore store = new MetricStore();
    private final EmbeddedMetrics embedded = new EmbeddedMetrics(store, new Minutes(time), console);

    @AfterEach
    void close() {
        time.close();
    }

    @Test
    void read_shouldFindTheMetricsOfTheDocumentedLine() {
        embedded.read("Orders", """
                {"_aws": {"Timestamp": 1574109732004, "CloudWatchMetrics": [{"Namespace": "Shop",
                 "Dimensions": [["Stage"], ["Stage", "Shop"]],
                 "Metrics": [{"Name": "Accepted", "Unit": "Count"}, {"Name": "Lag", "Unit": "Seconds"}]}]},
                 "Stage": "dev", "Shop": "one", "Accepted": 3, "Lag": [1, 2.5], "requestId": "r"}""".replace("\n", ""));

        assertThat(sum("Accepted", Map.of("Stage", "dev"))).isEqualTo(3);
        assertThat(sum("Accepted", Map.of("Stage", "dev", "Shop", "one"))).isEqualTo(3);
        assertThat(sum("Lag", Map.of("Stage", "dev"))).isEqualTo(3.5);
        assertThat(store.kept(_ -> true)).hasSize(4);
        assertThat(store.unit(new MetricId("Shop", "Lag", Map.of("Stage", "dev"))))
                .contains("Seconds");
        assertThat(console.lines()).isEmpty();
    }

    @Test
    void read_shouldFindAMetricWithoutDimensions() {
        embedded.read("Orders", """
                {"_aws": {"Timestamp": 1, "CloudWatchMetrics": [{"Namespace": "Shop", "Dimensions": [[]],\
                 "Metrics": [{"Name": "Accepted"}]}]}, "Accepted": 3}""");

        assertThat(sum("Accepted", Map.of())).isEqualTo(3);
    }

    private double sum(String name, Map<String, String> dimensions) {
        return store.value(
                new MetricId("Shop", name, dimensions), Statistic.of("Sum").orElseThrow(), 0, 1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"_aws\": 1",
                "{\"level\": \"INFO\", \"message\": \"counted\"}",
                "{\"message\": \"the member _aws\"}",
                "text with \"_aws\" in it"
            })
    void read_shouldPassOverOtherLines(String line) {
        embedded.read("Orders", line);

        assertThat(store.kept(_ -> true)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"Dimensions\": [[\"Stage\"]], \"Metrics\": [{\"Name\": \"Accepted\"}] | the member Accepted is no number, and no array of up to 100 numbers",
                "\"Dimensions\": [[\"Nowhere\"]], \"Metrics\": [{\"Name\": \"Two\"}] | the member Nowhere is missing, or no text",
                "\"Dimensions\": [\"Stage\"], \"Metrics\": [{\"Name\": \"Two\"}] | a set of Dimensions is no array of up to 30 names",
                "\"Metrics\": [{\"Name\": \"Two\"}] | Dimensions is no array",
                "\"Dimensions\": [[]] | Metrics is no array"
            })
    void read_shouldWarnOnce_whenALineBreaksTheFormat(String directive, String problem) {
        String line = "{\"_aws\": {\"Timestamp\": 1, \"CloudWatchMetrics\": [{\"Namespace\": \"Shop\", " + directive
                + "}]}, \"Stage\": \"dev\", \"Two\": 2}";
        embedded.read("Orders", line);
        embedded.read("Orders", line);

        assertThat(store.kept(_ -> true)).isEmpty();
        assertThat(console.warnings())
                .containsExactly("Orders | WARNING: a line in the embedded metric format is no metric: " + problem);
    }
}
