package wordcounter.deadletters;

import java.time.Duration;
import java.util.Optional;
import wordcounter.json.InvalidJsonException;
import wordcounter.json.JsonObject;

/**
 * Tells an operator what a dead letter is and what became of it.
 *
 * @param messageId the id of the message that first brought the letter into the queue
 * @param eventId of the event that it is about; empty when it is about none, or does not show it
 * @param correlationId of what becomes events, or would have: a request, message or file; empty when it is about an event
 * @param function the module of the function that the letter was meant for; the ARN when it is not this stack's; empty when
 *     the letter was meant for every subscriber, or it is not known for whom
 * @param error why the letter is in the queue
 * @param age since it first came into the queue; whole seconds in JSON
 * @param replays how often a replay put it back
 * @param plan what a replay does with it
 * @param reason why it is left, or failed; otherwise empty
 */
public record DeadLetterReport(
        String messageId,
        Optional<String> eventId,
        Optional<String> correlationId,
        DeadLetterKind kind,
        String function,
        String error,
        Duration age,
        int replays,
        String plan,
        Outcome outcome,
        String reason) {

    private static final String MESSAGE_ID = "messageId";
    private static final String EVENT_ID = "eventId";
    private static final String CORRELATION_ID = "correlationId";
    private static final String KIND = "kind";
    private static final String FUNCTION = "function";
    private static final String ERROR = "error";
    private static final String AGE_SECONDS = "ageSeconds";
    private static final String REPLAYS = "replays";
    private static final String PLAN = "plan";
    private static final String OUTCOME = "outcome";
    private static final String REASON = "reason";

    public enum Outcome {
        /** Nothing is changed: a replay would hand it over. */
        WOULD_REPLAY,
        /** Nothing is changed: it would be discarded. */
        WOULD_DISCARD,
        /** It was handed over and deleted. */
        REPLAYED,
        /** It was deleted without being handed over. */
        DISCARDED,
        /** Handing over failed, and it is in the queue again with one more replay counted; or it could not be deleted. */
        FAILED,
        /** A replay can't help it; it stays in the queue as it is. */
        LEFT;

        /** Whether the letter is out of the queue. */
        public boolean isDone() {
            return this == REPLAYED || this == DISCARDED;
        }
    }

    public DeadLetterReport with(Outcome newOutcome, String newReason) {
        return new DeadLetterReport(
                messageId, eventId, correlationId, kind, function, error, age, replays, plan, newOutcome, newReason);
    }

    JsonObject toJsonObject() {
        return JsonObject.builder()
                .put(MESSAGE_ID, messageId)
                .putIfPresent(EVENT_ID, eventId)
                .putIfPresent(CORRELATION_ID, correlationId)
                .put(KIND, kind.name())
                .put(FUNCTION, function)
                .put(ERROR, error)
                .put(AGE_SECONDS, age.toSeconds())
                .put(REPLAYS, replays)
                .put(PLAN, plan)
                .put(OUTCOME, outcome.name())
                .put(REASON, reason)
                .build();
    }

    /** @throws InvalidJsonException when it is not such a report */
    static DeadLetterReport parse(JsonObject json) {
        return new DeadLetterReport(
                json.requiredString(MESSAGE_ID),
                json.optionalString(EVENT_ID),
                json.optionalString(CORRELATION_ID),
                EnumMember.required(json, KIND, DeadLetterKind.class),
                json.requiredString(FUNCTION),
                json.requiredString(ERROR),
                Duration.ofSeconds(json.requiredLong(AGE_SECONDS)),
                Math.toIntExact(json.requiredLong(REPLAYS)),
                json.requiredString(PLAN),
                EnumMember.required(json, OUTCOME, Outcome.class),
                json.requiredString(REASON));
    }
}
