package localrunner.iam;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How a condition compares a call's value with its own.
 *
 * <p>AWS document "IAM JSON policy elements: Condition operators". Dates, addresses and binary values are not among
 * them: the runner knows no key that has such a value.
 */
public enum Operator {
    STRING_EQUALS("StringEquals", false, Comparison.EQUAL),
    STRING_NOT_EQUALS("StringNotEquals", true, Comparison.EQUAL),
    STRING_EQUALS_IGNORE_CASE("StringEqualsIgnoreCase", false, Comparison.EQUAL_BUT_FOR_CASE),
    STRING_NOT_EQUALS_IGNORE_CASE("StringNotEqualsIgnoreCase", true, Comparison.EQUAL_BUT_FOR_CASE),
    STRING_LIKE("StringLike", false, Comparison.LIKE),
    STRING_NOT_LIKE("StringNotLike", true, Comparison.LIKE),
    NUMERIC_EQUALS("NumericEquals", false, Comparison.EQUAL_NUMBER),
    NUMERIC_NOT_EQUALS("NumericNotEquals", true, Comparison.EQUAL_NUMBER),
    NUMERIC_LESS_THAN("NumericLessThan", false, Comparison.LESS),
    NUMERIC_LESS_THAN_EQUALS("NumericLessThanEquals", false, Comparison.LESS_OR_EQUAL),
    NUMERIC_GREATER_THAN("NumericGreaterThan", false, Comparison.GREATER),
    NUMERIC_GREATER_THAN_EQUALS("NumericGreaterThanEquals", false, Comparison.GREATER_OR_EQUAL),
    BOOL("Bool", false, Comparison.EQUAL_BUT_FOR_CASE),
    ARN_EQUALS("ArnEquals", false, Comparison.ARN),
    ARN_LIKE("ArnLike", false, Comparison.ARN),
    ARN_NOT_EQUALS("ArnNotEquals", true, Comparison.ARN),
    ARN_NOT_LIKE("ArnNotLike", true, Comparison.ARN),
    /** Whether the key is missing; what it is compared with is {@code true} or {@code false}. */
    NULL("Null", false, Comparison.EQUAL_BUT_FOR_CASE);

    private enum Comparison {
        EQUAL,
        EQUAL_BUT_FOR_CASE,
        LIKE,
        EQUAL_NUMBER,
        LESS,
        LESS_OR_EQUAL,
        GREATER,
        GREATER_OR_EQUAL,
        ARN
    }

    private static final int PARTS_OF_AN_ARN = 6;

    private final String text;
    private final boolean negated;
    private final Comparison comparison;

    Operator(String text, boolean negated, Comparison comparison) {
        this.text = text;
        this.negated = negated;
        this.comparison = comparison;
    }

    static Optional<Operator> of(String text) {
        return Arrays.stream(values())
                .filter(operator -> operator.text.equals(text))
                .findFirst();
    }

    static String known() {
        return Arrays.stream(values()).map(operator -> operator.text).collect(Collectors.joining(", "));
    }

    /** Whether it holds for values that are other than those named, and for a call without the key. */
    boolean isNegated() {
        return negated;
    }

    /** Whether a value of the call is the one that a condition names; a negated operator's is not turned round here. */
    boolean holds(String wanted, String found) {
        return switch (comparison) {
            case EQUAL -> literal(wanted).equals(found);
            case EQUAL_BUT_FOR_CASE -> literal(wanted).equalsIgnoreCase(found);
            case LIKE -> Wildcards.match(wanted, found);
            case EQUAL_NUMBER ->
                order(wanted, found).filter(order -> order == 0).isPresent();
            case LESS -> order(wanted, found).filter(order -> order < 0).isPresent();
            case LESS_OR_EQUAL ->
                order(wanted, found).filter(order -> order <= 0).isPresent();
            case GREATER -> order(wanted, found).filter(order -> order > 0).isPresent();
            case GREATER_OR_EQUAL ->
                order(wanted, found).filter(order -> order >= 0).isPresent();
            case ARN -> arnMatches(wanted, found);
        };
    }

    /** Where no wildcards are meant, each character is itself. */
    private static String literal(String wanted) {
        return wanted.replace(Wildcards.LITERAL_STAR, '*').replace(Wildcards.LITERAL_QUESTION_MARK, '?');
    }

    /** Each of the six parts by itself, so that no wildcard reaches over a colon. ArnEquals and ArnLike are the same. */
    private static boolean arnMatches(String wanted, String found) {
        String[] patterns = wanted.split(":", PARTS_OF_AN_ARN);
        String[] parts = found.split(":", PARTS_OF_AN_ARN);
        if (patterns.length != parts.length) {
            return false;
        }
        for (int i = 0; i < parts.length; i++) {
            if (!Wildcards.match(patterns[i], parts[i])) {
                return false;
            }
        }
        return true;
    }

    /** How the call's number stands to the condition's; empty when one of the two is none. */
    private static Optional<Integer> order(String wanted, String found) {
        try {
            return Optional.of(new BigDecimal(found).compareTo(new BigDecimal(wanted)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
