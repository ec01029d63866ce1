package localrunner.act;

import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What became of something that was sent.
 *
 * @param eventId under which the console shows it
 * @param answer what came back at once; empty when nothing does
 */
record Sent(String eventId, Optional<Answer> answer) {

    /**
     * An answer.
     *
     * @param status of an API's answer; empty for a function's
     * @param failed whether it tells of an error
     */
    record Answer(Optional<Integer> status, boolean failed, String text) {}

    ObjectNode toJson() {
        ObjectNode node = JsonMapper.shared().createObjectNode().put("eventId", eventId);
        answer.ifPresent(given -> {
            ObjectNode shown = node.putObject("answer");
            given.status().ifPresent(status -> shown.put("status", status));
            shown.put("failed", given.failed()).put("text", given.text());
        });
        return node;
    }
}
