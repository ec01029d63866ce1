package localrunner.schedule;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code cron(minutes hours day-of-month month day-of-week year)} as AWS has it: six fields, Sunday is 1, and one of the
 * two fields for days is {@code ?}.
 *
 * <p>Where a time zone changes its clocks, a time that is left out is skipped, and one that comes twice counts once (AWS
 * document "Schedule types in EventBridge Scheduler", "Daylight savings time"). Immutable.
 */
final class CronExpression implements ScheduleExpression {

    private static final List<String> MONTHS =
            List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
    private static final List<String> DAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");
    private static final int FIRST_YEAR = 1970;
    private static final int LAST_YEAR = 2199;
    private static final Pattern WEEKDAY_NEAR = Pattern.compile("(\\d{1,2})W");
    private static final Pattern LAST_DAY_OF_WEEK = Pattern.compile("(\\w{1,3})L");
    private static final Pattern NTH_DAY_OF_WEEK = Pattern.compile("(\\w{1,3})#([1-5])");

    private final NavigableSet<Integer> minutes;
    private final NavigableSet<Integer> hours;
    private final NavigableSet<Integer> months;
    private final NavigableSet<Integer> years;
    private final Predicate<LocalDate> day;
    private final ZoneId zone;

    private CronExpression(List<String> fields, ZoneId zone) {
        minutes = new Field("minutes", 0, 59, List.of()).values(fields.get(0));
        hours = new Field("hours", 0, 23, List.of()).values(fields.get(1));
        months = new Field("month", 1, 12, MONTHS).values(fields.get(3));
        years = new Field("year", FIRST_YEAR, LAST_YEAR, List.of()).values(fields.get(5));
        day = day(fields.get(2), fields.get(4));
        this.zone = zone;
    }

    /** @throws IllegalArgumentException when a field is wrong; the message says which */
    static CronExpression parse(String inside, ZoneId zone) {
        List<String> fields = List.of(inside.strip().toUpperCase(Locale.ROOT).split("\\s+"));
        if (fields.size() != 6) {
            throw new IllegalArgumentException("cron(" + inside + ") has " + fields.size()
                    + " fields; it needs six: minutes hours day-of-month month day-of-week year");
        }
        return new CronExpression(fields, zone);
    }

    private static Predicate<LocalDate> day(String ofMonth, String ofWeek) {
        if (ofMonth.equals("?") == ofWeek.equals("?")) {
            throw new IllegalArgumentException(
                    "one of day-of-month and day-of-week must be ?, and the other must not; found " + ofMonth + " and "
                            + ofWeek);
        }
        return ofWeek.equals("?") ? dayOfMonth(ofMonth) : dayOfWeek(ofWeek);
    }

    private static Predicate<LocalDate> dayOfMonth(String text) {
        if (text.equals("L")) {
            return date -> date.getDayOfMonth() == date.lengthOfMonth();
        }
        Field field = new Field("day-of-month", 1, 31, List.of());
        Matcher near = WEEKDAY_NEAR.matcher(text);
        if (near.matches()) {
            int wanted = field.value(near.group(1));
            return date -> wanted <= date.lengthOfMonth() && date.equals(weekdayNear(date.withDayOfMonth(wanted)));
        }
        NavigableSet<Integer> days = field.values(text);
        return date -> days.contains(date.getDayOfMonth());
    }

    /** The working day next to that day, within its month. */
    private static LocalDate weekdayNear(LocalDate date) {
        return switch (date.getDayOfWeek()) {
            case SATURDAY -> date.getDayOfMonth() == 1 ? date.plusDays(2) : date.minusDays(1);
            case SUNDAY -> date.getDayOfMonth() == date.lengthOfMonth() ? date.minusDays(2) : date.plusDays(1);
            default -> date;
        };
    }

