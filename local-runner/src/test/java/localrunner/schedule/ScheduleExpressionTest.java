package localrunner.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import localrunner.schedule.ScheduleExpression.Dialect;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleExpressionTest {

    /** A Friday. */
    private static final Instant START = Instant.parse("2026-11-27T10:15:30Z");

    /** The examples of AWS's document "Setting a schedule pattern for scheduled rules" come first. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "cron(0 10 * * ? *) | 2026-11-28T10:00:00Z 2026-11-29T10:00:00Z",
                "cron(15 12 * * ? *) | 2026-11-27T12:15:00Z 2026-11-28T12:15:00Z",
                "cron(0 18 ? * MON-FRI *) | 2026-11-27T18:00:00Z 2026-11-30T18:00:00Z",
                "cron(0 8 1 * ? *) | 2026-12-01T08:00:00Z 2027-01-01T08:00:00Z",
                "cron(0/15 * * * ? *) | 2026-11-27T10:30:00Z 2026-11-27T10:45:00Z 2026-11-27T11:00:00Z",
                "cron(0/10 * ? * MON-FRI *) | 2026-11-27T10:20:00Z",
                "cron(0/5 8-17 ? * MON-FRI *) | 2026-11-27T10:20:00Z 2026-11-27T10:25:00Z",
                "cron(0/30 20-2 ? * MON-FRI *) | 2026-11-27T20:00:00Z 2026-11-27T20:30:00Z",
                "cron(0 22-1 ? * FRI *) | 2026-11-27T22:00:00Z 2026-11-27T23:00:00Z 2026-12-04T00:00:00Z 2026-12-04T01:00:00Z",
                "cron(0 9 ? * FRI-MON *) | 2026-11-28T09:00:00Z 2026-11-29T09:00:00Z 2026-11-30T09:00:00Z 2026-12-04T09:00:00Z",
                "cron(0/30 0-2 ? * MON-FRI *) | 2026-11-30T00:00:00Z 2026-11-30T00:30:00Z",
                "cron(0 9 ? * 2#1 *) | 2026-12-07T09:00:00Z 2027-01-04T09:00:00Z",
                "cron(0 9 ? * MON#5 *) | 2026-11-30T09:00:00Z 2027-03-29T09:00:00Z",
                "cron(15 10 ? * 6L 2026-2027) | 2026-12-25T10:15:00Z 2027-01-29T10:15:00Z",
                "cron(16 10 ? * FRIL *) | 2026-11-27T10:16:00Z 2026-12-25T10:16:00Z",
                "cron(0 0 L * ? *) | 2026-11-30T00:00:00Z 2026-12-31T00:00:00Z 2027-01-31T00:00:00Z 2027-02-28T00:00:00Z",
                "cron(0 0 ? * L *) | 2026-11-28T00:00:00Z 2026-12-05T00:00:00Z",
                "cron(0 0 28W * ? *) | 2026-12-28T00:00:00Z 2027-01-28T00:00:00Z 2027-02-26T00:00:00Z",
                "cron(0 0 1W 5,8 ? 2027) | 2027-05-03T00:00:00Z 2027-08-02T00:00:00Z",
                "cron(0 0 31W * ? *) | 2026-12-31T00:00:00Z 2027-01-29T00:00:00Z",
                "cron(0 0 29 FEB ? *) | 2028-02-29T00:00:00Z 2032-02-29T00:00:00Z",
                "cron(1,3,59 23 ? jan,dec sun,7 *) | 2026-12-05T23:01:00Z 2026-12-05T23:03:00Z",
                "cron(15 10 * * ? *) | 2026-11-28T10:15:00Z",
                "cron(* * * * ? *) | 2026-11-27T10:16:00Z 2026-11-27T10:17:00Z",
                "rate(1 minute) | 2026-11-27T10:16:30Z 2026-11-27T10:17:30Z",
                "rate(5 minutes) | 2026-11-27T10:20:30Z",
                "rate(1 hour) | 2026-11-27T11:15:30Z",
                "rate(7 days) | 2026-12-04T10:15:30Z"
            })
    void next_shouldFollowAwsSyntax(String expression, String expected) {
        List<String> times = List.of(expected.split(" ", -1));

        assertThat(times(parse(expression), times.size())).isEqualTo(times);
    }

    @ParameterizedTest
    @CsvSource({
        "cron(0 0 30 FEB ? *)",
        "cron(0 0 1 1 ? 2025)",
        "at(2026-11-27T10:15:30)",
    })
    void next_shouldBeEmpty_whenThereIsNone(String expression) {
        assertThat(ScheduleExpression.parse(expression, Dialect.SCHEDULER, ZoneId.of("UTC"))
                        .next(START))
                .isEmpty();
    }

    /** In Berlin 02:30 is left out on 2027-03-28 and comes twice on 2027-10-31. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cron(0 9 * * ? *) | 2027-03-27T00:00:00Z | 2027-03-27T08:00:00Z 2027-03-28T07:00:00Z",
                "cron(30 2 * * ? *) | 2027-03-27T00:00:00Z | 2027-03-27T01:30:00Z 2027-03-29T00:30:00Z",
                "cron(30 2 * * ? *) | 2027-10-30T12:00:00Z | 2027-10-31T00:30:00Z 2027-11-01T01:30:00Z",
                "cron(30 * * * ? *) | 2027-10-31T00:00:00Z | 2027-10-31T00:30:00Z 2027-10-31T02:30:00Z",
                "at(2027-07-01T09:00:00) | 2027-03-27T00:00:00Z | 2027-07-01T07:00:00Z"
            })
    void next_shouldGoByTheZone_whenItChangesItsClocks(String expression, Instant start, String expected) {
        ScheduleExpression parsed = ScheduleExpression.parse(expression, Dialect.SCHEDULER, ZoneId.of("Europe/Berlin"));
        List<String> times = List.of(expected.split(" ", -1));

        List<String> found = new ArrayList<>();
        Instant after = start;
        while (found.size() < times.size()) {
            after = parsed.next(after).orElseThrow();
            found.add(after.toString());
        }
        assertThat(found).isEqualTo(times);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "every day | is none of rate(5 minutes), cron(0 9 * * ? *)",
                "at(2026-11-27T10:15:30) | is none of rate(5 minutes), cron(0 9 * * ? *)",
                "rate(1 minutes) | in the singular for 1",
                "rate(2 minute) | in the singular for 1",
                "rate(0 minutes) | must be a whole number",
                "rate(30 seconds) | must be a whole number",
                "cron(0 9 * * *) | has 5 fields; it needs six",
                "cron(0 9 * * * *) | one of day-of-month and day-of-week must be ?",
                "cron(0 9 ? * ? *) | one of day-of-month and day-of-week must be ?",
                "cron(60 9 * * ? *) | '60' is no minutes of a cron expression: 0 to 59",
                "cron(0 24 * * ? *) | '24' is no hours",
                "cron(0 9 0 * ? *) | '0' is no day-of-month",
                "cron(0 9 * 13 ? *) | '13' is no month of a cron expression: 1 to 12 or JAN to DEC",
                "cron(0 9 ? * 0 *) | '0' is no day-of-week",
                "cron(0 9 * * ? 2030-2029) | '2030-2029' is no year",
                "cron(0 9 ? * 2/2 *) | '2/2' is no day-of-week",
                "cron(0 9 ? * 3#1,6#3 *) | is no day-of-week",
                "cron(0 9 * * ? 2200) | '2200' is no year",
                "cron(0/0 9 * * ? *) | '0/0' is no minutes",
                "cron(a 9 * * ? *) | 'A' is no minutes"
            })
    void parse_shouldSayWhatIsWrong(String expression, String told) {
        assertThatThrownBy(() -> parse(expression))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(told);
    }

    @ParameterizedTest
    @CsvSource({"rate(1 minutes)", "rate(1 minute)", "at(2026-12-27T10:15:30)"})
    void parse_shouldTakeMore_whenTheServiceIsScheduler(String expression) {
        assertThat(ScheduleExpression.parse(expression, Dialect.SCHEDULER, ZoneId.of("UTC"))
                        .next(START))
                .isPresent();
    }

    private static ScheduleExpression parse(String expression) {
        return ScheduleExpression.parse(expression, Dialect.RULE, ZoneId.of("UTC"));
    }

    private static List<String> times(ScheduleExpression expression, int count) {
        List<String> times = new ArrayList<>();
        Optional<Instant> next = expression.next(START);
        while (next.isPresent() && times.size() < count) {
            times.add(next.get().toString());
            next = expression.next(next.get());
        }
        return times;
    }
}
