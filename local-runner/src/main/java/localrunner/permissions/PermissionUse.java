package localrunner.permissions;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import localrunner.iam.Decision;
import localrunner.iam.Permissions.Grant;

/**
 * Counts which grants were needed, and which calls were refused.
 *
 * <p>A grant was needed by a call that nothing else allows: without it, the call would have been refused. Thread-safe.
 */
final class PermissionUse {

    private final Map<Grant, AtomicLong> needed = new ConcurrentHashMap<>();
    private final Map<Decision.Denied, AtomicLong> refused = new ConcurrentHashMap<>();

    void allowed(List<Grant> by) {
        if (by.size() == 1) {
            count(needed, by.getFirst());
        }
    }

    void refused(Decision.Denied denied) {
        count(refused, denied);
    }

    private static <K> void count(Map<K, AtomicLong> counters, K key) {
        counters.computeIfAbsent(key, _ -> new AtomicLong()).incrementAndGet();
    }

    /** How many calls needed the grant. */
    long timesNeeded(Grant grant) {
        AtomicLong times = needed.get(grant);
        return times == null ? 0 : times.get();
    }

    /** How often each refused call was made. */
    Map<Decision.Denied, Long> refused() {
        Map<Decision.Denied, Long> times = new ConcurrentHashMap<>();
        refused.forEach((denied, counter) -> times.put(denied, counter.get()));
        return times;
    }
}
