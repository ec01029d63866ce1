package localrunner.permissions;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import localrunner.iam.Decision;
import localrunner.iam.Permissions.Grant;

/**
 * Counts which grants were needed, and which calls were refused.
 *
 * <p>A grant was needed by a call that nothing else allows: without it, the call would have been refused. Thread-safe.
 */
final class PermissionUse {

    private final Map<Grant, Needed> needed = new ConcurrentHashMap<>();
    private final Map<Decision.Denied, AtomicLong> refused = new ConcurrentHashMap<>();

    /**
     * The calls that needed a grant.
     *
     * @param first who made the first of them, and what it was
     */
    private record Needed(String first, AtomicLong times) {}

    /**
     * Takes note of a call that was allowed.
     *
     * @param by all that allow it
     * @param call who makes it, and what it is
     */
    void allowed(List<Grant> by, Supplier<String> call) {
        if (by.size() == 1) {
            needed.computeIfAbsent(by.getFirst(), _ -> new Needed(call.get(), new AtomicLong()))
                    .times()
                    .incrementAndGet();
        }
    }

    void refused(Decision.Denied denied) {
        refused.computeIfAbsent(denied, _ -> new AtomicLong()).incrementAndGet();
    }

    /** How many calls needed the grant. */
    long timesNeeded(Grant grant) {
        return Optional.ofNullable(needed.get(grant))
                .map(calls -> calls.times().get())
                .orElse(0L);
    }

    /** Who made the first call that needed the grant, and what it was; empty when there was none. */
    Optional<String> firstNeed(Grant grant) {
        return Optional.ofNullable(needed.get(grant)).map(Needed::first);
    }

    /** How often each refused call was made. */
    Map<Decision.Denied, Long> refused() {
        Map<Decision.Denied, Long> times = new ConcurrentHashMap<>();
        refused.forEach((denied, counter) -> times.put(denied, counter.get()));
        return times;
    }
}
