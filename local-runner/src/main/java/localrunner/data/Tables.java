package localrunner.data;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import localrunner.application.Application;
import localrunner.edge.EdgeService;
import localrunner.web.WebRefusal;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Shows the items of the application's tables, and deletes single ones. Thread-safe. */
final class Tables {

    /** Items on a page. */
    static final int PAGE = 25;

    /** How many items a filter looks at for one page, so that an answer does not take long. */
    static final int MOST_LOOKED_AT = 5_000;

    private static final int READ_AT_ONCE = 500;
    private static final JsonMapper JSON = JsonMapper.shared();

    private final JsonClient dynamoDb;

    Tables(EdgeService dynamoDb) {
        this.dynamoDb = JsonClient.ofDynamoDb(dynamoDb);
    }

    /**
     * Which items somebody wants to see.
     *
     * @param index whose key is meant; empty for the table's own
     * @param partition the value of the partition key; empty for all items
     * @param sort the beginning of the sort key's text, or the value of one that is no text
     * @param filter a text that the item has somewhere, in upper or lower case
     * @param cursor where to go on, as the page before has it
     */
    record Query(
            Optional<String> index,
            Optional<String> partition,
            Optional<String> sort,
            Optional<String> filter,
            Optional<String> cursor) {}

    /** What a table is: its keys and indexes. */
    static ObjectNode described(Application.Table table) {
        TableKeys keys = TableKeys.of(table);
        ObjectNode node = JSON.createObjectNode();
        node.put("id", table.logicalId()).put("name", table.name());
        node.set("key", described(keys.primary()));
        ObjectNode indexes = node.putObject("indexes");
        keys.indexes().forEach((name, key) -> indexes.set(name, described(key)));
        node.put("stream", table.streamArn().isPresent());
        return node;
    }

    private static ArrayNode described(TableKeys.Key key) {
        ArrayNode node = JSON.createArrayNode();
        key.attributes()
                .forEach(attribute ->
                        node.addObject().put("name", attribute.name()).put("type", attribute.type()));
        return node;
    }

    ObjectNode items(Application.Table table, Query query) throws InterruptedException {
        TableKeys keys = TableKeys.of(table);
        TableKeys.Key key = keys.of(query.index());
        ObjectNode request = JSON.createObjectNode().put("TableName", table.name());
        query.index()
                .ifPresentOrElse(index -> request.put("IndexName", index), () -> request.put("ConsistentRead", true));
        boolean queried = query.partition().isPresent();
        if (queried) {
            putConditions(request, key, query);
        } else if (query.sort().isPresent()) {
            throw new WebRefusal(
                    400,
                    "a sort key is asked for together with a partition key: "
                            + key.partition().name());
        }
        query.cursor().ifPresent(cursor -> request.set("ExclusiveStartKey", cursor(cursor)));
        return page(request, queried ? "Query" : "Scan", keys, key, query.filter());
    }

    private static void putConditions(ObjectNode request, TableKeys.Key key, Query query) {
        ObjectNode names = request.putObject("ExpressionAttributeNames");
        ObjectNode values = request.putObject("ExpressionAttributeValues");
        names.put("#partition", key.partition().name());
        values.set(":partition", value(key.partition(), query.partition().orElseThrow()));
        String condition = "#partition = :partition";
        if (query.sort().isPresent()) {
            TableKeys.Attribute sort = key.sort()
                    .orElseThrow(() -> new WebRefusal(
                            400,
                            "there is no sort key, only the partition key "
                                    + key.partition().name()));
            names.put("#sort", sort.name());
            values.set(":sort", value(sort, query.sort().get()));
            condition += sort.type().equals("S") ? " AND begins_with(#sort, :sort)" : " AND #sort = :sort";
        }
        request.put("KeyConditionExpression", condition);
    }

    private static ObjectNode value(TableKeys.Attribute attribute, String text) {
        if (attribute.type().equals("N")) {
            try {
                var _ = new BigDecimal(text);
            } catch (NumberFormatException e) {
                throw new WebRefusal(400, "the key %s is a number, not %s".formatted(attribute.name(), text));
            }
        }
        if (attribute.type().equals("B")) {
            try {
                var _ = Base64.getDecoder().decode(text);
            } catch (IllegalArgumentException e) {
                throw new WebRefusal(400, "the key %s is binary, written as base64".formatted(attribute.name()));
            }
        }
        return JSON.createObjectNode().put(attribute.type(), text);
    }

