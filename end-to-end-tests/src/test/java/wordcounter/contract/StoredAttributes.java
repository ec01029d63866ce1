package wordcounter.contract;

import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import wordcounter.json.JsonObject;

/**
 * An item as JSON, in the form that a stream's record has it (AWS document "AttributeValue", Amazon DynamoDB API Reference): those
 * types that the tables have.
 */
final class StoredAttributes {

    private StoredAttributes() {}

    static Map<String, AttributeValue> of(JsonObject json) {
        Map<String, AttributeValue> attributes = new TreeMap<>();
        json.members().keySet().forEach(name -> attributes.put(name, attribute(json.requiredObject(name))));
        return attributes;
    }

    private static AttributeValue attribute(JsonObject value) {
        String type = value.members().keySet().iterator().next();
        return switch (type) {
            case "S" -> AttributeValue.fromS(value.requiredString(type));
            case "N" -> AttributeValue.fromN(value.requiredString(type));
            case "B" ->
                AttributeValue.fromB(SdkBytes.fromByteArray(Base64.getDecoder().decode(value.requiredString(type))));
            case "M" -> AttributeValue.fromM(of(value.requiredObject(type)));
            case "NS" ->
                AttributeValue.fromNs(
                        ((List<?>) Objects.requireNonNull(value.members().get(type)))
                                .stream().map(String::valueOf).toList());
            default -> throw new IllegalArgumentException("no type of our tables: " + type);
        };
    }

    static Map<String, Object> toJson(Map<String, AttributeValue> attributes) {
        Map<String, Object> json = new TreeMap<>();
        attributes.forEach((name, value) -> json.put(name, toJson(value)));
        return json;
    }

    private static Map<String, Object> toJson(AttributeValue value) {
        return switch (value.type()) {
            case S -> Map.of("S", value.s());
            case N -> Map.of("N", value.n());
            case B -> Map.of("B", Base64.getEncoder().encodeToString(value.b().asByteArray()));
            case M -> Map.of("M", toJson(value.m()));
            case NS -> Map.of("NS", value.ns());
            default -> throw new IllegalArgumentException("no type of our tables: " + value.type());
        };
    }
}
