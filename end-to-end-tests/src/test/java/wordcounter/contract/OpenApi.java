package wordcounter.contract;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import wordcounter.json.JsonObject;

/** openapi.yaml, and whether an answer keeps to it. */
final class OpenApi {

    private static final Set<String> METHODS =
            Set.of("get", "put", "post", "delete", "patch", "head", "options", "trace");

    private final Map<String, Object> document;

    private OpenApi(Map<String, Object> document) {
        this.document = document;
    }

    static OpenApi read() {
        try {
            Object loaded = new Load(LoadSettings.builder().build())
                    .loadFromString(Files.readString(Path.of("..", "openapi.yaml")));
            return new OpenApi(map(loaded));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Each method and path that is documented, such as {@code POST /words}. */
    Set<String> operations() {
        Set<String> operations = new TreeSet<>();
        map(document.get("paths"))
                .forEach((path, item) -> map(item).keySet().stream()
                        .filter(METHODS::contains)
                        .forEach(method -> operations.add(method.toUpperCase(Locale.ROOT) + " " + path)));
        return operations;
    }

    /** Each answer that is documented, such as {@code POST /words 202}. */
    Set<String> answers() {
        Set<String> answers = new TreeSet<>();
        operations()
                .forEach(operation ->
                        responses(operation).keySet().forEach(status -> answers.add(operation + " " + status)));
        return answers;
    }

    boolean needsApiKey(String operation) {
        return operation(operation).getOrDefault("security", document.get("security")) instanceof List<?> schemes
                && !schemes.isEmpty();
    }

    /** What is wrong with an answer to that operation; empty when nothing is. */
    List<String> problems(String operation, HttpResponse<String> answer) {
        String status = Integer.toString(answer.statusCode());
        if (!responses(operation).containsKey(status)) {
            return List.of(operation + " answers " + status + ", which is not documented: " + answer.body());
        }
        Map<String, Object> response = resolved(responses(operation).get(status));
        List<String> problems = new ArrayList<>();
        map(response.getOrDefault("headers", Map.of())).forEach((name, header) -> {
            Map<String, Object> expected = resolved(header);
            answer.headers()
                    .firstValue(name)
                    .ifPresentOrElse(value -> problems.addAll(validate(expected.get("schema"), quoted(value))), () -> {
                        if (Boolean.TRUE.equals(expected.get("required"))) {
                            problems.add("the header " + name + " is missing");
                        }
                    });
        });
        if (response.containsKey("content")) {
            String mediaType =
                    answer.headers().firstValue("Content-Type").orElse("none").split(";", 2)[0];
            Object content = map(response.get("content")).get(mediaType);
            if (content == null) {
                problems.add("the content type " + mediaType + " is not documented");
            } else {
                boolean isJson = mediaType.endsWith("json");
                problems.addAll(validate(map(content).get("schema"), isJson ? answer.body() : quoted(answer.body())));
            }
        } else if (!answer.body().isEmpty()) {
            problems.add("there is a body, and none is documented: " + answer.body());
        }
        problems.replaceAll(problem -> operation + " " + status + ": " + problem);
        return problems;
    }

    private List<String> validate(@Nullable Object schema, String json) {
        // references lead to the components, wherever the schema stands
        Map<String, Object> standalone = new LinkedHashMap<>(map(schema));
        standalone.put("components", document.get("components"));
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(new JsonObject(standalone).toJson())
                .validate(json, InputFormat.JSON)
                .stream()
                .map(error -> error + " in " + json)
                .toList();
    }

    private static String quoted(String text) {
        String object = new JsonObject(Map.of("text", text)).toJson();
        return object.substring(object.indexOf(':') + 1, object.length() - 1);
    }

    private Map<String, Object> operation(String operation) {
        String[] methodAndPath = operation.split(" ", 2);
        return map(
                map(map(document.get("paths")).get(methodAndPath[1])).get(methodAndPath[0].toLowerCase(Locale.ROOT)));
    }

    private Map<String, Object> responses(String operation) {
        return map(operation(operation).get("responses"));
    }

    private Map<String, Object> resolved(@Nullable Object value) {
        Map<String, Object> map = map(value);
        if (!(map.get("$ref") instanceof String reference)) {
            return map;
        }
        @Nullable Object found = document;
        for (String part : reference.substring("#/".length()).split("/", -1)) {
            found = map(found).get(part);
        }
        return resolved(found);
    }

    private static Map<String, Object> map(@Nullable Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException("openapi.yaml has no map where one belongs, but " + value);
        }
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((name, member) -> copy.put(String.valueOf(name), member));
        return copy;
    }
}
