package localrunner.gateway;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.Optional;
import localrunner.application.Application.Quota;
import localrunner.application.Application.UsagePlan;
import localrunner.time.Time;

/**
 * How often a usage plan lets one of its keys call: by a token bucket, and by a quota of requests in a day, week or
 * month.
 *
 * <p>AWS document "Usage plans and API keys for REST APIs in API Gateway". A request that is throttled does not count
 * against the quota. Thread-safe.
 */
final class KeyLimits {

    /** What becomes of a request. */
    enum Decision {
        ALLOWED,
        THROTTLED,
        QUOTA_EXCEEDED
    }

    private final TokenBucket bucket;
    private final Optional<Quota> quota;
    private final Time time;
    private LocalDate periodBegan;
    private long left;

    KeyLimits(UsagePlan plan, Time time) {
        this(new TokenBucket(plan.throttle(), time), plan.quota(), time);
    }

    KeyLimits(TokenBucket bucket, Optional<Quota> quota, Time time) {
        this.bucket = bucket;
        this.quota = quota;
        this.time = time;
        periodBegan = quota.map(this::period).orElse(LocalDate.EPOCH);
        left = quota.map(limits -> (long) limits.limit() - limits.offset()).orElse(Long.MAX_VALUE);
    }

    /** Counts a request, if it is allowed. */
    synchronized Decision take() {
        if (!bucket.take()) {
            return Decision.THROTTLED;
        }
        quota.ifPresent(this::beginPeriod);
        if (left == 0) {
            return Decision.QUOTA_EXCEEDED;
        }
        left--;
        return Decision.ALLOWED;
    }

    private void beginPeriod(Quota limits) {
        LocalDate now = period(limits);
        if (now.isAfter(periodBegan)) {
            periodBegan = now;
            left = limits.limit();
        }
    }

    private LocalDate period(Quota limits) {
        LocalDate today = LocalDate.ofInstant(time.now(), ZoneOffset.UTC);
        return switch (limits.period()) {
            case DAY -> today;
            case WEEK -> today.with(TemporalAdjusters.previousOrSame(DayOfWeek.SUNDAY));
            case MONTH -> today.withDayOfMonth(1);
        };
    }
}
