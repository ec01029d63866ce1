package wordcounter.operator;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A metric, and the statistic by which it is read. */
record MetricSeries(String namespace, String name, SortedMap<String, String> dimensions, String statistic) {

    MetricSeries {
        dimensions = new TreeMap<>(dimensions);
    }

    MetricSeries(String namespace, String name, Map<String, String> dimensions, String statistic) {
        this(namespace, name, new TreeMap<>(dimensions), statistic);
    }

    /** The values of the dimensions, for people. */
    String of() {
        return dimensions.isEmpty() ? "all" : dimensions.values().stream().collect(Collectors.joining(" "));
    }
}
