package benchmarks.stub;

import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Evaluates DynamoDB's condition and update expressions, over items in DynamoDB's JSON.
 *
 * <p>AWS document "Using expressions in DynamoDB" (Amazon DynamoDB Developer Guide). Of it there are: AND, OR, NOT, comparisons,
 * attribute_exists, attribute_not_exists, contains, begins_with; SET with if_not_exists, + and -, ADD, REMOVE. Members of a map are
 * compared, and not written. Anything else is a {@link ValidationException}. One instance per expression; not thread-safe.
 */
final class Expressions {

    private static final Pattern TOKEN = Pattern.compile(
            "\\s*(?:(?<word>[#:]?[A-Za-z_][A-Za-z0-9_]*(?:\\.#?[A-Za-z_][A-Za-z0-9_]*)*)|(?<sign><>|<=|>=|[=<>(),+-]))");
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Deque<String> tokens = new ArrayDeque<>();
    private final JsonNode names;
    private final JsonNode values;

    private Expressions(String expression, JsonNode request) {
        Matcher matcher = TOKEN.matcher(expression.strip());
        int end = 0;
        while (matcher.find() && matcher.start() == end) {
            tokens.add(Optional.ofNullable(matcher.group("word")).orElseGet(() -> matcher.group("sign")));
            end = matcher.end();
        }
        if (end != expression.strip().length()) {
            throw new ValidationException("The stub does not know this expression: " + expression);
        }
        names = request.path("ExpressionAttributeNames");
        values = request.path("ExpressionAttributeValues");
    }

    /**
     * Whether the request's ConditionExpression holds; true when it has none.
     *
     * @param request the request, or the action of a transaction, with its names and values
     */
    static boolean holds(JsonNode request, ObjectNode item) {
        Optional<String> condition = request.optional("ConditionExpression").map(JsonNode::asString);
        if (condition.isEmpty()) {
            return true;
        }
        Expressions expression = new Expressions(condition.get(), request);
        boolean holds = expression.or(item);
        expression.expectEnd();
        return holds;
    }

    /** The item as the request's UpdateExpression leaves it. */
    static ObjectNode update(JsonNode request, ObjectNode item) {
        ObjectNode updated = item.deepCopy();
        Expressions expression =
                new Expressions(request.path("UpdateExpression").asString(""), request);
        while (!expression.tokens.isEmpty()) {
            String clause = expression.next();
            do {
                expression.apply(clause, item, updated);
            } while (expression.take(","));
        }
        return updated;
    }

    private void apply(String clause, ObjectNode item, ObjectNode updated) {
        String name = name(next());
        switch (clause) {
            case "SET" -> {
                expect("=");
                updated.set(name, sum(item));
            }
            case "ADD" -> updated.set(name, added(item.optional(name), value(next())));
            case "REMOVE" -> updated.remove(name);
            default -> throw new ValidationException("The stub does not know the clause " + clause);
        }
    }

    private static JsonNode added(Optional<JsonNode> old, JsonNode more) {
        if (more.has("N")) {
            BigDecimal sum = number(more).add(old.map(Expressions::number).orElse(BigDecimal.ZERO));
            return number(sum);
        }
        String type = more.propertyNames().iterator().next();
        Set<String> members = new LinkedHashSet<>();
        old.ifPresent(set -> set.path(type).forEach(member -> members.add(member.asString())));
        more.path(type).forEach(member -> members.add(member.asString()));
        ArrayNode set = JSON.arrayNode();
        members.forEach(set::add);
        return JSON.objectNode().set(type, set);
    }

    private JsonNode sum(ObjectNode item) {
        JsonNode left = operand(next(), item);
        if (take("+")) {
            return number(number(left).add(number(operand(next(), item))));
        }
        if (take("-")) {
            return number(number(left).subtract(number(operand(next(), item))));
        }
        return left;
    }

    private boolean or(ObjectNode item) {
        boolean holds = and(item);
        while (take("OR")) {
            holds |= and(item);
        }
        return holds;
    }

    private boolean and(ObjectNode item) {
        boolean holds = not(item);
        while (take("AND")) {
            holds &= not(item);
        }
        return holds;
    }

    private boolean not(ObjectNode item) {
        return take("NOT") ? !not(item) : primary(item);
    }

