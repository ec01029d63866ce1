package wordcounter.reconciliation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import wordcounter.runtime.Backoff.Sleeper;

/** Waits between looks at what may be only late, until patience ends. It begins with the first wait. Not thread-safe. */
public final class Polling {

    /** Short enough for somebody who waits. */
    public static final Duration PAUSE = Duration.ofMillis(500);

    private final Clock clock;
    private final Sleeper sleeper;
    private final Duration patience;
    private final Duration pause;
    private Optional<Instant> deadline = Optional.empty();

    public Polling(Clock clock, Sleeper sleeper, Duration patience) {
        this(clock, sleeper, patience, PAUSE);
    }

    /** @param pause between two looks */
    Polling(Clock clock, Sleeper sleeper, Duration patience, Duration pause) {
        this.clock = clock;
        this.sleeper = sleeper;
        this.patience = patience;
        this.pause = pause;
    }

    /** Waits a moment; false, at once, when patience has ended. */
    public boolean again() {
        Instant now = clock.instant();
        Instant end = deadline.orElseGet(() -> now.plus(patience));
        deadline = Optional.of(end);
        if (!now.plus(pause).isBefore(end)) {
            return false;
        }
        try {
            sleeper.sleep(pause);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
