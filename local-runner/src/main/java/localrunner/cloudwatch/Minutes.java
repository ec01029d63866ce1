package localrunner.cloudwatch;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import localrunner.time.Time;

/**
 * Counts minutes on the scale of the runner's time: at a scale of 60 a minute is a second of the wall clock.
 *
 * <p>Minute 0 begins with the minute of the wall clock in which the runner has started. Thread-safe.
 */
final class Minutes {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Time time;
    private final Instant origin;

    Minutes(Time time) {
        this.time = time;
        origin = time.now().truncatedTo(ChronoUnit.MINUTES);
    }

    long current() {
        return of(time.now());
    }

    /** The minute of a moment of the wall clock. */
    long of(Instant moment) {
        return Math.floorDiv(time.between(origin, moment).toMillis(), MINUTE.toMillis());
    }

    /** When a minute begins, on the wall clock. */
    Instant startOf(long minute) {
        return time.after(origin, MINUTE.multipliedBy(minute));
    }

    /** What to pass to {@link Time#schedule} to be woken at the end of a minute. */
    Duration untilEndOf(long minute) {
        Duration left = MINUTE.multipliedBy(minute + 1).minus(time.age(origin));
        return left.isNegative() ? Duration.ZERO : left;
    }
}
