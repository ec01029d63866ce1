package wordcounter.replay;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is known of a dead letter and what became of it.
 *
 * @param function the module of the function it was meant for; empty when it was meant for every subscriber, or unknown
 * @param plan what a replay does with it
 * @param reason why it is left, or failed; otherwise empty
 */
record DeadLetterReport(
        String messageId,
        Kind kind,
        String function,
        String error,
        Duration age,
        int replays,
        String plan,
        Outcome outcome,
        String reason) {

    enum Outcome {
        /** Dry run: it would be replayed. */
        WOULD_REPLAY,
        /** Dry run: it would be discarded. */
        WOULD_DISCARD,
        /** Done, and deleted. */
        REPLAYED,
        /** Deleted without being handed over. */
        DISCARDED,
        /** It was tried and is in the queue again, with one more replay counted; or it could not be deleted. */
        FAILED,
        /** A replay can't help it; it stays in the queue as it is. */
        LEFT
    }

    DeadLetterReport with(Outcome newOutcome, String newReason) {
        return new DeadLetterReport(messageId, kind, function, error, age, replays, plan, newOutcome, newReason);
    }

    Map<String, Object> members() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("messageId", messageId);
        members.put("kind", kind.name());
        members.put("function", function);
        members.put("error", error);
        members.put("ageSeconds", age.toSeconds());
        members.put("replays", replays);
        members.put("plan", plan);
        members.put("outcome", outcome.name());
        members.put("reason", reason);
        return members;
    }
}
