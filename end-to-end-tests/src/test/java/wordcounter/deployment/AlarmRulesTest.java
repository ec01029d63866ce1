package wordcounter.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each rule over the template as it is, which keeps it, and over one that breaks it in one place. */
class AlarmRulesTest {

    private final String template = Template.text();

    @ParameterizedTest
    @CsvSource({
        "Throttles, 'FunctionName, Value: !Ref SlackDigestFunction', Throttles[SlackDigestFunction]",
        "Duration, 'FunctionName, Value: !Ref SummaryRetrieverFunction', Duration[SummaryRetrieverFunction]",
        "AsyncEventsDropped, 'FunctionName, Value: !Ref SnsLoggerFunction', AsyncEventsDropped[SnsLoggerFunction]",
        "ApproximateNumberOfMessagesVisible, 'QueueName, Value: !GetAtt DocumentChecks.QueueName', ApproximateNumberOfMessagesVisible[DocumentChecks.QueueName]",
        "NumberOfNotificationsRedrivenToDlq, 'TopicName, Value: !GetAtt WordsTopic.TopicName', NumberOfNotificationsRedrivenToDlq[WordsTopic.TopicName]",
        "WriteThrottleEvents, 'TableName, Value: !Ref Milestones', WriteThrottleEvents[Milestones]",
        "ReadThrottleEvents, 'GlobalSecondaryIndexName, Value: TopWords', 'ReadThrottleEvents[Summaries, TopWords]'",
        "ConsumedWriteCapacityUnits, 'GlobalSecondaryIndexName, Value: TopWords', 'ConsumedWriteCapacityUnits[Summaries, TopWords]'",
        "ConsumedReadCapacityUnits, 'TableName, Value: !Ref WordCounts', ConsumedReadCapacityUnits[WordCounts]"
    })
    void resourcesThatNobodyWatches_shouldBeNone(String metric, String dimension, String found) {
        assertThat(new AlarmRules(template).resourcesThatNobodyWatches()).isEmpty();
        assertThat(new AlarmRules(withoutDimension(metric, dimension)).resourcesThatNobodyWatches())
                .containsExactly("no alarm on " + found);
    }

    @Test
    void resourcesThatNobodyWatches_shouldBeThoseOfAnAlarm_whenItIsGone() {
        assertThat(new AlarmRules(template.replace("DestinationDeliveryFailures", "Errors"))
                        .resourcesThatNobodyWatches())
                .contains("no alarm on DestinationDeliveryFailures[SnsMultiplierFunction]");
        assertThat(new AlarmRules(template.replace("MetricName: ApproximateAgeOfOldestMessage", "MetricName: Errors"))
                        .resourcesThatNobodyWatches())
                .contains("no alarm on ApproximateAgeOfOldestMessage[DeadLetterQueue.QueueName]");
    }

    @ParameterizedTest
    @CsvSource({
        "'      Timeout: 30\n      Role: !GetAtt SnsMultiplier', '      Timeout: 40\n      Role: !GetAtt SnsMultiplier', SnsMultiplierFunction",
        "'{Id: of60SlackDigest', '{Id: of20SlackDigest', SlackDigestFunction",
        "'/ 60000]', '/ 50000]', EventAggregatorFunction"
    })
    void durationsOfAnotherTimeout_shouldBeNone(String right, String wrong, String function) {
        assertThat(new AlarmRules(template).durationsOfAnotherTimeout()).isEmpty();
        assertThat(template).contains(right);
        assertThat(new AlarmRules(template.replace(right, wrong)).durationsOfAnotherTimeout())
                .contains(function);
    }

    @Test
    void alarmsOfTooManyMetrics_shouldBeNone() {
        assertThat(new AlarmRules(template).alarmsOfTooManyMetrics()).isEmpty();
        String one = "        - {Id: throttle%d, MetricStat: {Metric: {MetricName: Throttles}}}\n";
        String label = "          Expression: SUM(METRICS())\n          ReturnData: true\n";
        String eleven = label + one.repeat(11);
        assertThat(new AlarmRules(template.replaceFirst(Pattern.quote(label), Matcher.quoteReplacement(eleven)))
                        .alarmsOfTooManyMetrics())
                .containsExactly("SnsDeliveryAlarm");
    }

    /** The template whose alarms on the metric name something else in place of the dimension's value. */
    private String withoutDimension(String metric, String dimension) {
        String right = "MetricName: " + metric + ", Dimensions: [";
        String value = "{Name: " + dimension + "}";
        StringBuilder broken = new StringBuilder();
        boolean isBroken = false;
        for (String line : template.split("\n", -1)) {
            boolean isIt = line.contains(right) && line.contains(value);
            isBroken |= isIt;
            broken.append(isIt ? line.replace(value, "{Name: x, Value: other}") : line)
                    .append('\n');
        }
        assertThat(isBroken).as("the template has what the test breaks").isTrue();
        return broken.toString();
    }
}
