package localrunner.alarms;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads an expression of metric math, by recursive descent. To be used once; not thread-safe. */
final class MathParser {

    private static final Pattern TOKEN = Pattern.compile(
            "\\s*(\\d+(?:\\.\\d+)?|[A-Za-z][A-Za-z0-9_]*|\"[^\"]*\"|'[^']*'|<=|>=|==|!=|&&|\\|\\||[-+*/^(),<>\\[\\]])");

    private final String text;
    private final Set<String> names = new LinkedHashSet<>();
    private int at;
    private String token = "";

    MathParser(String text) {
        this.text = text;
    }

    /** The ids that the expression names. */
    Set<String> names() {
        return Set.copyOf(names);
    }

    MathNode parse() {
        next();
        MathNode node = or();
        if (!token.isEmpty()) {
            throw problem("'" + token + "' was not expected");
        }
        return node;
    }

    private void next() {
        Matcher matcher = TOKEN.matcher(text).region(at, text.length());
        if (matcher.lookingAt()) {
            token = matcher.group(1);
            at = matcher.end();
        } else if (text.substring(at).isBlank()) {
            token = "";
        } else {
            throw problem("'" + text.substring(at).strip() + "' can't be read");
        }
    }

    private IllegalArgumentException problem(String what) {
        return new IllegalArgumentException(what + " in the metric math '" + text + "'");
    }

    private boolean take(String... expected) {
        if (List.of(expected).contains(token)) {
            next();
            return true;
        }
        return false;
    }

    private void require(String expected) {
        if (!take(expected)) {
            throw problem("'" + expected + "' was expected before '" + token + "'");
        }
    }

    private MathNode or() {
        MathNode left = and();
        while (take("||", "OR")) {
            left = MathNode.between(left, and(), (one, other) -> truth(one != 0 || other != 0));
        }
        return left;
    }

    private MathNode and() {
        MathNode left = comparison();
        while (take("&&", "AND")) {
            left = MathNode.between(left, comparison(), (one, other) -> truth(one != 0 && other != 0));
        }
        return left;
    }

    private MathNode comparison() {
        MathNode left = sum();
        while (true) {
            DoubleBinaryOperator operator = switch (token) {
                case "<" -> (one, other) -> truth(one < other);
                case "<=" -> (one, other) -> truth(one <= other);
                case ">" -> (one, other) -> truth(one > other);
                case ">=" -> (one, other) -> truth(one >= other);
                case "==" -> (one, other) -> truth(one == other);
                case "!=" -> (one, other) -> truth(one != other);
                default -> null;
            };
            if (operator == null) {
                return left;
            }
            next();
            left = MathNode.between(left, sum(), operator);
        }
    }

    private static double truth(boolean holds) {
        return holds ? 1 : 0;
    }

    private MathNode sum() {
        MathNode left = product();
        while (true) {
            if (take("+")) {
                left = MathNode.between(left, product(), Double::sum);
            } else if (take("-")) {
                left = MathNode.between(left, product(), (one, other) -> one - other);
            } else {
                return left;
            }
        }
    }

    private MathNode product() {
        MathNode left = power();
        while (true) {
            if (take("*")) {
                left = MathNode.between(left, power(), (one, other) -> one * other);
            } else if (take("/")) {
                left = MathNode.between(left, power(), (one, other) -> one / other);
            } else {
                return left;
            }
        }
    }

    private MathNode power() {
        MathNode base = signed();
        return take("^") ? MathNode.between(base, power(), Math::pow) : base;
    }

    private MathNode signed() {
        return take("-") ? MathNode.each(signed(), number -> -number) : primary();
    }

    private MathNode primary() {
        if (token.isEmpty()) {
            throw problem("something is missing at the end");
        }
        if (take("(")) {
            MathNode inner = or();
            require(")");
            return inner;
        }
        if (take("[")) {
            List<MathNode> parts = listUntil("]");
            return MathNode.of(
                    MathNode.Kind.SEVERAL,
                    values -> new MathNode.Value.Several(parts.stream()
                            .map(part -> MathNode.series(part.evaluate(values), values.length()))
                            .toList()));
        }
        String word = token;
        next();
        if (Character.isDigit(word.charAt(0))) {
            double number = Double.parseDouble(word);
            return MathNode.of(MathNode.Kind.NUMBER, _ -> new MathNode.Value.Scalar(number));
        }
        if (take("(")) {
            return call(word.toUpperCase(Locale.ROOT), word);
        }
        if (!Character.isLowerCase(word.charAt(0))) {
            throw problem("'" + word + "' is no id, which begins with a small letter");
        }
        names.add(word);
        return MathNode.of(MathNode.Kind.SERIES, values -> new MathNode.Value.Series(values.named(word)));
    }

    private List<MathNode> listUntil(String end) {
        List<MathNode> parts = new ArrayList<>();
        if (take(end)) {
            return parts;
        }
        do {
            parts.add(or());
        } while (take(","));
        require(end);
        return parts;
    }

