package benchmarks.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that was measured, by contender and metric, one value a round. Contenders and metrics keep the order in which they came.
 * Not thread-safe.
 */
public final class Figures {

    private final Map<String, Map<String, List<Double>>> byMetric = new LinkedHashMap<>();

    /**
     * Adds the value of one round.
     *
     * @param metric with its unit, such as {@code first answer, ms}
     */
    public void add(String contender, String metric, double value) {
        byMetric.computeIfAbsent(metric, _ -> new LinkedHashMap<>())
                .computeIfAbsent(contender, _ -> new ArrayList<>())
                .add(value);
    }

    public List<String> metrics() {
        return List.copyOf(byMetric.keySet());
    }

    /** The contenders that have the metric. */
    public List<String> contenders(String metric) {
        return List.copyOf(byMetric.getOrDefault(metric, Map.of()).keySet());
    }

    /** The values of all rounds; empty when the contender does not have the metric. */
    public List<Double> values(String contender, String metric) {
        return List.copyOf(byMetric.getOrDefault(metric, Map.of()).getOrDefault(contender, List.of()));
    }

    public Optional<Spread> spread(String contender, String metric) {
        List<Double> values = values(contender, metric);
        return values.isEmpty() ? Optional.empty() : Optional.of(Spread.of(values));
    }

    /**
     * How one contender's figure stands to another's, by round: what slows the machine down in a round slows both. Empty when one of
     * them was not measured.
     */
    public Optional<Spread> ratio(Figure of, Figure to) {
        List<Double> numerators = values(of.contender(), of.metric());
        List<Double> denominators = values(to.contender(), to.metric());
        int rounds = Math.min(numerators.size(), denominators.size());
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            ratios.add(numerators.get(round) / denominators.get(round));
        }
        return ratios.isEmpty() ? Optional.empty() : Optional.of(Spread.of(ratios));
    }

    /** One contender's metric. */
    public record Figure(String contender, String metric) {}

    /** The smallest, the middle and the largest of some values. */
    public record Spread(double least, double median, double most) {

        /** @param values at least one */
        public static Spread of(List<Double> values) {
            List<Double> sorted = new ArrayList<>(values);
            Collections.sort(sorted);
            int middle = sorted.size() / 2;
            double median =
                    sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
            return new Spread(sorted.getFirst(), median, sorted.getLast());
        }
    }
}
