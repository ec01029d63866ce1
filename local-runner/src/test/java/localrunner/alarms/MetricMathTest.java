package localrunner.alarms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricMathTest {

    /** Three minutes of two metrics; - is a minute without data. */
    private static final String M1 = "1 - 3";

    private static final String M2 = "10 20 -";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "m1                                   | 1 - 3",
                "m1 + m2                              | 11 - -",
                "m2 - m1                              | 9 - -",
                "m1 * 2 + 1                           | 3 - 7",
                "1 + m1 * 2                           | 3 - 7",
                "(1 + m1) * 2                         | 4 - 8",
                "m2 / 4                               | 2.5 5 -",
                "m1 / 0                               | - - -",
                "2 ^ m1                               | 2 - 8",
                "-m1                                  | -1 - -3",
                "m1 > 2                               | 0 - 1",
                "m1 >= 1 && m1 < 3                    | 1 - 0",
                "m1 == 1 OR m1 == 3                   | 1 - 1",
                "FILL(m1, 0)                          | 1 0 3",
                "FILL(m1, REPEAT)                     | 1 1 3",
                "FILL(m1, 0) + FILL(m2, 0)            | 11 20 3",
                "IF(FILL(m1, 0) > 0, FILL(m2, 7), 1)  | 10 1 7",
                "IF(m1 > 0, 1, 2)                     | 1 - 1",
                "SUM(METRICS())                       | 11 20 3",
                "SUM([m1, m2])                        | 11 20 3",
                "AVG(METRICS())                       | 5.5 20 3",
                "MIN(METRICS())                       | 1 20 3",
                "MAX(METRICS(\"m1\"))                 | 1 - 3",
                "METRIC_COUNT(METRICS())              | 2 1 1",
                "m1 + SUM(m2)                         | 31 - 33",
                "m1 - m1 + MAX(m2)                    | 20 - 20",
                "m1 / PERIOD(m1)                      | 0.5 - 1.5",
                "ABS(-m1)                             | 1 - 3",
                "CEIL(m1 / 2)                         | 1 - 2",
                "FLOOR(m1 / 2)                        | 0 - 1",
                "DIFF(m2)                             | - 10 -",
                "RATE(m2)                             | - 5 -",
                "RUNNING_SUM(m1)                      | 1 - 4"
            })
    void evaluate_shouldFollowTheRulesOfMetricMath(String expression, String expected) {
        MetricMath math = MetricMath.parse(expression);

        assertThat(math.isSeries()).isTrue();
        assertThat(text(evaluate(math))).isEqualTo(expected);
    }

    private static double[] evaluate(MetricMath math) {
        LinkedHashMap<String, double[]> metrics = new LinkedHashMap<>();
        metrics.put("m1", series(M1));
        metrics.put("m2", series(M2));
        return math.evaluate(metrics, Map.of(), 3, 2);
    }

    private static double[] series(String text) {
        return Arrays.stream(text.split(" ", -1))
                .mapToDouble(value -> value.equals("-") ? Double.NaN : Double.parseDouble(value))
                .toArray();
    }

    private static String text(double[] series) {
        return Arrays.stream(series)
                .mapToObj(value ->
                        Double.isNaN(value) ? "-" : String.valueOf(value).replaceAll("\\.0$", ""))
                .collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @CsvSource({"1 + 2", "SUM(m1)", "METRICS()", "'[m1, m2]'", "METRICS() * 2"})
    void isSeries_shouldBeFalse_whenTheResultIsANumberOrSeveralSeries(String expression) {
        assertThat(MetricMath.parse(expression).isSeries()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "SEARCH(m1)  | the local runner has no function SEARCH (it has ABS, AVG,",
                "m1 +        | something is missing at the end in the metric math 'm1 +'",
                "m1 m2       | 'm2' was not expected in the metric math 'm1 m2'",
                "(m1         | ')' was expected before ''",
                "m1 % 2      | '% 2' can't be read",
                "Metric      | 'Metric' is no id, which begins with a small letter",
                "FILL(m1,m2) | FILL takes a number or REPEAT",
                "DIFF(2)     | DIFF takes one series here"
            })
    void parse_shouldSayWhatIsWrong(String expression, String message) {
        assertThatThrownBy(() -> MetricMath.parse(expression))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void names_shouldBeTheIdsOfOtherQueries() {
        assertThat(MetricMath.parse("IF(m1 > 0, SUM(METRICS()), m2)").names()).containsExactlyInAnyOrder("m1", "m2");
    }
}
