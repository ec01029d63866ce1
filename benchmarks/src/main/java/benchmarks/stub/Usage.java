package benchmarks.stub;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.DoubleAdder;

/**
 * Counts what the stub was asked for, by name: {@code calls DynamoDB.UpdateItem}, {@code write units Summaries}, {@code conflicts
 * Summaries}. Thread-safe.
 */
public final class Usage {

    private final Map<String, DoubleAdder> counts = new ConcurrentHashMap<>();

    void add(String name, double amount) {
        counts.computeIfAbsent(name, _ -> new DoubleAdder()).add(amount);
    }

    /** What was counted since the last {@link #reset}. */
    public Map<String, Double> counts() {
        Map<String, Double> sums = new TreeMap<>();
        counts.forEach((name, sum) -> sums.put(name, sum.sum()));
        return sums;
    }

    /** The sum of all counts whose name begins like this. */
    public double sum(String prefix) {
        return counts().entrySet().stream()
                .filter(count -> count.getKey().startsWith(prefix))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    public void reset() {
        counts.clear();
    }
}
