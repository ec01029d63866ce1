package localrunner.data;

import java.math.BigDecimal;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A value of DynamoDB as people read it: the text itself, a number with all its digits, JSON of what has parts.
 *
 * <p>"AttributeValue" in the Amazon DynamoDB API Reference. Binary values are base64.
 *
 * @param type such as {@code S}, {@code N} or {@code M}
 */
record AttributeText(String type, String text) {

    private static final JsonNodeFactory NODES = JsonMapper.shared().getNodeFactory();

    /** @param value such as <code>{"S":"hello"}</code> */
    static AttributeText of(JsonNode value) {
        String type = value.propertyNames().stream().findFirst().orElse("");
        JsonNode content = value.path(type);
        return switch (type) {
            case "S", "N", "B" -> new AttributeText(type, content.asString(""));
            default -> new AttributeText(type, plain(value).toString());
        };
    }

    private static JsonNode plain(JsonNode value) {
        var member = value.properties().stream().findFirst();
        if (member.isEmpty()) {
            return NODES.nullNode();
        }
        JsonNode content = member.get().getValue();
        return switch (member.get().getKey()) {
            case "N" -> number(content.asString(""));
            case "M" -> {
                ObjectNode map = NODES.objectNode();
                content.properties().forEach(entry -> map.set(entry.getKey(), plain(entry.getValue())));
                yield map;
            }
            case "L" -> {
                ArrayNode list = NODES.arrayNode();
                content.forEach(entry -> list.add(plain(entry)));
                yield list;
            }
            case "NS" -> {
                ArrayNode set = NODES.arrayNode();
                content.forEach(entry -> set.add(number(entry.asString(""))));
                yield set;
            }
            case "NULL" -> NODES.nullNode();
            default -> content;
        };
    }

    private static JsonNode number(String digits) {
        try {
            return NODES.numberNode(new BigDecimal(digits));
        } catch (NumberFormatException e) {
            return NODES.stringNode(digits);
        }
    }
}
