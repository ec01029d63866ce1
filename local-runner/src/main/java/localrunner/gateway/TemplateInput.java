package localrunner.gateway;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.StringNode;

/**
 * The variable {@code $input} of a mapping template.
 *
 * <p>AWS document "API Gateway mapping template and access logging variable reference". Public for Velocity, which calls
 * public methods only. Immutable.
 */
public final class TemplateInput {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final String body;
    private final Map<String, Map<String, String>> parameters;

    /**
     * @param body as text; base64 where it was converted
     * @param path the path's variables
     */
    TemplateInput(String body, Map<String, String> path, Map<String, String> queryString, Map<String, String> header) {
        this.body = body;
        Map<String, Map<String, String>> all = new LinkedHashMap<>();
        all.put("path", path);
        all.put("querystring", queryString);
        all.put("header", header);
        parameters = Collections.unmodifiableMap(all);
    }

    /** The body; {@code {}} stands for an empty one, as API Gateway has it. */
    public String getBody() {
        return body.isEmpty() ? "{}" : body;
    }

    /** What a JSONPath finds, as JSON text; empty when there is none. */
    public String json(String path) {
        JsonNode found = JsonPath.find(parsed(), path);
        return found.isMissingNode() ? "" : found.toString();
    }

    /** What a JSONPath finds, as a map, list, text, number or boolean; an empty text when there is none. */
    public Object path(String path) {
        JsonNode found = JsonPath.find(parsed(), path);
        return found.isMissingNode() ? "" : JSON.convertValue(found, Object.class);
    }

    /** All parameters, by {@code path}, {@code querystring} and {@code header}. */
    public Map<String, Map<String, String>> params() {
        return parameters;
    }

    /** A parameter of the path, or else of the query string, or else a header; an empty text when there is none. */
    public String params(String name) {
        return parameters.values().stream()
                .filter(values -> values.containsKey(name))
                .findFirst()
                .map(values -> values.getOrDefault(name, ""))
                .orElse("");
    }

    private JsonNode parsed() {
        try {
            return JSON.readTree(getBody());
        } catch (JacksonException e) {
            return StringNode.valueOf(body);
        }
    }
}
