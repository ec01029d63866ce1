package localrunner.history;

import java.time.Instant;
import java.util.Arrays;

/** Counts what happens to one node, by the second, for a minute. The history that keeps it guards it. */
final class Activity {

    static final int RATE_SECONDS = 10;
    private static final int SECONDS = 60;

    private final long[] seconds = new long[SECONDS];
    private final int[] counts = new int[SECONDS];
    private final int[] errors = new int[SECONDS];
    private final int[] cold = new int[SECONDS];
    private int waiting;
    private int inFlight;

    Activity() {
        Arrays.fill(seconds, -1);
    }

    void happened(Instant at, int times) {
        counts[slot(at)] += times;
    }

    void failed(Instant at) {
        errors[slot(at)]++;
    }

    void coldStart(Instant at) {
        cold[slot(at)]++;
    }

    void waits(int more) {
        waiting = Math.max(0, waiting + more);
    }

    void runs(int more) {
        inFlight = Math.max(0, inFlight + more);
    }

    NodeActivity at(Instant now) {
        long second = now.getEpochSecond();
        int recent = 0;
        int failures = 0;
        int starts = 0;
        for (int slot = 0; slot < SECONDS; slot++) {
            long age = second - seconds[slot];
            if (seconds[slot] >= 0 && age >= 0 && age < SECONDS) {
                // The second that has only begun would make the rate look low.
                recent += age >= 1 && age <= RATE_SECONDS ? counts[slot] : 0;
                failures += errors[slot];
                starts += cold[slot];
            }
        }
        return new NodeActivity((double) recent / RATE_SECONDS, failures, waiting, inFlight, starts);
    }

    private int slot(Instant at) {
        long second = at.getEpochSecond();
        int slot = (int) Math.floorMod(second, (long) SECONDS);
        if (seconds[slot] != second) {
            seconds[slot] = second;
            counts[slot] = 0;
            errors[slot] = 0;
            cold[slot] = 0;
        }
        return slot;
    }
}