    private boolean primary(ObjectNode item) {
        if (take("(")) {
            boolean holds = or(item);
            expect(")");
            return holds;
        }
        String token = next();
        return switch (token) {
            case "attribute_exists" -> item.has(argument());
            case "attribute_not_exists" -> !item.has(argument());
            case "contains" -> contains(arguments(item));
            case "begins_with" -> {
                List<Optional<JsonNode>> arguments = arguments(item);
                yield text(arguments.get(0)).startsWith(text(arguments.get(1)));
            }
            default -> comparison(optionalOperand(token, item), next(), optionalOperand(next(), item));
        };
    }

    private static boolean comparison(Optional<JsonNode> left, String sign, Optional<JsonNode> right) {
        if (left.isEmpty() || right.isEmpty()) {
            return sign.equals("<>");
        }
        int order = left.get().has("N")
                ? number(left.get()).compareTo(number(right.get()))
                : text(left).compareTo(text(right));
        return switch (sign) {
            case "=" -> order == 0;
            case "<>" -> order != 0;
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            case ">=" -> order >= 0;
            default -> throw new ValidationException("The stub does not know the comparison " + sign);
        };
    }

    private static boolean contains(List<Optional<JsonNode>> arguments) {
        if (arguments.get(0).isEmpty()) {
            return false;
        }
        JsonNode holder = arguments.get(0).get().iterator().next();
        String wanted = text(arguments.get(1));
        if (holder.isArray()) {
            for (JsonNode member : holder) {
                if (member.asString().equals(wanted)) {
                    return true;
                }
            }
            return false;
        }
        return holder.asString().contains(wanted);
    }

    private List<Optional<JsonNode>> arguments(ObjectNode item) {
        List<Optional<JsonNode>> arguments = new ArrayList<>();
        expect("(");
        do {
            arguments.add(optionalOperand(next(), item));
        } while (take(","));
        expect(")");
        return arguments;
    }

    private String argument() {
        expect("(");
        String name = name(next());
        expect(")");
        return name;
    }

    private JsonNode operand(String token, ObjectNode item) {
        return optionalOperand(token, item)
                .orElseThrow(() ->
                        new ValidationException("The provided expression refers to an attribute that does not exist"));
    }

    private Optional<JsonNode> optionalOperand(String token, ObjectNode item) {
        if (token.startsWith(":")) {
            return Optional.of(value(token));
        }
        if (token.equals("if_not_exists")) {
            List<Optional<JsonNode>> arguments = arguments(item);
            return arguments.get(0).or(() -> arguments.get(1));
        }
        String[] steps = token.split("\\.", -1);
        Optional<JsonNode> found = item.optional(name(steps[0]));
        for (String step : List.of(steps).subList(1, steps.length)) {
            found = found.flatMap(map -> map.path("M").optional(name(step)));
        }
        return found;
    }

    private String name(String token) {
        if (!token.startsWith("#")) {
            return token;
        }
        return names.optional(token)
                .map(JsonNode::asString)
                .orElseThrow(() -> new ValidationException("An expression attribute name is not defined: " + token));
    }

    private JsonNode value(String token) {
        return values.optional(token)
                .orElseThrow(() -> new ValidationException("An expression attribute value is not defined: " + token));
    }

    private static String text(Optional<JsonNode> value) {
        return value.map(typed -> typed.iterator().next().asString()).orElse("");
    }

    private static BigDecimal number(JsonNode typed) {
        return new BigDecimal(typed.path("N").asString());
    }

    private static JsonNode number(BigDecimal value) {
        return JSON.objectNode().put("N", value.toPlainString());
    }

    private String next() {
        if (tokens.isEmpty()) {
            throw new ValidationException("An expression ends too early");
        }
        return tokens.remove();
    }

    private boolean take(String token) {
        if (token.equals(tokens.peek())) {
            tokens.remove();
            return true;
        }
        return false;
    }

    private void expect(String token) {
        String found = next();
        if (!found.equals(token)) {
            throw new ValidationException("An expression has " + found + " where " + token + " was expected");
        }
    }

    private void expectEnd() {
        if (!tokens.isEmpty()) {
            throw new ValidationException("An expression goes on where it should end: " + tokens);
        }
    }
}
