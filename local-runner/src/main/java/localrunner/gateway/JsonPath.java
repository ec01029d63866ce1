package localrunner.gateway;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * Finds what a JSONPath of members and indexes names, such as {@code $.Messages[0].Body} or {@code $['a b']}.
 *
 * <p>API Gateway knows more (filters, wildcards, slices); here they are refused.
 */
final class JsonPath {

    private static final Pattern STEP =
            Pattern.compile("\\.([A-Za-z_$][\\w$-]*)|\\[(\\d{1,9})]|\\['([^']*)']|\\[\"([^\"]*)\"]");

    private JsonPath() {}

    /**
     * Finds the node.
     *
     * @return a missing node when there is none
     * @throws IllegalArgumentException when the path has another form
     */
    static JsonNode find(JsonNode root, String path) {
        Matcher step = STEP.matcher(path);
        int end = 1;
        JsonNode node = root;
        while (path.startsWith("$") && end < path.length() && step.find(end) && step.start() == end) {
            node = step.group(2) != null ? node.path(Integer.parseInt(step.group(2))) : node.path(member(step));
            end = step.end();
        }
        if (!path.startsWith("$") || end != path.length()) {
            throw new IllegalArgumentException(
                    "the JSONPath '" + path + "' is not supported; a path has members and indexes: $.a.b[0]['c d']");
        }
        return node.isNull() ? MissingNode.getInstance() : node;
    }

    private static String member(Matcher step) {
        for (int group : new int[] {1, 3}) {
            if (step.group(group) != null) {
                return step.group(group);
            }
        }
        return step.group(4);
    }
}
