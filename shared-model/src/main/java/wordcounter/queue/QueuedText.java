package wordcounter.queue;

import java.time.Instant;
import java.util.Optional;
import wordcounter.http.IdempotencyKey;
import wordcounter.http.PostedText;
import wordcounter.http.RequestBody;
import wordcounter.intake.EventIds;
import wordcounter.intake.EventIntake.IdOrigin;
import wordcounter.json.InvalidJsonException;

/**
 * A text that was posted to {@code /queued/words} and waits to be counted.
 *
 * @param requestId the request that brought it
 * @param key the client's name for it, if it has one
 */
public record QueuedText(
        String messageId,
        Instant acceptedAt,
        String requestId,
        String apiKeyId,
        Optional<IdempotencyKey> key,
        String text) {

    /** The attribute {@code route} of such a message, in its first version; a later version has another value. */
    public static final String ROUTE = "POST /queued/words";

    /**
     * Reads a message as {@code POST /words} reads a request.
     *
     * @throws wordcounter.http.ProblemException when that would be refused
     * @throws InvalidJsonException when the body is not base64, or the message is of another route or version
     */
    public static QueuedText of(QueueMessage message) {
        message.attribute(QueueMessage.ROUTE)
                .filter(route -> !route.equals(ROUTE))
                .ifPresent(_ -> {
                    throw new InvalidJsonException("the message's route is not '" + ROUTE + "'");
                });
        return new QueuedText(
                message.messageId(),
                message.sentAt(),
                message.correlationId(),
                apiKeyId(message),
                key(message),
                PostedText.of(
                        RequestBody.ofBase64(message.body()),
                        message.attribute(QueueMessage.CONTENT_TYPE),
                        message.attribute(QueueMessage.CONTENT_ENCODING)));
    }

    /**
     * The id of the event that a message is to become, read from what came with the text.
     *
     * @throws wordcounter.http.ProblemException when its key is none
     */
    public static String eventId(QueueMessage message, EventIds eventIds) {
        return key(message).map(k -> k.eventId(eventIds, apiKeyId(message))).orElse(message.messageId());
    }

    private static Optional<IdempotencyKey> key(QueueMessage message) {
        return message.attribute(QueueMessage.IDEMPOTENCY_KEY).map(IdempotencyKey::new);
    }

    private static String apiKeyId(QueueMessage message) {
        return message.attribute(QueueMessage.API_KEY_ID).orElse("");
    }

    /** The id of its event: the one that the client's key names, as in {@code POST /words}; else the message's. */
    public String eventId(EventIds eventIds) {
        return key.map(k -> k.eventId(eventIds, apiKeyId)).orElse(messageId);
    }

    /** Whether other words can have come under the same id. */
    public IdOrigin idOrigin() {
        return key.isPresent() ? IdOrigin.CLIENT : IdOrigin.OURS;
    }
}
