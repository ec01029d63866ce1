package wordcounter.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import wordcounter.json.JsonObject;
import wordcounter.targets.AgainstTarget;
import wordcounter.targets.Operator;
import wordcounter.targets.Operator.Ended;
import wordcounter.targets.Target;

/** {@code ./words metrics}: what was counted, as the functions told CloudWatch, and what the alarms make of it. */
@AgainstTarget
@EnabledIfSystemProperty(
        named = "target",
        matches = "local",
        disabledReason = "LocalStack reads no metrics from the functions' log lines")
class MetricsIT extends Contract {

    MetricsIT(Target target) {
        super(target);
    }

    @Test
    void metrics_shouldShowWhatWasCounted_andTheAlarms() {
        String word = Fresh.word();
        accepted(api.postText(word));
        awaitCount(word, 11);

        Stack.soon().untilAsserted(() -> {
            JsonObject report = report();
            assertThat(value(report, "Accepted")).isPositive();
            assertThat(value(report, "WordsCounted")).isPositive();
            assertThat(value(report, "LagSeconds")).isPositive();
            assertThat(report.requiredObjects("metrics"))
                    .extracting(metric -> metric.requiredString("namespace"))
                    .contains("AWS/Lambda", "AWS/SQS", "AWS/SNS", "AWS/DynamoDB", "AWS/ApiGateway");
            assertThat(report.requiredObjects("alarms"))
                    .extracting(alarm -> alarm.requiredString("alarm"))
                    .contains("DeadLetterQueueAlarm", "FunctionErrorsAlarm");
        });
    }

    /** Whatever rings: other tests are at work on the same runner. */
    private JsonObject report() throws Exception {
        Ended ended = Operator.run(target.operatorOptions(), "metrics", "--format", "json");
        assertThat(ended.exitCode()).as(ended.output()).isIn(0, 1);
        return JsonObject.parse(ended.output());
    }

    private static double value(JsonObject report, String name) {
        return report.requiredObjects("metrics").stream()
                .filter(metric -> metric.requiredString("name").equals(name))
                .map(metric -> metric.members().get("value"))
                .mapToDouble(value -> value == null ? 0 : Double.parseDouble(value.toString()))
                .sum();
    }
}
