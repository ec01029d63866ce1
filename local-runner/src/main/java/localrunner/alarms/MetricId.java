package localrunner.alarms;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Names a metric as CloudWatch does: the same name with other dimensions is another metric.
 *
 * @param dimensions values by name; names in alphabetical order
 */
public record MetricId(String namespace, String name, SortedMap<String, String> dimensions) {

    public MetricId {
        dimensions = Collections.unmodifiableSortedMap(new TreeMap<>(dimensions));
    }

    public MetricId(String namespace, String name, Map<String, String> dimensions) {
        this(namespace, name, new TreeMap<>(dimensions));
    }
}
