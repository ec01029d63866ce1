package wordcounter.slack;

import java.util.Locale;
import wordcounter.json.InvalidJsonException;
import wordcounter.json.JsonObject;
import wordcounter.json.MessageVersion;

/** What an operator asks slack-digest-fn for. */
public enum DigestRequest {
    /** To see what it would post now. */
    SHOW,
    /** To post that now, as a test. */
    POST;

    /** The member by which a request is told from other events; its value is one of these, in lower case. */
    public static final String DIGEST = "digest";

    /** The version in which a request and its answer are written, and the newest that is read. */
    private static final int VERSION = 1;

    /** @throws InvalidJsonException when it asks for something else */
    public static DigestRequest parse(JsonObject event) {
        MessageVersion.requireAtMost(VERSION, event);
        String name = event.requiredString(DIGEST);
        for (DigestRequest request : values()) {
            if (request.text().equals(name)) {
                return request;
            }
        }
        throw new InvalidJsonException("'" + DIGEST + "' is neither show nor post");
    }

    public JsonObject toJson() {
        return JsonObject.builder()
                .put(MessageVersion.MEMBER, VERSION)
                .put(DIGEST, text())
                .build();
    }

    private String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * What the function answers.
     *
     * @param detail the parameter that turns the digest on, or why nothing was posted; empty when there is nothing to say
     * @param message what it would post, or has posted or tried to, as a person reads it
     */
    public record Answer(Status status, String detail, String message) {

        /** Where the message is. */
        public enum Status {
            /** It would be posted to nobody: the webhook's parameter is not set. */
            OFF,
            /** It would be posted. */
            ON,
            /** It is posted. */
            POSTED,
            /** It was tried to post it. */
            FAILED
        }

        public static Answer off(String parameter, String message) {
            return new Answer(Status.OFF, parameter, message);
        }

        public static Answer on(String message) {
            return new Answer(Status.ON, "", message);
        }

        public static Answer posted(String message) {
            return new Answer(Status.POSTED, "", message);
        }

        public static Answer failed(String reason, String message) {
            return new Answer(Status.FAILED, reason, message);
        }

        /** @throws InvalidJsonException when the function would not answer so */
        public static Answer parse(JsonObject json) {
            MessageVersion.requireAtMost(VERSION, json);
            String name = json.requiredString("status");
            for (Status status : Status.values()) {
                if (status.name().equals(name)) {
                    return new Answer(status, json.requiredString("detail"), json.requiredString("message"));
                }
            }
            throw new InvalidJsonException("'status' is none that is known here");
        }

        public JsonObject toJson() {
            return JsonObject.builder()
                    .put(MessageVersion.MEMBER, VERSION)
                    .put("status", status.name())
                    .put("detail", detail)
                    .put("message", message)
                    .build();
        }
    }
}
