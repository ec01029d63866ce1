package wordcounter.deadletters;

import java.time.Duration;

/**
 * How long the parts of a replay may take. Each has to outlast the one before it, so they stand together; a test compares the
 * first two with template.yaml.
 */
public final class ReplayTimes {

    /**
     * The longest timeout of the functions that a replay waits for: event-aggregator-fn's. It does not wait for uploaded-words-fn and
     * nightly-reconcile-fn.
     */
    public static final Duration TARGET_TIMEOUT = Duration.ofMinutes(1);

    /** The timeout of dead-letter-replay-fn. */
    public static final Duration FUNCTION_TIMEOUT = Duration.ofMinutes(5);

    /** How long dead-letter-replay-fn waits for a function that it invokes. */
    public static final Duration INVOCATION = TARGET_TIMEOUT.plusSeconds(5);

    /** How long {@code ./words} waits for an answer of dead-letter-replay-fn. */
    public static final Duration CALL = FUNCTION_TIMEOUT.plusSeconds(10);

    /** How long a letter that was received is hidden from everybody else: nobody gets it while it is being worked on. */
    public static final Duration HIDDEN = FUNCTION_TIMEOUT.plusSeconds(30);

    private ReplayTimes() {}
}
