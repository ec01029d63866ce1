package wordcounter.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import wordcounter.json.JsonObject;

class InvocationMetricsTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-27T10:15:30Z"), ZoneOffset.UTC);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final InvocationMetrics metrics = new InvocationMetrics(
            FunctionModule.SNS_MULTIPLIER, "words", new PrintStream(out, false, StandardCharsets.UTF_8), CLOCK);

    @Test
    void write_shouldWriteOneLineInTheEmbeddedMetricFormat() {
        metrics.add(Metric.WORDS_COUNTED, 3);
        metrics.add(Metric.WORDS_COUNTED, 4);
        metrics.add(Metric.PARKED, 0);
        metrics.record(Metric.LAG_SECONDS, 0.25);
        metrics.record(Metric.LAG_SECONDS, 1.5);
        metrics.write("request-1");

        assertThat(text()).endsWith("\n").hasLineCount(1);
        assertThat(JsonObject.parse(text())).isEqualTo(JsonObject.parse("""
                {"_aws": {"Timestamp": 1795774530000, "CloudWatchMetrics": [{"Namespace": "WordCounter",
                   "Dimensions": [["Stack"]], "Metrics": [{"Name": "WordsCounted", "Unit": "Count"},
                   {"Name": "LagSeconds", "Unit": "Seconds"}]}]},
                 "function": "sns-multiplier-fn", "requestId": "request-1", "Stack": "words",
                 "WordsCounted": 7, "LagSeconds": [0.25, 1.5]}
                """));
    }

    @Test
    void write_shouldWriteNothing_whenNothingWasMeasured() {
        metrics.add(Metric.PARKED, 0);
        metrics.write("request-1");

        assertThat(text()).isEmpty();
    }

    @Test
    void write_shouldBeginAfresh() {
        metrics.add(Metric.PARKED, 1);
        metrics.write("request-1");
        metrics.write("request-2");

        assertThat(text()).hasLineCount(1);
    }

    @Test
    void record_shouldKeepAHundredValues_whenThereAreMore() {
        for (int i = 0; i < 101; i++) {
            metrics.record(Metric.LAG_SECONDS, i);
        }
        metrics.write("request-1");

        assertThat((List<?>) JsonObject.parse(text()).members().get("LagSeconds"))
                .hasSize(100);
    }

    /** What a line costs is its bytes: CloudWatch Logs bills them as they come. */
    @Test
    void write_shouldNeedLessThan400Bytes_forAnAcceptedText() {
        metrics.add(Metric.ACCEPTED, 1);
        metrics.add(Metric.WORDS_COUNTED, 10);
        metrics.write("f3f61ed6-7b62-4a3e-9a3d-0d7f1e1a5c11");

        assertThat(out.size()).isLessThan(400);
    }

    @Test
    void forLambda_shouldNameTheVariable_whenTheStacksNameIsMissing() {
        assertThatThrownBy(() -> JsonLog.forLambda(FunctionModule.SNS_MULTIPLIER, new Environment(Map.of())))
                .hasMessageContaining("STACK_NAME");
    }

    private String text() {
        return out.toString(StandardCharsets.UTF_8);
    }
}
