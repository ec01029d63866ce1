package benchmarks.scale;

import java.util.random.RandomGenerator;

/** How ours waits before it tries again: 0 to 20 ms, then up to twice as long each time, up to a second. */
final class Backoff {

    private static final double BASE = 0.020;
    private static final double CAP = 1;

    private Backoff() {}

    /** @return seconds */
    static double wait(int attempt, RandomGenerator random) {
        return random.nextDouble() * Math.min(CAP, BASE * (1 << Math.min(attempt, 10)));
    }
}
