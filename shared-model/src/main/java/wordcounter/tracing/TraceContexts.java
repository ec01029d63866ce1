package wordcounter.tracing;

import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Makes the contexts of hops. Thread-safe if its random numbers are. */
public final class TraceContexts {

    private final RandomGenerator random;

    /** @param random unpredictable at each use, after a restore from a snapshot too */
    public TraceContexts(RandomGenerator random) {
        this.random = random;
    }

    /** The context of a hop that a caller's traceparent leads to; of a new trace when there is none, or an invalid one. */
    public TraceContext accept(Optional<String> traceparent) {
        return traceparent.flatMap(TraceContext::parse).map(this::next).orElseGet(this::create);
    }

    /** The same, but of the trace of that name when there is none, or an invalid one. */
    public TraceContext accept(Optional<String> traceparent, String name) {
        return next(traceparent.flatMap(TraceContext::parse).orElseGet(() -> TraceContext.named(name)));
    }

    /** The context of a hop that follows another one. */
    public TraceContext next(TraceContext before) {
        return before.next(digits(nonZero()));
    }

    private TraceContext create() {
        // the log keeps it, so whoever asks whether somebody does is told so
        return new TraceContext(
                digits(nonZero()) + digits(random.nextLong()), digits(nonZero()), Optional.empty(), true);
    }

    private long nonZero() {
        long value = random.nextLong();
        return value == 0 ? 1 : value;
    }

    private static String digits(long value) {
        return HexFormat.of().toHexDigits(value);
    }
}