    private ObjectNode page(
            ObjectNode request, String operation, TableKeys keys, TableKeys.Key used, Optional<String> filter)
            throws InterruptedException {
        Set<TableKeys.Attribute> cursorKeys = new LinkedHashSet<>(keys.primary().attributes());
        cursorKeys.addAll(used.attributes());
        ObjectNode page = JSON.createObjectNode();
        ArrayNode items = page.putArray("items");
        int lookedAt = 0;
        Optional<ObjectNode> next = Optional.empty();
        do {
            request.put("Limit", filter.isEmpty() ? PAGE - items.size() : READ_AT_ONCE);
            JsonNode answer = dynamoDb.call(operation, request);
            next = Optional.of(answer.path("LastEvaluatedKey"))
                    .filter(ObjectNode.class::isInstance)
                    .map(ObjectNode.class::cast);
            for (JsonNode item : answer.path("Items")) {
                if (items.size() == PAGE) {
                    // What comes behind the last one shown is for the next page.
                    next = Optional.of(cursor(items.get(PAGE - 1).path("raw"), cursorKeys));
                    break;
                }
                lookedAt++;
                ObjectNode shown = shown(item, keys);
                if (filter.isEmpty() || hasText(shown, filter.get())) {
                    items.add(shown);
                }
            }
            next.ifPresent(key -> request.set("ExclusiveStartKey", key));
        } while (next.isPresent() && items.size() < PAGE && lookedAt < MOST_LOOKED_AT);
        items.forEach(item -> ((ObjectNode) item).remove("raw"));
        next.ifPresent(key -> page.put("next", encoded(key)));
        return page.put("lookedAt", lookedAt);
    }

    private static ObjectNode cursor(JsonNode item, Set<TableKeys.Attribute> attributes) {
        ObjectNode cursor = JSON.createObjectNode();
        attributes.forEach(attribute -> cursor.set(attribute.name(), item.path(attribute.name())));
        return cursor;
    }

    /** An item with its key, by which it can be deleted, and its attributes: those of the key first. */
    private static ObjectNode shown(JsonNode item, TableKeys keys) {
        ObjectNode node = JSON.createObjectNode();
        node.set("raw", item);
        ObjectNode key = node.putObject("key");
        List<String> names = new ArrayList<>();
        for (TableKeys.Attribute attribute : keys.primary().attributes()) {
            names.add(attribute.name());
            key.set(attribute.name(), item.path(attribute.name()));
        }
        item.propertyNames().stream()
                .filter(name -> !names.contains(name))
                .sorted()
                .forEach(names::add);
        ArrayNode attributes = node.putArray("attributes");
        for (String name : names) {
            AttributeText text = AttributeText.of(item.path(name));
            attributes.addObject().put("name", name).put("type", text.type()).put("text", text.text());
        }
        return node;
    }

    private static boolean hasText(ObjectNode shown, String filter) {
        String wanted = filter.toLowerCase(Locale.ROOT);
        return shown.path("attributes")
                .valueStream()
                .anyMatch(attribute -> has(attribute, "name", wanted) || has(attribute, "text", wanted));
    }

    private static boolean has(JsonNode attribute, String member, String wanted) {
        return attribute.path(member).asString("").toLowerCase(Locale.ROOT).contains(wanted);
    }

    /**
     * Deletes an item.
     *
     * @param body with the item's {@code key}, as a page of items has it
     */
    void delete(Application.Table table, ObjectNode body) throws InterruptedException {
        TableKeys.Key key = TableKeys.of(table).primary();
        List<String> wanted =
                key.attributes().stream().map(TableKeys.Attribute::name).toList();
        if (!(body.path("key") instanceof ObjectNode given)
                || !Set.copyOf(given.propertyNames()).equals(Set.copyOf(wanted))) {
            throw new WebRefusal(400, "the body has the item's key, such as {\"key\":%s}".formatted(example(key)));
        }
        ObjectNode request =
                JSON.createObjectNode().put("TableName", table.name()).put("ReturnValues", "ALL_OLD");
        request.set("Key", given);
        if (!dynamoDb.call("DeleteItem", request).has("Attributes")) {
            throw new WebRefusal(404, "the item is not there; somebody may have deleted it before");
        }
    }

    private static ObjectNode example(TableKeys.Key key) {
        ObjectNode example = JSON.createObjectNode();
        key.attributes()
                .forEach(attribute -> example.putObject(attribute.name())
                        .put(attribute.type(), attribute.type().equals("N") ? "1" : "hello"));
        return example;
    }

    private static String encoded(ObjectNode key) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(key.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static JsonNode cursor(String text) {
        try {
            if (JSON.readTree(Base64.getUrlDecoder().decode(text)) instanceof ObjectNode key) {
                return key;
            }
        } catch (IllegalArgumentException | JacksonException e) {
            // The refusal says what would be right.
        }
        throw new WebRefusal(400, "cursor is the next of the page before, not " + text);
    }
}