    private MathNode call(String function, String written) {
        return switch (function) {
            case "METRICS" -> metrics();
            case "FILL" -> fill();
            case "IF" -> choice();
            case "ABS" -> MathNode.each(argument(), Math::abs);
            case "CEIL" -> MathNode.each(argument(), Math::ceil);
            case "FLOOR" -> MathNode.each(argument(), Math::floor);
            case "SUM" ->
                MathNode.aggregate(argument(), numbers -> Arrays.stream(numbers).sum());
            case "AVG" ->
                MathNode.aggregate(
                        argument(), numbers -> Arrays.stream(numbers).average().orElse(Double.NaN));
            case "MIN" ->
                MathNode.aggregate(
                        argument(), numbers -> Arrays.stream(numbers).min().orElse(Double.NaN));
            case "MAX" ->
                MathNode.aggregate(
                        argument(), numbers -> Arrays.stream(numbers).max().orElse(Double.NaN));
            case "METRIC_COUNT" -> MathNode.aggregate(argument(), numbers -> numbers.length);
            case "PERIOD" -> period();
            case "DIFF" -> ofSeries(argument(), function, MathParser::differences);
            case "RATE" -> rate();
            case "RUNNING_SUM" -> ofSeries(argument(), function, MathParser::runningSum);
            default ->
                throw problem("the local runner has no function " + written + " (it has " + MetricMath.FUNCTIONS + ")");
        };
    }

    private MathNode argument() {
        MathNode argument = or();
        require(")");
        return argument;
    }

    private MathNode metrics() {
        String part = "";
        if (token.startsWith("\"") || token.startsWith("'")) {
            part = token.substring(1, token.length() - 1);
            next();
        }
        require(")");
        String wanted = part;
        return MathNode.of(MathNode.Kind.SEVERAL, values -> new MathNode.Value.Several(values.metricsNamed(wanted)));
    }

    private MathNode fill() {
        MathNode series = or();
        require(",");
        if (take("REPEAT")) {
            require(")");
            return ofSeries(series, "FILL", MathParser::repeated);
        }
        MathNode filling = argument();
        if (filling.kind() != MathNode.Kind.NUMBER) {
            throw problem("FILL takes a number or REPEAT");
        }
        return MathNode.of(series.kind(), values -> {
            double number = MathNode.series(filling.evaluate(values), 1)[0];
            DoubleUnaryOperator filled = value -> Double.isNaN(value) ? number : value;
            return MathNode.each(series, filled).evaluate(values);
        });
    }

    private MathNode choice() {
        MathNode condition = or();
        require(",");
        MathNode then = or();
        require(",");
        MathNode otherwise = argument();
        return MathNode.of(MathNode.Kind.SERIES, values -> {
            double[] asked = MathNode.series(condition.evaluate(values), values.length());
            double[] held = MathNode.series(then.evaluate(values), values.length());
            double[] failed = MathNode.series(otherwise.evaluate(values), values.length());
            double[] result = new double[values.length()];
            for (int i = 0; i < result.length; i++) {
                result[i] = Double.isNaN(asked[i]) ? Double.NaN : asked[i] != 0 ? held[i] : failed[i];
            }
            return new MathNode.Value.Series(result);
        });
    }

    private MathNode period() {
        argument();
        return MathNode.of(MathNode.Kind.NUMBER, values -> new MathNode.Value.Scalar((double) values.periodSeconds()));
    }

    private MathNode rate() {
        MathNode series = argument();
        requireSeries(series, "RATE");
        return MathNode.of(MathNode.Kind.SERIES, values -> {
            double[] differences = differences(MathNode.series(series.evaluate(values), values.length()));
            return new MathNode.Value.Series(Arrays.stream(differences)
                    .map(difference -> difference / values.periodSeconds())
                    .toArray());
        });
    }

    private MathNode ofSeries(MathNode series, String function, UnaryOperator<double[]> change) {
        requireSeries(series, function);
        return MathNode.of(
                MathNode.Kind.SERIES,
                values -> new MathNode.Value.Series(
                        change.apply(MathNode.series(series.evaluate(values), values.length()))));
    }

    private void requireSeries(MathNode node, String function) {
        if (node.kind() != MathNode.Kind.SERIES) {
            throw problem(function + " takes one series here");
        }
    }

    /** The difference to the value before; the first has none. */
    private static double[] differences(double[] series) {
        double[] result = new double[series.length];
        double before = Double.NaN;
        for (int i = 0; i < series.length; i++) {
            result[i] = series[i] - before;
            before = Double.isNaN(series[i]) ? before : series[i];
        }
        return result;
    }

    private static double[] runningSum(double[] series) {
        double[] result = new double[series.length];
        double sum = 0;
        for (int i = 0; i < series.length; i++) {
            sum += Double.isNaN(series[i]) ? 0 : series[i];
            result[i] = Double.isNaN(series[i]) ? Double.NaN : sum;
        }
        return result;
    }

    private static double[] repeated(double[] series) {
        double[] result = series.clone();
        for (int i = 1; i < result.length; i++) {
            result[i] = Double.isNaN(result[i]) ? result[i - 1] : result[i];
        }
        return result;
    }
}
