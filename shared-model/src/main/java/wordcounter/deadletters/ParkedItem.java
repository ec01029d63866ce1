package wordcounter.deadletters;

import wordcounter.json.JsonObject;
import wordcounter.json.MessageVersion;
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

    private static final String FUNCTION = "function";
    private static final String REASON = "reason";
    private static final String PAYLOAD = "payload";

    /** The version in which an item is written, and the newest that is read. */
    private static final int VERSION = 1;

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

    /**
     * An item as it is read: the function may be one that this code does not know.
     *
     * @param function its module
     */
    public record Letter(Kind kind, String function, String reason, JsonObject payload) {}

    /**
     * Reads what {@link #toJson} wrote.
     *
     * @throws wordcounter.json.InvalidJsonException when it is no parked item, or one of a newer version
     */
    public static Letter parse(JsonObject json) {
        MessageVersion.requireAtMost(VERSION, json);
        return new Letter(
                EnumMember.required(json, PARKED, Kind.class),
                json.requiredString(FUNCTION),
                json.requiredString(REASON),
                json.requiredObject(PAYLOAD));
    }

    /** The body of the message in the dead-letter queue. */
    public String toJson() {
        return JsonObject.builder()
                .put(MessageVersion.MEMBER, VERSION)
                .put(PARKED, kind.name())
                .put(FUNCTION, function.module())
                .put(REASON, reason)
                .put(PAYLOAD, payload)
                .build()
                .toJson();
    }
}
