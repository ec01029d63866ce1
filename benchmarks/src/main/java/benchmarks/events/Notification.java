package benchmarks.events;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The event that Lambda makes of a message of the topic. */
public final class Notification {

    private static final JsonMapper JSON = new JsonMapper();

    private final ObjectNode recorded;

    /** @param recorded a real event, whose message is replaced */
    public Notification(String recorded) {
        this.recorded = (ObjectNode) JSON.readTree(recorded);
    }

    public String of(String message) {
        ObjectNode event = recorded.deepCopy();
        ((ObjectNode) event.path("Records").path(0).path("Sns")).put("Message", message);
        return event.toString();
    }
}
