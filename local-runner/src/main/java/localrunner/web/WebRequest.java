package localrunner.web;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request to the console's API. Immutable.
 *
 * @param variables what stands in the path where the route has {@code {name}}, decoded
 * @param query the parameters of the query, decoded, each with all its values in the order of the query
 */
public record WebRequest(
        String method,
        String path,
        Map<String, String> variables,
        Map<String, List<String>> query,
        Map<String, String> headers,
        String body) {

    public WebRequest {
        variables = Map.copyOf(variables);
        query = Map.copyOf(query);
        headers = Map.copyOf(headers);
    }

    /** @throws IllegalArgumentException when the route has no such variable */
    public String variable(String name) {
        return Optional.ofNullable(variables.get(name))
                .orElseThrow(() -> new IllegalArgumentException("The route has no {" + name + "}"));
    }

    /** The first value of a parameter of the query; empty when there is none, or an empty one. */
    public Optional<String> parameter(String name) {
        return parameters(name).stream().findFirst().filter(value -> !value.isEmpty());
    }

    /** All values of a parameter of the query. */
    public List<String> parameters(String name) {
        return query.getOrDefault(name, List.of());
    }

    /**
     * A parameter of the query that is a whole number.
     *
     * @throws WebRefusal when it is none, or not in the range
     */
    public int number(String name, int otherwise, int least, int most) {
        Optional<String> text = parameter(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(text.get());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // The refusal says what would be right.
        }
        throw new WebRefusal(400, "%s is a number from %d to %d, not %s".formatted(name, least, most, text.get()));
    }

    /** A header's value. */
    public Optional<String> header(String lowerCaseName) {
        return Optional.ofNullable(headers.get(lowerCaseName));
    }

    /**
     * The body as a JSON object; an empty one when there is no body.
     *
     * @throws WebRefusal when it is something else
     */
    public ObjectNode json() {
        if (body.isBlank()) {
            return JsonMapper.shared().createObjectNode();
        }
        try {
            if (JsonMapper.shared().readTree(body) instanceof ObjectNode object) {
                return object;
            }
            throw new WebRefusal(400, "the body is a JSON object");
        } catch (JacksonException e) {
            throw new WebRefusal(400, "the body is a JSON object; this is no JSON: " + e.getOriginalMessage());
        }
    }
}
