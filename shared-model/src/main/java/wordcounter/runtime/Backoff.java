package wordcounter.runtime;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Repeats a call that may succeed later, and waits in between for a random time: 0 to min({@link #CAP}, {@link #BASE} *
 * 2^n) after try n, which counts from 0. This is full jitter (AWS Builders' Library, "Timeouts, retries, and backoff
 * with jitter"). Thread-safe if its parts are.
 */
public final class Backoff {

    private static final Duration BASE = Duration.ofMillis(20);
    private static final Duration CAP = Duration.ofSeconds(1);

    /** Waits for a time. In a test it moves the clock instead. */
    @FunctionalInterface
    public interface Sleeper {
        void sleep(Duration duration) throws InterruptedException;
    }

    private final Clock clock;
    private final RandomGenerator random;
    private final Sleeper sleeper;

    public Backoff(Clock clock, RandomGenerator random, Sleeper sleeper) {
        this.clock = clock;
        this.random = random;
        this.sleeper = sleeper;
    }

    /**
     * Calls until an answer is not to be retried, or until the next wait would end after the deadline.
     *
     * @return the last answer
     */
    public <T> T retryWhile(Predicate<? super T> again, Supplier<T> call, Instant deadline) {
        for (int attempt = 0; ; attempt++) {
            T answer = call.get();
            if (!again.test(answer)) {
                return answer;
            }
            if (!pause(attempt, deadline)) {
                return answer;
            }
        }
    }

    /**
     * Waits before the next try.
     *
     * @param attempt which try was refused, counted from 0
     * @return false when there is no time for another try: the wait would end after the deadline, or was interrupted
     */
    public boolean pause(int attempt, Instant deadline) {
        Duration wait = wait(attempt);
        return !clock.instant().plus(wait).isAfter(deadline) && slept(wait);
    }

    private Duration wait(int attempt) {
        long ceiling = Math.min(CAP.toMillis(), BASE.toMillis() << Math.min(attempt, 10));
        return Duration.ofMillis(random.nextLong(ceiling + 1));
    }

    private boolean slept(Duration wait) {
        try {
            sleeper.sleep(wait);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
