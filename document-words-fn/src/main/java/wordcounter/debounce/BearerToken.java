package wordcounter.debounce;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What proves to the documents' server who asks. It is read on first use, and again after a minute, so that one that was replaced is
 * soon forgotten. Thread-safe.
 */
final class BearerToken implements Supplier<Optional<String>> {

    private static final Duration KEPT = Duration.ofMinutes(1);

    private final Function<List<String>, Map<String, String>> secrets;
    private final String name;
    private final Clock clock;
    private @Nullable Read read;

    /** @param until when it has to be read again */
    private record Read(Optional<String> token, Instant until) {}

    /**
     * @param secrets the values of those names that are set
     * @param name of the token's parameter
     */
    BearerToken(Function<List<String>, Map<String, String>> secrets, String name, Clock clock) {
        this.secrets = secrets;
        this.name = name;
        this.clock = clock;
    }

    /** Empty when it is not set. */
    @Override
    public synchronized Optional<String> get() {
        Read last = read;
        if (last == null || !clock.instant().isBefore(last.until())) {
            last = new Read(
                    Optional.ofNullable(secrets.apply(List.of(name)).get(name)),
                    clock.instant().plus(KEPT));
            read = last;
        }
        return last.token();
    }
}
