package localrunner.iam;

import java.util.List;
import java.util.Optional;

/**
 * One condition of a statement: an operator, a key, and the values of which one has to fit.
 *
 * <p>AWS documents "IAM JSON policy elements: Condition operators" and "Set operators for multivalued context keys".
 *
 * @param quantifier over the call's values of the key
 * @param ifExists whether a call without the key meets it
 */
public record Condition(Quantifier quantifier, Operator operator, boolean ifExists, String key, List<String> values) {

    private static final String FOR_ALL_VALUES = "ForAllValues:";
    private static final String FOR_ANY_VALUE = "ForAnyValue:";
    private static final String IF_EXISTS = "IfExists";

    /** Which of the call's values have to fit. */
    public enum Quantifier {
        /** The one that there is. */
        ONE,
        /** Each, also when there is none. */
        ALL,
        /** One of them at least. */
        ANY
    }

    public Condition {
        values = List.copyOf(values);
    }

    /**
     * Reads a condition.
     *
     * @param operator as a policy writes it, such as {@code ForAllValues:StringEquals}
     * @throws IllegalArgumentException when the runner can't decide it; the message says what it can
     */
    public static Condition of(String operator, String key, List<String> values) {
        Quantifier quantifier = operator.startsWith(FOR_ALL_VALUES)
                ? Quantifier.ALL
                : operator.startsWith(FOR_ANY_VALUE) ? Quantifier.ANY : Quantifier.ONE;
        String name = quantifier == Quantifier.ONE ? operator : operator.substring(operator.indexOf(':') + 1);
        boolean ifExists = name.endsWith(IF_EXISTS);
        String plain = ifExists ? name.substring(0, name.length() - IF_EXISTS.length()) : name;
        Operator known = Operator.of(plain)
                .orElseThrow(() -> new IllegalArgumentException("the local runner can't decide the condition operator '"
                        + operator + "'; it knows " + Operator.known()
                        + ", with ForAllValues: or ForAnyValue: before and IfExists behind them"));
        if (!CallContext.knows(key)) {
            throw new IllegalArgumentException(
                    "the local runner can't decide the condition key '" + key + "'; it knows " + CallContext.known());
        }
        values.stream()
                .map(PolicyText::unknownVariable)
                .flatMap(Optional::stream)
                .findFirst()
                .ifPresent(variable -> {
                    throw new IllegalArgumentException("the local runner has no value for the policy variable '"
                            + variable + "'; it knows " + CallContext.known());
                });
        return new Condition(quantifier, known, ifExists, key, values);
    }

    boolean holds(CallContext context) {
        Optional<List<String>> found = context.values(key);
        if (operator == Operator.NULL) {
            boolean missing = found.filter(list -> !list.isEmpty()).isEmpty();
            return values.stream().anyMatch(value -> operator.holds(value, Boolean.toString(missing)));
        }
        if (found.isEmpty()) {
            return ifExists || quantifier == Quantifier.ALL || (operator.isNegated() && quantifier == Quantifier.ONE);
        }
        return switch (quantifier) {
            case ALL -> found.get().stream().allMatch(value -> fits(value, context));
            case ANY, ONE -> found.get().stream().anyMatch(value -> fits(value, context));
        };
    }

    /** A value fits a plain operator when it is one of those named, and a negated one when it is none of them. */
    private boolean fits(String value, CallContext context) {
        boolean named = values.stream()
                .map(wanted -> PolicyText.filled(wanted, context))
                .flatMap(Optional::stream)
                .anyMatch(wanted -> operator.holds(wanted, value));
        return named != operator.isNegated();
    }
}
