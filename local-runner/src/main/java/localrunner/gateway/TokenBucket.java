package localrunner.gateway;

import java.time.Duration;
import java.time.Instant;
import localrunner.application.Application.Throttle;
import localrunner.time.Time;

/**
 * Throttles requests as API Gateway does: each takes a token, {@code rateLimit} tokens come in a second, and the bucket
 * holds {@code burstLimit}.
 *
 * <p>AWS document "Throttle requests to your REST APIs". Thread-safe.
 */
final class TokenBucket {

    private final Throttle throttle;
    private final Time time;
    private double tokens;
    private Instant filledAt;

    TokenBucket(Throttle throttle, Time time) {
        this.throttle = throttle;
        this.time = time;
        this.tokens = throttle.burstLimit();
        this.filledAt = time.now();
    }

    /** Takes a token, if there is one. */
    synchronized boolean take() {
        Instant now = time.now();
        double seconds = Math.max(0, Duration.between(filledAt, now).toNanos() / 1e9);
        tokens = Math.min(throttle.burstLimit(), tokens + seconds * throttle.rateLimit());
        filledAt = now;
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }
}
