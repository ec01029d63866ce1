package wordcounter.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import wordcounter.json.JsonObject;

class MetricsReportTest {

    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
    private static final MetricSeries ACCEPTED =
            new MetricSeries("WordCounter", "Accepted", Map.of("Stack", "words"), "Sum");
    private static final MetricSeries DEPTH = new MetricSeries(
            "AWS/SQS", "ApproximateNumberOfMessagesVisible", Map.of("QueueName", "dead-letters"), "Maximum");
    private static final MetricSeries ERRORS =
            new MetricSeries("AWS/Lambda", "Errors", Map.of("FunctionName", "multiplier"), "Sum");

    @Test
    void text_shouldShowWhatWasCounted_whatTheAlarmsWatch_andWhichRings() {
        MetricsReport report = report(
                List.of(
                        alarm("DeadLetterQueueAlarm", "ALARM", "3 is greater than 0", DEPTH),
                        alarm("FunctionErrorsAlarm", "OK", "nothing above 0", ERRORS)),
                Map.of(ACCEPTED, 12, DEPTH, 3));

        assertThat(report.text().lines().map(line -> line.replaceAll(" +", " ").strip()))
                .contains("word counter the last 1h", "Accepted 12", "Parked 0")
                .contains("resource metric statistic the last 1h")
                .contains("dead-letters ApproximateNumberOfMessagesVisible Maximum 3")
                .contains("multiplier Errors Sum -")
                .contains("DeadLetterQueueAlarm ALARM 2026-11-27T11:50:00Z 3 is greater than 0")
                .contains("FunctionErrorsAlarm OK 2026-11-27T11:50:00Z");
        assertThat(report.anyRings()).isTrue();
    }

    @Test
    void report_shouldSayThatNothingRings_whenAnAlarmHasNoData() {
        assertThat(report(List.of(alarm("FunctionErrorsAlarm", "INSUFFICIENT_DATA", "", ERRORS)), Map.of())
                        .anyRings())
                .isFalse();
    }

    @Test
    void report_shouldHaveAMetricOnce_whenTwoAlarmsWatchIt() {
        MetricsReport report = report(
                List.of(alarm("WarningAlarm", "OK", "", DEPTH), alarm("EmergencyAlarm", "OK", "", DEPTH)), Map.of());

        assertThat(report.resources()).containsOnlyKeys(DEPTH);
    }

    @Test
    void json_shouldHaveNoValue_whereNothingWasWritten() {
        JsonObject json = JsonObject.parse(
                report(List.of(alarm("DeadLetterQueueAlarm", "OK", "fine", DEPTH)), Map.of(ACCEPTED, 12))
                        .json()
                        .toJson());

        assertThat(json.requiredString("from")).isEqualTo("2026-11-27T11:00:00Z");
        assertThat(json.requiredObjects("metrics"))
                .filteredOn(metric -> metric.requiredString("name").equals("Accepted"))
                .singleElement()
                .satisfies(metric -> assertThat(metric.members().get("value")).hasToString("12.0"));
        assertThat(json.requiredObjects("metrics"))
                .filteredOn(metric -> metric.requiredString("namespace").equals("AWS/SQS"))
                .singleElement()
                .satisfies(metric -> assertThat(metric.members()).doesNotContainKey("value"));
        assertThat(json.requiredObjects("alarms"))
                .singleElement()
                .satisfies(alarm -> assertThat(alarm.requiredString("reason")).isEqualTo("fine"));
    }

    private static StackAlarm alarm(String name, String state, String reason, MetricSeries watched) {
        return new StackAlarm(name, state, NOW.minus(Duration.ofMinutes(10)), reason, List.of(watched));
    }

    private static MetricsReport report(List<StackAlarm> alarms, Map<MetricSeries, Integer> written) {
        StackMetrics stack = new StackMetrics() {
            @Override
            public List<StackAlarm> alarms() {
                return alarms;
            }

            @Override
            public Map<MetricSeries, OptionalDouble> values(List<MetricSeries> metrics, Instant from, Instant until) {
                Map<MetricSeries, OptionalDouble> values = new LinkedHashMap<>();
                metrics.forEach(metric -> values.put(
                        metric,
                        written.containsKey(metric) ? OptionalDouble.of(written.get(metric)) : OptionalDouble.empty()));
                return values;
            }
        };
        return MetricsReport.of(stack, "words", NOW.minus(Duration.ofHours(1)), NOW);
    }
}
