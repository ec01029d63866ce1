package localrunner.alarms;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Decides an alarm's state from its data points.
 *
 * <p>AWS documents "Evaluating an alarm" and "Configuring how CloudWatch alarms treat missing data", whose tables are its
 * test. CloudWatch looks at more data points than the evaluation periods, here at {@value #MORE} more (the document's
 * example; it does not say how many exactly). Where that range has enough data, the newest points that there are decide,
 * and nothing is filled in. Else the missing ones are treated as the alarm says. Thread-safe.
 */
public final class AlarmRule {

    /** How many data points beyond the evaluation periods are looked at. */
    public static final int MORE = 2;

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("dd/MM/uu HH:mm:ss").withZone(ZoneOffset.UTC);

    private final int evaluationPeriods;
    private final int datapointsToAlarm;
    private final Comparison comparison;
    private final double threshold;
    private final MissingData missingData;

    public AlarmRule(Alarm alarm) {
        this(
                alarm.evaluationPeriods(),
                alarm.datapointsToAlarm(),
                alarm.comparison(),
                alarm.threshold(),
                alarm.missingData());
    }

    AlarmRule(
            int evaluationPeriods,
            int datapointsToAlarm,
            Comparison comparison,
            double threshold,
            MissingData missingData) {
        this.evaluationPeriods = evaluationPeriods;
        this.datapointsToAlarm = datapointsToAlarm;
        this.comparison = comparison;
        this.threshold = threshold;
        this.missingData = missingData;
    }

    /** How many data points {@link #decide} is to be given. */
    public int range() {
        return evaluationPeriods + MORE;
    }

    /** A state, and why, as CloudWatch words it. */
    public record Decision(AlarmState state, String reason) {}

    /**
     * One value of the watched series.
     *
     * @param value {@link Double#NaN} where there is no data
     */
    public record Point(Instant at, double value) {

        boolean isMissing() {
            return Double.isNaN(value);
        }
    }

    /**
     * Decides the state.
     *
     * @param points of the range, the oldest first
     * @param current the state so far, which some rules keep
     */
    public Decision decide(List<Point> points, AlarmState current) {
        List<Point> there = points.stream().filter(point -> !point.isMissing()).toList();
        if (there.isEmpty()) {
            return allMissing(current);
        }
        if (there.size() >= evaluationPeriods) {
            return byCount(there.subList(there.size() - evaluationPeriods, there.size()), 0, 0);
        }
        int filled = evaluationPeriods - there.size();
        return switch (missingData) {
            case BREACHING -> byCount(there, filled, filled);
            case NOT_BREACHING -> byCount(there, filled, 0);
            case MISSING -> isPrematureAlarm(points) ? crossed(AlarmState.ALARM, there, 0) : byCount(there, 0, 0);
            case IGNORE ->
                isPrematureAlarm(points) && breaching(there) < datapointsToAlarm
                        ? crossed(current, there, 0)
                        : byCount(there, 0, 0);
        };
    }

    private Decision allMissing(AlarmState current) {
        return switch (missingData) {
            case MISSING ->
                new Decision(
                        AlarmState.INSUFFICIENT_DATA,
                        "Insufficient Data: %s unknown."
                                .formatted(
                                        evaluationPeriods == 1
                                                ? "1 datapoint was"
                                                : evaluationPeriods + " datapoints were"));
            case IGNORE -> new Decision(current, noData("Ignored"));
            case BREACHING -> new Decision(AlarmState.ALARM, noData("Breaching"));
            case NOT_BREACHING -> new Decision(AlarmState.OK, noData("NonBreaching"));
        };
    }

    private String noData(String treatment) {
        return evaluationPeriods == 1
                ? "Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint was treated as ["
                        + treatment + "]."
                : "Threshold Crossed: no datapoints were received for %d periods and %d missing datapoints were treated as [%s]."
                        .formatted(evaluationPeriods, evaluationPeriods, treatment);
    }

    private Decision byCount(List<Point> there, int filled, int filledBreaching) {
        boolean alarm = breaching(there) + filledBreaching >= datapointsToAlarm;
        return crossed(alarm ? AlarmState.ALARM : AlarmState.OK, there, filled);
    }

    /**
     * "Avoiding premature transitions to alarm state": all points that there are breach, and the oldest of them is at least
     * as old as the number of points that an alarm needs.
     */
    private boolean isPrematureAlarm(List<Point> points) {
        int oldest = 0;
        while (points.get(oldest).isMissing()) {
            oldest++;
        }
        int age = points.size() - oldest;
        return age >= datapointsToAlarm
                && points.stream().filter(point -> !point.isMissing()).allMatch(this::breaches);
    }

    private long breaching(List<Point> there) {
        return there.stream().filter(this::breaches).count();
    }

    private boolean breaches(Point point) {
        return comparison.breaches(point.value(), threshold);
    }

    private Decision crossed(AlarmState state, List<Point> there, int filled) {
        long breaching = breaching(there);
        boolean alarm = state == AlarmState.ALARM;
        List<Point> shown = new ArrayList<>(
                there.stream().filter(point -> breaches(point) == alarm).toList());
        if (shown.isEmpty()) {
            shown.addAll(there);
        }
        String values = shown.reversed().stream()
                .map(point -> "%s (%s)".formatted(number(point.value()), DATE.format(point.at())))
                .collect(Collectors.joining(", "));
        int needed = alarm ? datapointsToAlarm : evaluationPeriods - datapointsToAlarm + 1;
        String reason =
                "Threshold Crossed: %d out of the last %d datapoints [%s] %s %s the threshold (%s) (minimum %d %s for %s transition)%s."
                        .formatted(
                                alarm ? breaching : there.size() - breaching,
                                evaluationPeriods,
                                values,
                                shown.size() == 1 ? "was" : "were",
                                alarm ? comparison.words() : "not " + comparison.words(),
                                number(threshold),
                                needed,
                                needed == 1 ? "datapoint" : "datapoints",
                                alarm ? "OK -> ALARM" : "ALARM -> OK",
                                filled == 0 ? "" : "; %d missing, treated as %s".formatted(filled, missingData.text()));
        return new Decision(state, reason);
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? String.format(Locale.ROOT, "%.1f", value)
                : Double.toString(value);
    }
}
