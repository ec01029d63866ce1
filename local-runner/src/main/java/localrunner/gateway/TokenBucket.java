package localrunner.gateway;

import java.time.Duration;
import java.time.Instant;
import localrunner.template.Application.UsagePlan;
import localrunner.time.Time;

/**
 * Throttles as a usage plan does: a token for each request, {@code burstLimit} at most, {@code rateLimit} new ones a second.
 *
 * <p>AWS document "Throttle requests to your REST APIs". Thread-safe.
 */
final class TokenBucket {

    private final UsagePlan plan;
    private final Time time;
    private double tokens;
    private Instant filledAt;

    TokenBucket(UsagePlan plan, Time time) {
        this.plan = plan;
        this.time = time;
        this.tokens = plan.burstLimit();
        this.filledAt = time.now();
    }

    /** Takes a token, if there is one. */
    synchronized boolean take() {
        Instant now = time.now();
        double seconds = Math.max(0, Duration.between(filledAt, now).toNanos() / 1e9);
        tokens = Math.min(plan.burstLimit(), tokens + seconds * plan.rateLimit());
        filledAt = now;
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }
}
