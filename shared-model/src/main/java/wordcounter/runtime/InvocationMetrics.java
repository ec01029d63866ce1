package wordcounter.runtime;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import wordcounter.json.JsonObject;

/**
 * Adds up what one invocation does, and writes it as one line, of which CloudWatch makes metrics.
 *
 * <p>AWS document "Specification: Embedded metric format". The namespace is {@value #NAMESPACE}, and the one dimension {@value
 * #DIMENSION}: a metric is billed for each combination of dimensions. Which function wrote it is a member of the line that costs
 * nothing, {@code function}. What stayed 0 is left out, and so is a line without any. No line has a text or a word in it.
 * Thread-safe; a process runs one invocation at a time.
 */
public final class InvocationMetrics {

    public static final String NAMESPACE = "WordCounter";
    public static final String DIMENSION = "Stack";

    /** The format's limit. */
    private static final int MOST_VALUES = 100;

    private final String function;
    private final String stack;
    private final PrintStream out;
    private final Clock clock;
    private final Map<Metric, Long> sums = new EnumMap<>(Metric.class);
    private final Map<Metric, List<Double>> values = new EnumMap<>(Metric.class);

    /**
     * Metrics of a function.
     *
     * @param stack the stack's name, by which its metrics are told from those of another
     */
    public InvocationMetrics(FunctionModule function, String stack, PrintStream out, Clock clock) {
        this(function.module(), stack, out, clock);
    }

    private InvocationMetrics(String function, String stack, PrintStream out, Clock clock) {
        this.function = function;
        this.stack = stack;
        this.out = out;
        this.clock = clock;
    }

    /** Metrics that are written nowhere: of a function that has none, and of a handler's twin that is only primed. */
    static InvocationMetrics unwritten(Clock clock) {
        return new InvocationMetrics(
                "", "", new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8), clock);
    }

    public synchronized void add(Metric metric, long amount) {
        if (amount != 0) {
            sums.merge(metric, amount, Long::sum);
        }
    }

    /** Keeps a value by itself, for statistics that a sum can't give. Of one invocation's the first {@value #MOST_VALUES} count. */
    public synchronized void record(Metric metric, double value) {
        List<Double> kept = values.computeIfAbsent(metric, _ -> new ArrayList<>());
        if (kept.size() < MOST_VALUES) {
            kept.add(value);
        }
    }

    /**
     * Writes the line of an invocation that ends, and begins afresh.
     *
     * @param requestId Lambda's id of the invocation
     */
    public void write(String requestId) {
        Map<String, Object> measured = taken();
        if (measured.isEmpty()) {
            return;
        }
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("_aws", directive(measured));
        members.put("function", function);
        members.put("requestId", requestId);
        members.put(DIMENSION, stack);
        members.putAll(measured);
        byte[] line = (new JsonObject(members).toJson() + "\n").getBytes(StandardCharsets.UTF_8);
        out.write(line, 0, line.length); // one write, so that no line is torn
        out.flush();
    }

    private synchronized Map<String, Object> taken() {
        Map<String, Object> measured = new LinkedHashMap<>();
        for (Metric metric : Metric.values()) {
            if (sums.containsKey(metric)) {
                measured.put(metric.text(), sums.get(metric));
            } else if (values.containsKey(metric)) {
                measured.put(metric.text(), values.get(metric));
            }
        }
        sums.clear();
        values.clear();
        return measured;
    }

    private Map<String, Object> directive(Map<String, Object> measured) {
        List<Map<String, String>> metrics = new ArrayList<>();
        for (Metric metric : Metric.values()) {
            if (measured.containsKey(metric.text())) {
                metrics.add(Map.of("Name", metric.text(), "Unit", metric.unit()));
            }
        }
        return Map.of(
                "Timestamp",
                clock.millis(),
                "CloudWatchMetrics",
                List.of(Map.of("Namespace", NAMESPACE, "Dimensions", List.of(List.of(DIMENSION)), "Metrics", metrics)));
    }
}
