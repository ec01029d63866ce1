package wordcounter.deadletters;

import java.util.LinkedHashMap;
import java.util.Map;
import wordcounter.json.JsonObject;

/**
 * Something that can never be processed.
 *
 * @param kind what the payload is
 * @param function the function that could not process it
 * @param reason why, without anything of the payload
 */
public record ParkedItem(Kind kind, String function, String reason, JsonObject payload) {

    public enum Kind {
        /** A record of an SNS event. */
        SNS_RECORD,
        /** A record of the WordCounts table's stream. */
        STREAM_RECORD
    }

    /** The body of the message in the dead-letter queue. */
    public String toJson() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("parked", kind.name());
        members.put("function", function);
        members.put("reason", reason);
        members.put("payload", payload.members());
        return new JsonObject(members).toJson();
    }
}
