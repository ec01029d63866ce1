package wordcounter.digest;

import java.time.Instant;

/**
 * Who tells what. Whoever wants to tell something claims it first, so that it is told once.
 *
 * <p>A subject, such as a word, has one claim: that of the highest number that anybody wanted to tell of it. What is below that is told
 * with it. A claim that nobody has settled is free again when its time is over: its owner has died. Between claiming and settling it
 * may have told or not, so each claim that ends like that is counted as an attempt whose end is unknown.
 */
interface Claims {

    /** What became of the wish to claim. */
    sealed interface Answer {

        /**
         * It is the caller's to tell.
         *
         * @param attempts of which nobody knows how they ended, until this one is settled: this one is among them
         */
        record Claimed(Claim claim, int attempts) implements Answer {}

        /** It was told, or something higher was or is being told. */
        record Told() implements Answer {}

        /** Somebody else has claimed it and may be telling it right now. */
        record Busy() implements Answer {}

        /** It was begun as often as allowed, and nobody knows how that ended. */
        record Exhausted() implements Answer {}
    }

    /** @param owner names the caller and its attempt, and nobody else */
    record Claim(String subject, long number, String owner) {}

    /**
     * Claims.
     *
     * @param now by the caller's clock
     * @param until when the caller will have ended in any case
     * @param mostAttempts how many attempts there may be whose end is unknown
     */
    Answer claim(Claim claim, Instant now, Instant until, int mostAttempts);

    /** It is told, for good. */
    void settle(Claim claim, Instant now);

    /** The attempt is over, and did not tell it. */
    void release(Claim claim, int attempts, Instant now);

    /** The attempt is over, and nobody knows whether it has told it. */
    void abandon(Claim claim, Instant now);
}
