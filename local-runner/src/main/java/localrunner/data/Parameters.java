package localrunner.data;

import java.util.Optional;
import localrunner.edge.EdgeService;
import localrunner.web.WebRefusal;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Shows the parameters, those of type SecureString only one by one and when asked for. Thread-safe. */
final class Parameters {

    private static final String SECURE = "SecureString";
    private static final int DESCRIBED_AT_ONCE = 50;
    private static final JsonMapper JSON = JsonMapper.shared();

    private final JsonClient ssm;

    Parameters(EdgeService ssm) {
        this.ssm = JsonClient.ofSsm(ssm);
    }

    ArrayNode all() throws InterruptedException {
        ArrayNode shown = JSON.createArrayNode();
        ObjectNode request = JSON.createObjectNode().put("MaxResults", DESCRIBED_AT_ONCE);
        Optional<String> next;
        do {
            JsonNode answer = ssm.call("DescribeParameters", request);
            for (JsonNode described : answer.path("Parameters")) {
                String name = described.path("Name").asString("");
                boolean hidden = described.path("Type").asString("").equals(SECURE);
                ObjectNode parameter = shown.addObject()
                        .put("name", name)
                        .put("type", described.path("Type").asString(""))
                        .put("version", described.path("Version").asInt(1))
                        .put("hidden", hidden);
                if (!hidden) {
                    value(name).ifPresent(value -> parameter.put("value", value));
                }
            }
            next = answer.path("NextToken").asStringOpt();
            next.ifPresent(token -> request.put("NextToken", token));
        } while (next.isPresent());
        return shown;
    }

    /** A parameter's value, also that of a SecureString. */
    ObjectNode reveal(String name) throws InterruptedException {
        String value = value(name)
                .orElseThrow(
                        () -> new WebRefusal(404, "there is no parameter " + name + "; GET data/parameters has all"));
        return JSON.createObjectNode().put("name", name).put("value", value);
    }

    /** Empty when it was deleted meanwhile. */
    private Optional<String> value(String name) throws InterruptedException {
        ObjectNode request = JSON.createObjectNode().put("WithDecryption", true);
        request.putArray("Names").add(name);
        return ssm.call("GetParameters", request)
                .path("Parameters")
                .valueStream()
                .findFirst()
                .map(parameter -> parameter.path("Value").asString(""));
    }
}
