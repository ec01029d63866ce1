package localrunner.history;

/**
 * How much a {@link History} keeps. What is too much goes, the oldest event first.
 *
 * @param events the most that are kept
 * @param bytes of all payloads and log lines together, and of the rest roughly
 * @param shownBytes how much of one payload is kept
 * @param spans the most of one event
 */
public record HistoryLimits(int events, long bytes, int shownBytes, int spans) {

    public static final HistoryLimits DEFAULT = new HistoryLimits(10_000, 64L * 1024 * 1024, 256 * 1024, 2_000);

    public HistoryLimits {
        if (events < 1 || bytes < 1 || shownBytes < 1 || spans < 1) {
            throw new IllegalArgumentException("A history keeps at least 1 of everything");
        }
    }
}
