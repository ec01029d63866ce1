package wordcounter.nightly;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import wordcounter.reconciliation.ReadLimitException;
import wordcounter.runtime.Backoff.Sleeper;

/**
 * What one comparison may read: until when, how many read units of DynamoDB, and how many a second. A read is let through or not before
 * it is made, and what it took is known after it, so the last one may go beyond the units by what one page takes. Not thread-safe.
 */
final class ReadBudget {

    /** A shorter wait is left for the next one to make up for. */
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(1);

    private static final double NANOS = 1e9;

    private final int units;
    private final double unitsPerSecond;
    private final Instant deadline;
    private final Clock clock;
    private final Sleeper sleeper;
    private double used;
    private Instant nextRead = Instant.MIN;

    /**
     * A budget of which nothing is used.
     *
     * @param unitsPerSecond infinite when there is no limit
     * @param deadline after which no read begins
     */
    ReadBudget(int units, double unitsPerSecond, Instant deadline, Clock clock, Sleeper sleeper) {
        this.units = units;
        this.unitsPerSecond = unitsPerSecond;
        this.deadline = deadline;
        this.clock = clock;
        this.sleeper = sleeper;
    }

    /**
     * Waits until the next read may begin.
     *
     * @throws ReadLimitException when there is no unit left, or no time
     */
    void await() {
        if (used >= units) {
            throw new ReadLimitException(
                    "%d read units were taken, and ReconcileReadUnits is %d".formatted(used(), units));
        }
        Instant now = clock.instant();
        if (!now.isBefore(deadline) || nextRead.isAfter(deadline)) {
            throw new ReadLimitException("the time was up, after %d read units".formatted(used()));
        }
        if (nextRead.isAfter(now.plus(SHORTEST_WAIT))) {
            sleep(Duration.between(now, nextRead));
        }
    }

    private void sleep(Duration wait) {
        try {
            sleeper.sleep(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ReadLimitException("it was interrupted");
        }
    }

    /** Takes what a read has used. */
    void take(double readUnits) {
        used += readUnits;
        Instant now = clock.instant();
        Instant from = nextRead.isAfter(now) ? nextRead : now;
        nextRead = from.plusNanos((long) (NANOS * readUnits / unitsPerSecond));
    }

    /** How many read units were used. */
    long used() {
        return Math.round(used);
    }
}
