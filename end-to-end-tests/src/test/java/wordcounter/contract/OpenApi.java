package wordcounter.contract;

import static wordcounter.contract.SchemaDocument.map;

import com.networknt.schema.SpecificationVersion;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import wordcounter.json.JsonObject;

/** openapi.yaml, and whether an answer keeps to it. */
final class OpenApi {

    private static final Set<String> METHODS =
            Set.of("get", "put", "post", "delete", "patch", "head", "options", "trace");

    private final SchemaDocument file;
    private final Map<String, Object> document;

    private OpenApi(SchemaDocument file) {
        this.file = file;
        this.document = file.root();
    }

    static OpenApi read() {
        return new OpenApi(SchemaDocument.read("openapi.yaml", SpecificationVersion.DRAFT_2020_12));
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
        Map<String, Object> response = file.resolved(responses(operation).get(status));
        List<String> problems = new ArrayList<>();
        map(response.getOrDefault("headers", Map.of())).forEach((name, header) -> {
            Map<String, Object> expected = file.resolved(header);
            answer.headers()
                    .firstValue(name)
                    .ifPresentOrElse(
                            value -> problems.addAll(file.problems(expected.get("schema"), quoted(value))), () -> {
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
                problems.addAll(
                        file.problems(map(content).get("schema"), isJson ? answer.body() : quoted(answer.body())));
            }
        } else if (!answer.body().isEmpty()) {
            problems.add("there is a body, and none is documented: " + answer.body());
        }
        problems.replaceAll(problem -> operation + " " + status + ": " + problem);
        return problems;
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
}
