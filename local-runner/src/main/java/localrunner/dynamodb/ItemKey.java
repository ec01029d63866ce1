package localrunner.dynamodb;

import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Writes the key of an item as one text, by which a call that wrote the item and a record of its stream are joined. */
public final class ItemKey {

    private ItemKey() {}

    /**
     * The key of an item, such as {@code shard={"N":"3"},word={"S":"hello"}}.
     *
     * @param attributes with at least those of the key
     */
    static String of(JsonNode attributes, Set<String> names) {
        return new TreeSet<>(names)
                .stream().map(name -> name + "=" + attributes.path(name)).collect(Collectors.joining(","));
    }

    /** The same of a stream record's {@code Keys}. */
    public static String of(JsonNode keys) {
        var sorted = new TreeMap<String, JsonNode>();
        keys.properties().forEach(key -> sorted.put(key.getKey(), key.getValue()));
        return sorted.entrySet().stream()
                .map(key -> key.getKey() + "=" + key.getValue())
                .collect(Collectors.joining(","));
    }
}
