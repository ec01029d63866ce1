package wordcounter.digest;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Whose turn it is to post to the channel. Slack takes one message a second and channel, and the function may run several times at once;
 * all of them ask here.
 */
interface Turns {

    /** Slack's limit for a channel ("Rate limits", docs.slack.dev). */
    Duration APART = Duration.ofSeconds(1);

    /**
     * Takes the turn.
     *
     * @return empty when the caller may post now; otherwise when to ask again
     */
    Optional<Instant> take(Instant now);

    /** Nobody posts before that. */
    void holdUntil(Instant instant);
}
