package benchmarks.stub;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Computes what DynamoDB bills for an item.
 *
 * <p>AWS documents "DynamoDB item sizes and formats" and "DynamoDB read and write operations" (Amazon DynamoDB Developer Guide): a write
 * unit for each begun KB of the larger of the old and the new item, a read unit for each begun 4 KB, half of it when the read is
 * eventually consistent. Transactions take twice as many.
 */
final class CapacityUnits {

    private static final int WRITE_UNIT_BYTES = 1024;
    private static final int READ_UNIT_BYTES = 4096;

    private CapacityUnits() {}

    static double write(ObjectNode before, ObjectNode after) {
        return units(Math.max(bytes(before), bytes(after)), WRITE_UNIT_BYTES);
    }

    static double read(ObjectNode item, boolean consistent) {
        return units(bytes(item), READ_UNIT_BYTES) * (consistent ? 1 : 0.5);
    }

    /** An index's entry that moves is deleted and written anew; one that stays costs nothing, since it holds keys only. */
    static double write(TableDefinition.Index index, ObjectNode before, ObjectNode after) {
        boolean was = before.has(index.partitionKey()) && before.has(index.sortKey());
        boolean is = after.has(index.partitionKey()) && after.has(index.sortKey());
        boolean stays = was
                && is
                && before.path(index.partitionKey()).equals(after.path(index.partitionKey()))
                && before.path(index.sortKey()).equals(after.path(index.sortKey()));
        return stays ? 0 : (was ? 1 : 0) + (is ? 1 : 0);
    }

    private static double units(int bytes, int unit) {
        return Math.max(1, (bytes + unit - 1) / unit);
    }

    static int bytes(ObjectNode item) {
        int bytes = 0;
        for (Map.Entry<String, JsonNode> attribute : item.properties()) {
            bytes += utf8(attribute.getKey()) + typedBytes(attribute.getValue());
        }
        return bytes;
    }

    private static int typedBytes(JsonNode typed) {
        Map.Entry<String, JsonNode> value = typed.properties().iterator().next();
        JsonNode content = value.getValue();
        return switch (value.getKey()) {
            case "S" -> utf8(content.asString());
            case "N" -> numberBytes(content.asString());
            case "B" -> base64Bytes(content.asString());
            case "SS", "NS", "BS" -> {
                int bytes = 3;
                for (JsonNode member : content) {
                    bytes += 1
                            + switch (value.getKey()) {
                                case "SS" -> utf8(member.asString());
                                case "NS" -> numberBytes(member.asString());
                                default -> base64Bytes(member.asString());
                            };
                }
                yield bytes;
            }
            case "M" -> {
                int bytes = 3;
                for (Map.Entry<String, JsonNode> member : content.properties()) {
                    bytes += 1 + utf8(member.getKey()) + typedBytes(member.getValue());
                }
                yield bytes;
            }
            case "L" -> {
                int bytes = 3;
                for (JsonNode member : content) {
                    bytes += 1 + typedBytes(member);
                }
                yield bytes;
            }
            default -> 1; // BOOL and NULL
        };
    }

    /** A byte for two digits, and one more. */
    private static int numberBytes(String digits) {
        return (digits.length() + 1) / 2 + 1;
    }

    private static int base64Bytes(String text) {
        return text.length() / 4 * 3;
    }

    private static int utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
