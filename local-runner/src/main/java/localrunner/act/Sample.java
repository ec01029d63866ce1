package localrunner.act;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Something to send that needs no writing.
 *
 * @param target the id of what it is for
 * @param name for people
 * @param origin the file that it is from, such as {@code events/orders/new.json}; {@code generated} for one of the runner
 * @param request as {@link Sending#send} takes it
 */
record Sample(String target, String name, String origin, ObjectNode request) {

    static final String GENERATED = "generated";

    ObjectNode toJson() {
        ObjectNode node = JsonMapper.shared()
                .createObjectNode()
                .put("target", target)
                .put("name", name)
                .put("origin", origin);
        node.set("request", request);
        return node;
    }
}