    private static Predicate<LocalDate> dayOfWeek(String text) {
        Field field = new Field("day-of-week", 1, 7, DAYS);
        if (text.equals("L")) {
            return date -> date.getDayOfWeek() == DayOfWeek.SATURDAY;
        }
        Matcher last = LAST_DAY_OF_WEEK.matcher(text);
        if (last.matches()) {
            DayOfWeek wanted = weekday(field.value(last.group(1)));
            return date -> date.equals(date.with(TemporalAdjusters.lastInMonth(wanted)));
        }
        Matcher nth = NTH_DAY_OF_WEEK.matcher(text);
        if (nth.matches()) {
            DayOfWeek wanted = weekday(field.value(nth.group(1)));
            int number = Integer.parseInt(nth.group(2));
            return date -> date.getDayOfWeek() == wanted && (date.getDayOfMonth() - 1) / 7 + 1 == number;
        }
        if (text.contains("/")) {
            throw field.wrong(text);
        }
        NavigableSet<Integer> days = field.values(text);
        return date -> days.contains(date.getDayOfWeek().getValue() % 7 + 1);
    }

    private static DayOfWeek weekday(int number) {
        return DayOfWeek.SATURDAY.plus(number);
    }

    @Override
    public Optional<Instant> next(Instant after) {
        LocalDateTime earliest =
                LocalDateTime.ofInstant(after, zone).withSecond(0).withNano(0).plusMinutes(1);
        LocalTime from = earliest.toLocalTime();
        LocalDate date = earliest.toLocalDate();
        while (date.getYear() <= LAST_YEAR) {
            if (years.contains(date.getYear()) && months.contains(date.getMonthValue()) && day.test(date)) {
                Optional<Instant> found = firstOn(date, from, after);
                if (found.isPresent()) {
                    return found;
                }
            }
            date = date.plusDays(1);
            from = LocalTime.MIDNIGHT;
        }
        return Optional.empty();
    }

    private Optional<Instant> firstOn(LocalDate date, LocalTime from, Instant after) {
        for (int hour : hours.tailSet(from.getHour(), true)) {
            for (int minute : minutes) {
                LocalDateTime local = date.atTime(hour, minute);
                boolean exists = !zone.getRules().getValidOffsets(local).isEmpty();
                Instant moment = local.atZone(zone).toInstant();
                if (exists && moment.isAfter(after)) {
                    return Optional.of(moment);
                }
            }
        }
        return Optional.empty();
    }

    /**
     * A field that has numbers.
     *
     * @param names of the values, from the lowest on; empty when they have none
     */
    private record Field(String name, int lowest, int highest, List<String> names) {

        private static final Pattern PART = Pattern.compile("(\\*|\\w+)(?:-(\\w+))?(?:/(\\d{1,4}))?");

        NavigableSet<Integer> values(String text) {
            NavigableSet<Integer> values = new TreeSet<>();
            for (String part : text.split(",", -1)) {
                Matcher matcher = PART.matcher(part);
                if (!matcher.matches() || (matcher.group(1).equals("*") && matcher.group(2) != null)) {
                    throw wrong(text);
                }
                boolean all = matcher.group(1).equals("*");
                int from = all ? lowest : value(matcher.group(1));
                boolean open = all || matcher.group(3) != null;
                int to = matcher.group(2) != null ? value(matcher.group(2)) : open ? highest : from;
                int step = matcher.group(3) == null ? 1 : Integer.parseInt(matcher.group(3));
                if (step < 1 || (from > to && lowest == FIRST_YEAR)) {
                    throw wrong(text);
                }
                // A range that ends before it begins goes on at the lowest value, as 22-2 of hours does.
                int range = highest - lowest + 1;
                int last = from <= to ? to : to + range;
                for (int value = from; value <= last; value += step) {
                    values.add((value - lowest) % range + lowest);
                }
            }
            return values;
        }

        int value(String text) {
            int index = names.indexOf(text);
            if (index >= 0) {
                return lowest + index;
            }
            if (!text.matches("\\d{1,4}") || Integer.parseInt(text) < lowest || Integer.parseInt(text) > highest) {
                throw wrong(text);
            }
            return Integer.parseInt(text);
        }

        IllegalArgumentException wrong(String text) {
            return new IllegalArgumentException("'" + text + "' is no " + name + " of a cron expression: " + lowest
                    + " to " + highest + (names.isEmpty() ? "" : " or " + names.getFirst() + " to " + names.getLast()));
        }
    }
}
