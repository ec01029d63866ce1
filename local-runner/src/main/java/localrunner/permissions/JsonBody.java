package localrunner.permissions;

import localrunner.edge.EdgeRequest;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** The request of an AWS JSON protocol: operation and body. */
record JsonBody(String operation, JsonNode body) {

    /** A body that is no JSON is missing: the service says so. */
    static JsonBody of(EdgeRequest request) {
        String target = request.header("X-Amz-Target").orElse("");
        return new JsonBody(target.substring(target.lastIndexOf('.') + 1), parsed(request.bodyText()));
    }

    private static JsonNode parsed(String body) {
        try {
            return JsonMapper.shared().readTree(body);
        } catch (JacksonException e) {
            return MissingNode.getInstance();
        }
    }

    String text(String member) {
        return body.path(member).asString("");
    }
}
