package localrunner.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import localrunner.application.Application;
import localrunner.web.WebRefusal;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The keys of a table and of its indexes, as its {@code CreateTable} says. Immutable.
 *
 * @param primary of the table
 * @param indexes by their names
 */
public record TableKeys(Key primary, Map<String, Key> indexes) {

    public TableKeys {
        indexes = Map.copyOf(indexes);
    }

    /** A partition key, and the sort key if there is one. */
    public record Key(Attribute partition, Optional<Attribute> sort) {

        public List<Attribute> attributes() {
            List<Attribute> all = new ArrayList<>(List.of(partition));
            sort.ifPresent(all::add);
            return all;
        }
    }

    /**
     * An attribute of a key.
     *
     * @param type {@code S}, {@code N} or {@code B}
     */
    public record Attribute(String name, String type) {}

    public static TableKeys of(Application.Table table) {
        JsonNode request = JsonMapper.shared().readTree(table.createTableRequest());
        Map<String, String> types = new TreeMap<>();
        request.path("AttributeDefinitions")
                .forEach(definition -> types.put(
                        definition.path("AttributeName").asString(""),
                        definition.path("AttributeType").asString("")));
        Map<String, Key> indexes = new LinkedHashMap<>();
        for (String kind : List.of("GlobalSecondaryIndexes", "LocalSecondaryIndexes")) {
            request.path(kind)
                    .forEach(index ->
                            indexes.put(index.path("IndexName").asString(""), key(index.path("KeySchema"), types)));
        }
        return new TableKeys(key(request.path("KeySchema"), types), indexes);
    }

    private static Key key(JsonNode schema, Map<String, String> types) {
        List<Attribute> attributes = new ArrayList<>();
        for (String role : List.of("HASH", "RANGE")) {
            schema.valueStream()
                    .filter(part -> part.path("KeyType").asString("").equals(role))
                    .map(part -> part.path("AttributeName").asString(""))
                    .map(name -> new Attribute(name, types.getOrDefault(name, "S")))
                    .forEach(attributes::add);
        }
        return new Key(
                attributes.getFirst(), attributes.size() > 1 ? Optional.of(attributes.get(1)) : Optional.empty());
    }

    /** The table's own key, or that of an index. */
    Key of(Optional<String> index) {
        return index.isEmpty()
                ? primary
                : Optional.ofNullable(indexes.get(index.get()))
                        .orElseThrow(() -> new WebRefusal(
                                404,
                                "the table has no index %s; it has %s"
                                        .formatted(
                                                index.get(),
                                                indexes.isEmpty()
                                                        ? "none"
                                                        : String.join(", ", new TreeMap<>(indexes).keySet()))));
    }
}
