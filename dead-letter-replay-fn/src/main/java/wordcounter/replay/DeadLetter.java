package wordcounter.replay;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * A message as it was received from the dead-letter queue.
 *
 * @param messageId of the message that first brought it here: the copies that failed replays leave keep it
 * @param receiptHandle what this receipt is deleted or released by
 * @param attributes those that the message came with, by name; not those that tell of its replays
 * @param sentAt when it first came here
 * @param replays how often a replay put it back
 * @param run the run that put it back last; empty when none did
 */
record DeadLetter(
        String messageId,
        String receiptHandle,
        String body,
        Map<String, String> attributes,
        Instant sentAt,
        int replays,
        String run) {

    DeadLetter {
        attributes = Map.copyOf(attributes);
        if (replays < 0) {
            throw new IllegalArgumentException("a message is not replayed " + replays + " times");
        }
    }

    Duration age(Instant now) {
        Duration age = Duration.between(sentAt, now);
        return age.isNegative() ? Duration.ZERO : age;
    }
}
