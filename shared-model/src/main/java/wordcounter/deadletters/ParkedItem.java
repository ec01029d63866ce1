package wordcounter.deadletters;

import wordcounter.json.JsonObject;
import wordcounter.runtime.FunctionModule;

/**
 * Something that can never be processed, as a handler puts it into the dead-letter queue.
 *
 * @param kind what the payload is
 * @param function the function that could not process it
 * @param reason why, without anything of the payload
 */
public record ParkedItem(Kind kind, FunctionModule function, String reason, JsonObject payload) {

    /** The member by which a parked item is told from other dead letters; its value is the kind. */
    public static final String PARKED = "parked";

    public static final String FUNCTION = "function";
    public static final String REASON = "reason";
    public static final String PAYLOAD = "payload";

    /** The reason of a text whose Idempotency-Key was used with other words: those count, whatever code reads it. */
    public static final String KEY_OF_OTHER_WORDS = "other words count under its Idempotency-Key";

    public enum Kind {
        /** A record of an SNS event. */
        SNS_RECORD,
        /** A record of a table's stream. */
        STREAM_RECORD,
        /** A record of an SQS event. */
        QUEUE_RECORD,
        /** A record of an S3 event. */
        UPLOAD_RECORD,
        /** Milestones that were to be told in one message. */
        MILESTONES
    }

    /** The body of the message in the dead-letter queue. */
    public String toJson() {
        return JsonObject.builder()
                .put(PARKED, kind.name())
                .put(FUNCTION, function.module())
                .put(REASON, reason)
                .put(PAYLOAD, payload)
                .build()
                .toJson();
    }
}
