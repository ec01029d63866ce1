package wordcounter.operator;

import java.time.Instant;
import java.util.List;

/**
 * An alarm of the stack, and what it watches.
 *
 * @param name without the stack's name and what CloudFormation adds
 * @param state {@code OK}, {@code ALARM} or {@code INSUFFICIENT_DATA}
 * @param watched the metrics that it reads
 */
record StackAlarm(String name, String state, Instant since, String reason, List<MetricSeries> watched) {

    StackAlarm {
        watched = List.copyOf(watched);
    }

    boolean rings() {
        return state.equals("ALARM");
    }
}
