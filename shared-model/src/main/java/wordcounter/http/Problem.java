package wordcounter.http;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import wordcounter.json.JsonObject;

/**
 * What is wrong with a request and what would be right, as RFC 9457 has it.
 *
 * @param detail for a person; never holds an exception's message or anything but what the caller sent
 */
public record Problem(Type type, String detail) {

    /** Every kind of problem this API answers with. */
    public enum Type {
        NOT_AUTHENTIC(401, "The request is not authentic"),
        INVALID_IDEMPOTENCY_KEY(400, "The Idempotency-Key is not valid"),
        INVALID_PARAMETER(400, "A parameter is not valid"),
        INVALID_UTF_8(400, "The body is not UTF-8"),
        MALFORMED_BODY(400, "The body can't be read"),
        NOT_FOUND(404, "There is no such thing"),
        BODY_TOO_LARGE(413, "The body is too large"),
        UNSUPPORTED_CONTENT_TYPE(415, "The content type is not supported"),
        NO_TEXT(422, "There is no text"),
        NO_WORD(422, "There is no word in the text"),
        TOO_MANY_DISTINCT_WORDS(422, "The text has too many distinct words"),
        WORD_TOO_LONG(422, "A word is too long"),
        TOO_MANY_MARKS(422, "A character has too many marks"),
        IDEMPOTENCY_KEY_REUSED(422, "The Idempotency-Key was used with other words"),
        INTERNAL_ERROR(500, "Something went wrong here"),
        UNAVAILABLE(503, "A service is not available"),
        UNKNOWN_OUTCOME(503, "It is not known whether the words were counted");

        private final int status;
        private final String title;

        Type(int status, String title) {
            this.status = status;
            this.title = title;
        }

        public int status() {
            return status;
        }

        /** After how long a repetition may succeed; empty when none can help. */
        Optional<Duration> retryAfter() {
            return switch (this) {
                case UNAVAILABLE, UNKNOWN_OUTCOME -> Optional.of(Duration.ofSeconds(1));
                default -> Optional.empty();
            };
        }

        /** The end of the answer's member {@code type}. */
        String slug() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public String toJson() {
        return JsonObject.builder()
                .put("type", "urn:word-counter:problem:" + type.slug())
                .put("title", type.title)
                .put("status", type.status())
                .put("detail", detail)
                .build()
                .toJson();
    }
}
