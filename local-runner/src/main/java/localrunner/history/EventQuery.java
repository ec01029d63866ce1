package localrunner.history;

import java.util.Optional;

/**
 * Which events are wanted, the newest first.
 *
 * @param before only those with a lower number
 * @param text stands in a title, an id, a log line or a payload, in any case
 * @param function the logical id of one that took part
 * @param kind as in {@link EventSummary}
 */
public record EventQuery(
        Optional<Long> before,
        int limit,
        Optional<String> text,
        Optional<String> function,
        Optional<Status> status,
        Optional<String> kind) {

    /** The last events of any kind. */
    public static EventQuery last(int limit) {
        return new EventQuery(
                Optional.empty(), limit, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }
}
