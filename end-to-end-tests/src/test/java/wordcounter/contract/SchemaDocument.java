package wordcounter.contract;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import wordcounter.json.JsonObject;

/**
 * A document in YAML with JSON Schemas in it, such as openapi.yaml.
 *
 * @param name of the file, for messages
 * @param dialect which version of JSON Schema its schemas are written in
 */
record SchemaDocument(String name, SpecificationVersion dialect, Map<String, Object> root) {

    /** @param name of a file of the checkout's root */
    static SchemaDocument read(String name, SpecificationVersion dialect) {
        try {
            Object loaded =
                    new Load(LoadSettings.builder().build()).loadFromString(Files.readString(Path.of("..", name)));
            return new SchemaDocument(name, dialect, map(loaded));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is wrong with a JSON value by that schema; empty when nothing is. */
    List<String> problems(@Nullable Object schema, String json) {
        // references lead to the components, wherever the schema stands
        Map<String, Object> standalone = new LinkedHashMap<>(map(schema));
        standalone.put("components", root.get("components"));
        return problems(dialect, new JsonObject(standalone).toJson(), json);
    }

    static List<String> problems(SpecificationVersion dialect, String schema, String json) {
        return SchemaRegistry.withDefaultDialect(dialect).getSchema(schema).validate(json, InputFormat.JSON).stream()
                .map(error -> error + " in " + json)
                .toList();
    }

    /** What a reference leads to, or the map itself. */
    Map<String, Object> resolved(@Nullable Object value) {
        Map<String, Object> map = map(value);
        if (!(map.get("$ref") instanceof String reference)) {
            return map;
        }
        @Nullable Object found = root;
        for (String part : reference.substring("#/".length()).split("/", -1)) {
            found = map(found).get(part);
        }
        return resolved(found);
    }

    /** A copy of a map, with texts for keys. */
    static Map<String, Object> map(@Nullable Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException("there is no map where one belongs, but " + value);
        }
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((name, member) -> copy.put(String.valueOf(name), member));
        return copy;
    }
}
