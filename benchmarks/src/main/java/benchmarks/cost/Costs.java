package benchmarks.cost;

import benchmarks.cost.Units.Case;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Dollars for a million texts, by design and step. */
record Costs(Units units, Prices prices) {

    static final String OURS = "ours";
    static final String SAME_SUMMARIES = "same summaries";
    static final String ONE_NUMBER = "one number";

    private static final double MILLION = 1e6;
    private static final double MILLISECONDS = 1000;
    private static final double GIGABYTE = 1e9;

    /** The steps in the order in which a text comes to them. */
    enum Step {
        COUNT("take it in, publish and count +1"),
        MULTIPLY("count +10"),
        LOG("log"),
        SUMMARIZE("summaries");

        private final String text;

        Step(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }

        /** How rows call it. */
        String step() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What a million texts cost in a step. */
    double dollars(String design, Step step, Case counted) {
        double write = prices.of("dynamodb.write") * used(design, step, counted, "write units");
        double read = prices.of("dynamodb.read") * used(design, step, counted, "read units");
        double invocations = used(design, step, counted, "invocations");
        double functions = prices.of("lambda.request") * invocations
                + MILLION
                        * prices.of("lambda.gigabyte-second")
                        * used(design, step, counted, "milliseconds")
                        / MILLISECONDS;
        double logs = MILLION
                * prices.of("logs.gigabyte")
                * (used(design, step, counted, "log bytes") + invocations * prices.of("assumed.platform-log-bytes"))
                / GIGABYTE;
        double other = prices.of("sns.publish") * used(design, step, counted, "calls SNS.Publish");
        if (step == Step.COUNT) {
            other += prices.of("api-gateway.request");
        }
        return write + read + functions + logs + other;
    }

    private double used(String design, Step step, Case counted, String what) {
        return units.sum(design, step.step(), counted, what);
    }

    /** What a million texts cost in all. */
    double dollars(String design, Case counted) {
        return bySteps(design, counted).values().stream()
                .mapToDouble(Double::doubleValue)
                .sum();
    }

    Map<Step, Double> bySteps(String design, Case counted) {
        Map<Step, Double> steps = new LinkedHashMap<>();
        for (Step step : Step.values()) {
            steps.put(step, dollars(design, step, counted));
        }
        return steps;
    }

    /** Write units for a text. */
    double writeUnits(String design, Case counted) {
        double sum = 0;
        for (Step step : Step.values()) {
            sum += used(design, step, counted, "write units");
        }
        return sum;
    }
}
