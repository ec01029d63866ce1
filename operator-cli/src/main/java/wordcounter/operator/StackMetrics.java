package wordcounter.operator;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Reads the alarms and metrics of a stack. */
interface StackMetrics {

    /** The stack's alarms, by name. */
    List<StackAlarm> alarms();

    /**
     * One value for each metric of the time asked for, all that it wrote taken together: the sum of sums, the largest of anything
     * else. Empty where it wrote nothing.
     */
    Map<MetricSeries, OptionalDouble> values(List<MetricSeries> metrics, Instant from, Instant until);
}
