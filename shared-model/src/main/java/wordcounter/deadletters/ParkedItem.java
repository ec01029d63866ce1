package wordcounter.deadletters;

import wordcounter.json.JsonObject;
import wordcounter.runtime.FunctionModule;

/**
 * Something that can never be processed.
 *
 * @param kind what the payload is
 * @param function the function that could not process it
 * @param reason why, without anything of the payload
 */
public record ParkedItem(Kind kind, FunctionModule function, String reason, JsonObject payload) {

    public enum Kind {
        /** A record of an SNS event. */
        SNS_RECORD,
        /** A record of the WordCounts table's stream. */
        STREAM_RECORD
    }

    /** The body of the message in the dead-letter queue. */
    public String toJson() {
        return JsonObject.builder()
                .put("parked", kind.name())
                .put("function", function.module())
                .put("reason", reason)
                .put("payload", payload)
                .build()
                .toJson();
    }
}
