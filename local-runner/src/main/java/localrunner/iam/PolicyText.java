package localrunner.iam;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts a call's values into the variables of a policy's text, such as {@code ${aws:PrincipalArn}}.
 *
 * <p>AWS document "IAM policy elements: Variables and tags". {@code ${*}}, {@code ${?}} and {@code ${$}} stand for the
 * characters themselves; {@code ${key, 'default'}} has a value for calls without the key.
 */
final class PolicyText {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^},]+)(?:,\\s*'([^']*)')?\\}");

    private PolicyText() {}

    /** The text as a pattern for {@link Wildcards}; empty when the call has no single value for a variable. */
    static Optional<String> filled(String text, CallContext context) {
        if (text.indexOf('$') < 0) {
            return Optional.of(text);
        }
        Matcher variable = VARIABLE.matcher(text);
        StringBuilder filled = new StringBuilder();
        while (variable.find()) {
            Optional<String> value = value(variable, context);
            if (value.isEmpty()) {
                return Optional.empty();
            }
            variable.appendReplacement(filled, Matcher.quoteReplacement(value.get()));
        }
        return Optional.of(variable.appendTail(filled).toString());
    }

    /** The first variable that names no known key; empty when all are known. */
    static Optional<String> unknownVariable(String text) {
        return VARIABLE.matcher(text)
                .results()
                .map(variable -> variable.group(1).strip())
                .filter(name -> !List.of("*", "?", "$").contains(name) && !CallContext.knows(name))
                .findFirst();
    }

    private static Optional<String> value(Matcher variable, CallContext context) {
        return switch (variable.group(1)) {
            case "*" -> Optional.of(String.valueOf(Wildcards.LITERAL_STAR));
            case "?" -> Optional.of(String.valueOf(Wildcards.LITERAL_QUESTION_MARK));
            case "$" -> Optional.of("$");
            default ->
                context.values(variable.group(1).strip())
                        .filter(values -> values.size() == 1)
                        .map(values -> literal(values.getFirst()))
                        .or(() -> Optional.ofNullable(variable.group(2)).map(PolicyText::literal));
        };
    }

    private static String literal(String value) {
        return value.replace('*', Wildcards.LITERAL_STAR).replace('?', Wildcards.LITERAL_QUESTION_MARK);
    }
}
