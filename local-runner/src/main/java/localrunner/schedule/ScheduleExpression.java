package localrunner.schedule;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says when a schedule is due.
 *
 * <p>AWS documents "Setting a schedule pattern for scheduled rules" (Amazon EventBridge User Guide) and "Schedule types
 * in EventBridge Scheduler". Immutable.
 */
public sealed interface ScheduleExpression permits ScheduleExpression.Rate, ScheduleExpression.At, CronExpression {

    /** The first time after that moment; empty when there is none. */
    Optional<Instant> next(Instant after);

    /** {@code rate(5 minutes)}. */
    record Rate(Duration interval) implements ScheduleExpression {

        static final Map<String, Duration> UNITS =
                Map.of("minute", Duration.ofMinutes(1), "hour", Duration.ofHours(1), "day", Duration.ofDays(1));

        @Override
        public Optional<Instant> next(Instant after) {
            return Optional.of(after.plus(interval));
        }
    }

    /** {@code at(2026-11-27T09:00:00)}, once. EventBridge's rules don't have it. */
    record At(Instant moment) implements ScheduleExpression {
        @Override
        public Optional<Instant> next(Instant after) {
            return moment.isAfter(after) ? Optional.of(moment) : Optional.empty();
        }
    }

    /** Which service's rules hold. */
    enum Dialect {
        /** Of an EventBridge rule: UTC, and a unit has the number of its value. */
        RULE,
        /** Of EventBridge Scheduler: it has {@code at}, and a unit may be in the plural always. */
        SCHEDULER
    }

    /**
     * Reads an expression.
     *
     * @param zone of {@code cron} and {@code at}
     * @throws IllegalArgumentException when AWS would refuse it; the message says what is wrong
     */
    static ScheduleExpression parse(String text, Dialect dialect, ZoneId zone) {
        Matcher matcher = Pattern.compile("(rate|cron|at)\\((.*)\\)").matcher(text);
        if (!matcher.matches() || (matcher.group(1).equals("at") && dialect == Dialect.RULE)) {
            throw new IllegalArgumentException("'" + text + "' is none of rate(5 minutes), cron(0 9 * * ? *)"
                    + (dialect == Dialect.RULE ? "" : ", at(2026-11-27T09:00:00)"));
        }
        String inside = matcher.group(2);
        return switch (matcher.group(1)) {
            case "rate" -> rate(inside, dialect);
            case "cron" -> CronExpression.parse(inside, zone);
            default -> at(inside, zone);
        };
    }

    private static Rate rate(String inside, Dialect dialect) {
        Matcher matcher =
                Pattern.compile("([1-9]\\d{0,5}) +(minute|hour|day)(s?)").matcher(inside);
        boolean readable = matcher.matches();
        boolean plural = readable && !matcher.group(3).isEmpty();
        boolean one = readable && matcher.group(1).equals("1");
        if (!readable || (dialect == Dialect.RULE && plural == one) || (!plural && !one)) {
            throw new IllegalArgumentException(
                    "rate(" + inside
                            + ") must be a whole number of minutes, hours or days, with a unit in the singular for 1: rate(1 hour)");
        }
        Duration unit = Rate.UNITS.getOrDefault(matcher.group(2), Duration.ZERO);
        return new Rate(unit.multipliedBy(Integer.parseInt(matcher.group(1))));
    }

    private static At at(String inside, ZoneId zone) {
        try {
            return new At(LocalDateTime.parse(inside).atZone(zone).toInstant());
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "at(" + inside + ") must be a date and time: at(2026-11-27T09:00:00)", e);
        }
    }
}
