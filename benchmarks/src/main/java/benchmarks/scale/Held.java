package benchmarks.scale;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Says until when items are held by transactions. Not thread-safe. */
final class Held {

    private final Map<String, Double> until = new HashMap<>();

    /** Holds all of the items until this time, unless one of them is held at the time now. */
    boolean hold(Collection<String> items, double now, double end) {
        if (items.stream().anyMatch(item -> until.getOrDefault(item, 0.0) > now)) {
            return false;
        }
        items.forEach(item -> until.put(item, end));
        return true;
    }
}
