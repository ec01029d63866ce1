package localrunner.alarms;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import localrunner.alarms.AlarmRule.Point;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The tables of the AWS document "Configuring how CloudWatch alarms treat missing data": 0 is within the threshold, X breaches
 * it, - is missing. KEPT is "retain current state".
 */
class AlarmRuleTest {

    private static final Instant AT = Instant.parse("2026-11-27T10:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "0 - X - X, OK,                OK,    OK,    OK",
        "- - - - 0, OK,                OK,    OK,    OK",
        "- - - - -, INSUFFICIENT_DATA, KEPT,  ALARM, OK",
        "0 X X - X, ALARM,             ALARM, ALARM, ALARM",
        "- - X - -, ALARM,             KEPT,  ALARM, OK"
    })
    void decide_shouldFollowTheTable_whenThreeOfThreePointsMakeAnAlarm(
            String points, String missing, String ignore, String breaching, String notBreaching) {
        assertThat(decided(3, 3, points)).containsExactly(missing, ignore, breaching, notBreaching);
    }

    @ParameterizedTest
    @CsvSource({
        "0 - X - X, ALARM, ALARM, ALARM, ALARM",
        "0 0 X 0 X, ALARM, ALARM, ALARM, ALARM",
        "0 - X - -, OK,    OK,    ALARM, OK",
        "- - - - 0, OK,    OK,    ALARM, OK",
        "- - - X -, ALARM, KEPT,  ALARM, OK"
    })
    void decide_shouldFollowTheTable_whenTwoOfThreePointsMakeAnAlarm(
            String points, String missing, String ignore, String breaching, String notBreaching) {
        assertThat(decided(2, 3, points)).containsExactly(missing, ignore, breaching, notBreaching);
    }

    /** "Avoiding premature transitions": the oldest breaching point has to be as old as the number of points that an alarm needs. */
    @ParameterizedTest
    @CsvSource({"- - - - X, OK, OK, ALARM, OK", "- - - X X, ALARM, ALARM, ALARM, ALARM"})
    void decide_shouldNotRingEarly_whenTheBreachingPointIsTooYoung(
            String points, String missing, String ignore, String breaching, String notBreaching) {
        assertThat(decided(2, 3, points)).containsExactly(missing, ignore, breaching, notBreaching);
    }

    /** What each treatment of missing data decides; KEPT where it depends on the state before. */
    private static List<String> decided(int datapoints, int periods, String points) {
        List<String> states = new ArrayList<>();
        for (MissingData treatment : MissingData.values()) {
            AlarmRule rule = new AlarmRule(periods, datapoints, Comparison.GREATER_THAN, 0.5, treatment);
            AlarmState afterOk = rule.decide(points(points), AlarmState.OK).state();
            AlarmState afterAlarm =
                    rule.decide(points(points), AlarmState.ALARM).state();
            states.add(afterOk == afterAlarm ? afterOk.name() : "KEPT");
        }
        return states;
    }

    private static List<Point> points(String text) {
        List<Point> points = new ArrayList<>();
        for (String point : text.split(" ", -1)) {
            double value = switch (point) {
                case "X" -> 1;
                case "0" -> 0;
                default -> Double.NaN;
            };
            points.add(new Point(AT.plusSeconds(60L * points.size()), value));
        }
        return points;
    }

    @ParameterizedTest
    @CsvSource({
        "GREATER_THAN,             1, OK",
        "GREATER_THAN_OR_EQUAL_TO, 1, ALARM",
        "LESS_THAN,                1, OK",
        "LESS_THAN_OR_EQUAL_TO,    1, ALARM",
        "LESS_THAN,                0, ALARM",
        "GREATER_THAN,             2, ALARM"
    })
    void decide_shouldCompareWithTheThreshold(Comparison comparison, double value, AlarmState expected) {
        AlarmRule rule = new AlarmRule(1, 1, comparison, 1, MissingData.MISSING);

        assertThat(rule.decide(List.of(new Point(AT, value)), AlarmState.OK).state())
                .isEqualTo(expected);
    }

    @Test
    void decide_shouldSayWhy_asCloudWatchDoes() {
        AlarmRule rule = new AlarmRule(1, 1, Comparison.GREATER_THAN, 0, MissingData.NOT_BREACHING);

        assertThat(rule.decide(List.of(new Point(AT, 3)), AlarmState.OK).reason())
                .isEqualTo(
                        "Threshold Crossed: 1 out of the last 1 datapoints [3.0 (27/11/26 10:00:00)] was greater than the"
                                + " threshold (0.0) (minimum 1 datapoint for OK -> ALARM transition).");
        assertThat(rule.decide(List.of(new Point(AT, Double.NaN)), AlarmState.ALARM)
                        .reason())
                .isEqualTo(
                        "Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint was treated as"
                                + " [NonBreaching].");
    }
}
