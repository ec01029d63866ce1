package localrunner.streams;

import java.math.BigDecimal;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A pattern of a mapping's {@code FilterCriteria}: which records the function is invoked with.
 *
 * <p>AWS document "Control which events Lambda sends to your function": the pattern has the form of the record, and its leaves are
 * lists of rules, any of which has to hold. {@code exists} looks at leaves only. "Using event filtering with a DynamoDB event source":
 * only the member {@code dynamodb} can be filtered by, and a number of DynamoDB is a text in it. Immutable.
 */
public final class EventPattern {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final int LONGEST = 4_096;
    private static final Set<String> COMPARISONS = Set.of("=", "<", "<=", ">", ">=");

    private final JsonNode pattern;

    private EventPattern(JsonNode pattern) {
        this.pattern = pattern;
    }

    /** @throws IllegalArgumentException when Lambda would not take it; the message says why */
    public static EventPattern parse(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("a pattern has at most " + LONGEST + " characters");
        }
        JsonNode pattern;
        try {
            pattern = JSON.readTree(text);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("a pattern is JSON: " + e.getOriginalMessage(), e);
        }
        if (!pattern.isObject()
                || pattern.size() != 1
                || !pattern.path("dynamodb").isObject()) {
            throw new IllegalArgumentException("a pattern for a DynamoDB stream is {\"dynamodb\": {...}}");
        }
        check(pattern);
        return new EventPattern(pattern);
    }

    private static void check(JsonNode pattern) {
        if (pattern.isEmpty()) {
            throw new IllegalArgumentException("a pattern has no empty objects and lists");
        }
        for (Map.Entry<String, JsonNode> member : pattern.properties()) {
            JsonNode value = member.getValue();
            if (member.getKey().equals("$or")) {
                if (!value.isArray() || value.size() < 2) {
                    throw new IllegalArgumentException("$or is a list of at least two patterns");
                }
                value.forEach(EventPattern::checkObject);
            } else if (value.isArray() && !value.isEmpty()) {
                value.forEach(EventPattern::checkRule);
            } else {
                checkObject(value);
            }
        }
    }

    private static void checkObject(JsonNode value) {
        if (!value.isObject()) {
            throw new IllegalArgumentException(
                    value + " should be a list of rules, such as [\"a\", {\"prefix\": \"b\"}]");
        }
        check(value);
    }

    private static void checkRule(JsonNode rule) {
        boolean isKnown = rule.isValueNode();
        if (rule.isObject() && rule.size() == 1) {
            Map.Entry<String, JsonNode> only = rule.properties().iterator().next();
            JsonNode value = only.getValue();
            isKnown = switch (only.getKey()) {
                case "exists" -> value.isBoolean();
                case "prefix", "suffix", "equals-ignore-case" -> value.isString();
                case "anything-but" ->
                    value.isString()
                            || value.isNumber()
                            || (value.isArray()
                                    && !value.isEmpty()
                                    && value.valueStream().allMatch(JsonNode::isValueNode));
                case "numeric" -> isNumeric(value);
                default -> false;
            };
        }
        if (!isKnown) {
            throw new IllegalArgumentException(
                    rule + " is no rule that is known here: a value, or an object with one of exists,"
                            + " prefix, suffix, equals-ignore-case, anything-but and numeric");
        }
    }

    private static boolean isNumeric(JsonNode comparisons) {
        if (!comparisons.isArray() || (comparisons.size() != 2 && comparisons.size() != 4)) {
            return false;
        }
        for (int i = 0; i < comparisons.size(); i += 2) {
            if (!COMPARISONS.contains(comparisons.get(i).asString())
                    || !comparisons.get(i + 1).isNumber()) {
                return false;
            }
        }
        return true;
    }

    /** @param record in the form of the Lambda event */
    boolean matches(JsonNode record) {
        return matches(pattern, record);
    }

    /** Whether there is no filter, or one of them matches. */
    public static boolean anyMatches(List<EventPattern> patterns, JsonNode record) {
        return patterns.isEmpty() || patterns.stream().anyMatch(pattern -> pattern.matches(record));
    }

    private static boolean matches(JsonNode pattern, JsonNode value) {
        for (Map.Entry<String, JsonNode> member : pattern.properties()) {
            JsonNode wanted = member.getValue();
            boolean isMet;
            if (member.getKey().equals("$or")) {
                isMet = wanted.valueStream().anyMatch(one -> matches(one, value));
            } else if (wanted.isArray()) {
                JsonNode leaf = value.path(member.getKey());
                isMet = wanted.valueStream().anyMatch(rule -> isMet(rule, leaf));
            } else {
                isMet = matches(wanted, value.path(member.getKey()));
            }
            if (!isMet) {
                return false;
            }
        }
        return true;
    }

    /** Of a list in the event one element is enough. */
    private static boolean isMet(JsonNode rule, JsonNode leaf) {
        if (rule.has("exists")) {
            return rule.get("exists").booleanValue() == (leaf.isValueNode() || leaf.isArray());
        }
        return leaf.isArray() ? leaf.valueStream().anyMatch(element -> holds(rule, element)) : holds(rule, leaf);
    }

    private static boolean holds(JsonNode rule, JsonNode value) {
        if (!value.isValueNode()) {
            return false;
        }
        if (rule.isValueNode()) {
            return isEqual(rule, value);
        }
        Map.Entry<String, JsonNode> only = rule.properties().iterator().next();
        JsonNode wanted = only.getValue();
        return switch (only.getKey()) {
            case "prefix" -> value.isString() && value.stringValue().startsWith(wanted.stringValue());
            case "suffix" -> value.isString() && value.stringValue().endsWith(wanted.stringValue());
            case "equals-ignore-case" ->
                value.isString()
                        && value.stringValue()
                                .toLowerCase(Locale.ROOT)
                                .equals(wanted.stringValue().toLowerCase(Locale.ROOT));
            case "anything-but" ->
                wanted.isArray()
                        ? wanted.valueStream().noneMatch(other -> isEqual(other, value))
                        : !isEqual(wanted, value);
            default -> value.isNumber() && isInRange(wanted, value.decimalValue());
        };
    }

    private static boolean isEqual(JsonNode wanted, JsonNode value) {
        if (wanted.isNumber() && value.isNumber()) {
            return wanted.decimalValue().compareTo(value.decimalValue()) == 0;
        }
        return wanted.equals(value);
    }

    private static boolean isInRange(JsonNode comparisons, BigDecimal value) {
        Iterator<JsonNode> parts = comparisons.iterator();
        while (parts.hasNext()) {
            String comparison = parts.next().stringValue();
            int order = value.compareTo(parts.next().decimalValue());
            boolean holds = switch (comparison) {
                case "=" -> order == 0;
                case "<" -> order < 0;
                case "<=" -> order <= 0;
                case ">" -> order > 0;
                default -> order >= 0;
            };
            if (!holds) {
                return false;
            }
        }
        return true;
    }
}
