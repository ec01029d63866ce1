package localrunner.sns;

import java.time.Duration;
import java.util.Optional;

/**
 * Says when SNS tries again to hand a message to an AWS-managed endpoint (Lambda, SQS) that failed on its side.
 *
 * <p>AWS document "Amazon SNS message delivery retries": 3 retries at once, 2 a second apart, 10 with exponential
 * backoff from 1 to 20 seconds, 100,000 every 20 seconds; 100,015 retries over 23 days. SNS adds jitter to these
 * delays. Here there is none, so that each run is the same.
 *
 * @param postBackoffRetries how many retries there are in the last phase
 */
record DeliveryPolicy(int postBackoffRetries) {

    static final DeliveryPolicy AWS_MANAGED_ENDPOINT = new DeliveryPolicy(100_000);

    private static final int IMMEDIATE = 3;
    private static final int PRE_BACKOFF = 2;
    private static final int BACKOFF = 10;
    private static final double FIRST_DELAY_MILLIS = 1_000;
    private static final double LAST_DELAY_MILLIS = 20_000;

    /**
     * How long to wait before a retry.
     *
     * @param retry 1 for the one after the first attempt
     * @return empty when the policy is exhausted
     */
    Optional<Duration> delayBefore(int retry) {
        if (retry <= IMMEDIATE) {
            return Optional.of(Duration.ZERO);
        }
        if (retry <= IMMEDIATE + PRE_BACKOFF) {
            return Optional.of(Duration.ofSeconds(1));
        }
        if (retry <= IMMEDIATE + PRE_BACKOFF + BACKOFF) {
            int step = retry - IMMEDIATE - PRE_BACKOFF - 1;
            double growth = Math.pow(LAST_DELAY_MILLIS / FIRST_DELAY_MILLIS, (double) step / (BACKOFF - 1));
            return Optional.of(Duration.ofMillis(Math.round(FIRST_DELAY_MILLIS * growth)));
        }
        return retry <= IMMEDIATE + PRE_BACKOFF + BACKOFF + postBackoffRetries
                ? Optional.of(Duration.ofSeconds(20))
                : Optional.empty();
    }
}
