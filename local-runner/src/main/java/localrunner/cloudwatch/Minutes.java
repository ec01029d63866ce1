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

    private static final double MILLIS = 60_000;

    private final Time time;
    private final Instant origin;
    private final double scale;

    Minutes(Time time) {
        this.time = time;
        origin = time.now().truncatedTo(ChronoUnit.MINUTES);
        scale = time.unscaled(Duration.ofMinutes(1)).toMillis() / MILLIS;
    }

    long current() {
        return of(time.now());
    }

    /** The minute of a moment of the wall clock. */
    long of(Instant moment) {
        return (long) Math.floor(Duration.between(origin, moment).toMillis() * scale / MILLIS);
    }

    /** When a minute begins, on the wall clock. */
    Instant startOf(long minute) {
        return origin.plusMillis(Math.round(minute * MILLIS / scale));
    }

    /** What to pass to {@link Time#schedule} to be woken at the end of a minute. */
    Duration untilEndOf(long minute) {
        Duration left = Duration.between(time.now(), startOf(minute + 1));
        return left.isNegative() ? Duration.ZERO : time.unscaled(left);
    }
}
