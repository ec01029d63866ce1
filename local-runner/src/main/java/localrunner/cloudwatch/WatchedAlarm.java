package localrunner.cloudwatch;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import localrunner.alarms.Alarm;
import localrunner.alarms.AlarmRule;
import localrunner.alarms.AlarmState;

/**
 * An alarm, its state, and the last {@value #HISTORY} changes of it. Begins without data, as on AWS. Thread-safe.
 */
final class WatchedAlarm {

    private static final int HISTORY = 100;

    private final Alarm alarm;
    private final AlarmRule rule;
    private final Deque<Change> history = new ArrayDeque<>();
    private Change last;

    WatchedAlarm(Alarm alarm, Instant now) {
        this.alarm = alarm;
        rule = new AlarmRule(alarm);
        last = new Change(
                now, AlarmState.INSUFFICIENT_DATA, AlarmState.INSUFFICIENT_DATA, "Unchecked: Initial alarm creation");
    }

    /** The alarm went from one state to another. */
    record Change(Instant at, AlarmState from, AlarmState to, String reason) {}

    Alarm alarm() {
        return alarm;
    }

    /** The state now: the last change led to it. */
    synchronized Change last() {
        return last;
    }

    /** The changes, the oldest first. */
    synchronized List<Change> history() {
        return List.copyOf(history);
    }

    /**
     * Decides the state anew.
     *
     * @param lastMinute that is complete
     * @return the change; empty when the state stays
     */
    synchronized Optional<Change> evaluate(MetricStore store, Minutes minutes, long lastMinute, Instant now) {
        AlarmRule.Decision decision = rule.decide(points(store, minutes, lastMinute), last.to());
        if (decision.state() == last.to()) {
            return Optional.empty();
        }
        last = new Change(now, last.to(), decision.state(), decision.reason());
        history.addLast(last);
        if (history.size() > HISTORY) {
            history.removeFirst();
        }
        return Optional.of(last);
    }

    /** The watched series, one point a period; the last period ends with the last minute. */
    private List<AlarmRule.Point> points(MetricStore store, Minutes minutes, long lastMinute) {
        int range = rule.range();
        long minutesOfPeriod = alarm.period().toMinutes();
        long begin = lastMinute + 1 - range * minutesOfPeriod;
        double[] series = new QuerySeries(alarm.queries(), range, alarm.period().toSeconds())
                .of(alarm.watched(), metric -> values(store, metric, begin, minutesOfPeriod, range));
        List<AlarmRule.Point> points = new ArrayList<>();
        for (int i = 0; i < range; i++) {
            points.add(new AlarmRule.Point(minutes.startOf(begin + i * minutesOfPeriod), series[i]));
        }
        return points;
    }

    private static double[] values(
            MetricStore store, Alarm.OfMetric metric, long begin, long minutesOfPeriod, int periods) {
        double[] values = new double[periods];
        for (int i = 0; i < periods; i++) {
            long from = begin + i * minutesOfPeriod;
            values[i] = store.value(metric.metric(), metric.statistic(), from, from + minutesOfPeriod);
        }
        return values;
    }
}
