package localrunner.alarms;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** A part of an expression: what it gives, and of which kind. */
interface MathNode {

    /** What a part gives: a number, a series, or several series. */
    enum Kind {
        NUMBER,
        SERIES,
        SEVERAL
    }

    Kind kind();

    Value evaluate(MathValues values);

    /** What came out. */
    sealed interface Value {

        record Scalar(double number) implements Value {}

        /** One value for each period; nobody changes them. */
        final class Series implements Value {
            private final double[] values;

            Series(double[] values) {
                this.values = values;
            }

            double[] values() {
                return values;
            }
        }

        record Several(List<double[]> several) implements Value {}
    }

    /** A part of a kind that is known before it is evaluated. */
    static MathNode of(Kind kind, Function<MathValues, Value> evaluation) {
        return new MathNode() {
            @Override
            public Kind kind() {
                return kind;
            }

            @Override
            public Value evaluate(MathValues values) {
                return evaluation.apply(values);
            }
        };
    }

    /** The same for each value. */
    static MathNode each(MathNode part, DoubleUnaryOperator change) {
        return of(part.kind(), values -> switch (part.evaluate(values)) {
            case Value.Scalar(double number) -> new Value.Scalar(change.applyAsDouble(number));
            case Value.Series series -> new Value.Series(changed(series.values(), change));
            case Value.Several(List<double[]> several) ->
                new Value.Several(
                        several.stream().map(series -> changed(series, change)).toList());
        });
    }

    private static double[] changed(double[] series, DoubleUnaryOperator change) {
        return Arrays.stream(series).map(change).map(MathValues::finite).toArray();
    }

    /** An operator between two parts: each value of one with that of the other of the same period. */
    static MathNode between(MathNode left, MathNode right, DoubleBinaryOperator operator) {
        Kind kind = left.kind().compareTo(right.kind()) >= 0 ? left.kind() : right.kind();
        return of(kind, values -> between(left.evaluate(values), right.evaluate(values), operator, values.length()));
    }

    private static Value between(Value left, Value right, DoubleBinaryOperator operator, int length) {
        if (left instanceof Value.Scalar(double one) && right instanceof Value.Scalar(double other)) {
            return new Value.Scalar(operator.applyAsDouble(one, other));
        }
        if (left instanceof Value.Several(List<double[]> several)) {
            double[] other = series(right, length);
            return new Value.Several(several.stream()
                    .map(series -> zipped(series, other, operator))
                    .toList());
        }
        if (right instanceof Value.Several(List<double[]> several)) {
            double[] one = series(left, length);
            return new Value.Several(several.stream()
                    .map(series -> zipped(one, series, operator))
                    .toList());
        }
        return new Value.Series(zipped(series(left, length), series(right, length), operator));
    }

    private static double[] zipped(double[] left, double[] right, DoubleBinaryOperator operator) {
        double[] result = new double[left.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = Double.isNaN(left[i]) || Double.isNaN(right[i])
                    ? Double.NaN
                    : MathValues.finite(operator.applyAsDouble(left[i], right[i]));
        }
        return result;
    }

    /** A series; a number is one that is the same in each period. */
    static double[] series(Value value, int length) {
        return switch (value) {
            case Value.Scalar(double number) -> MathValues.constant(number, length);
            case Value.Series series -> series.values();
            case Value.Several _ -> throw new IllegalArgumentException("one series was expected, not several");
        };
    }

    /** Makes one value of many: of a series a number, of several series one series. */
    static MathNode aggregate(MathNode part, ToDoubleFunction<double[]> aggregation) {
        return of(part.kind() == Kind.SEVERAL ? Kind.SERIES : Kind.NUMBER, values -> switch (part.evaluate(values)) {
            case Value.Scalar(double number) -> new Value.Scalar(number);
            case Value.Series series -> new Value.Scalar(aggregated(series.values(), aggregation));
            case Value.Several(List<double[]> several) -> {
                double[] result = new double[values.length()];
                for (int i = 0; i < result.length; i++) {
                    int period = i;
                    result[i] = aggregated(
                            several.stream()
                                    .mapToDouble(series -> series[period])
                                    .toArray(),
                            aggregation);
                }
                yield new Value.Series(result);
            }
        });
    }

    private static double aggregated(double[] numbers, ToDoubleFunction<double[]> aggregation) {
        double[] there =
                Arrays.stream(numbers).filter(number -> !Double.isNaN(number)).toArray();
        return there.length == 0 ? Double.NaN : aggregation.applyAsDouble(there);
    }
}
