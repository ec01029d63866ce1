package localrunner.history;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The spans that have one first hop, in the order in which they became known. The history that keeps it guards it.
 *
 * <p>A batch has a trail of its own, which goes on with those of all its items; it is an event by itself only as long as
 * the way of none of them is known.
 */
final class Trail {

    /** The most trails that are looked at for one event. */
    private static final int MOST_TRAILS = 500;

    final String id;

    /** Counts up with each trail. */
    final long number;

    final Map<String, Span> spans = new LinkedHashMap<>();
    final List<Next> next = new ArrayList<>();
    final Set<Trail> origins = new LinkedHashSet<>();

    /** The number of the change that was the last one. */
    long changed;

    /** What kind of event it is; empty until its first hop is known. */
    String kind = "";

    /** Whether something was given up for good. */
    boolean failed;

    long bytes;
    int leftOut;

    Trail(String id, long number) {
        this.id = id;
        this.number = number;
    }

    /**
     * A batch that has taken something of this trail along.
     *
     * @param hop of this trail that brought it there
     * @param guess whether it may have been another one
     */
    record Next(Trail trail, String hop, boolean guess) {}

    /** The first hop; empty as long as only what it caused is known. */
    Optional<Span> root() {
        return Optional.ofNullable(spans.get(id));
    }

    /** Visits this trail and all that go on with it. */
    void visit(Consumer<Trail> visitor) {
        Set<Trail> seen = new LinkedHashSet<>();
        Deque<Trail> open = new ArrayDeque<>(List.of(this));
        while (!open.isEmpty() && seen.size() < MOST_TRAILS) {
            Trail trail = open.remove();
            if (seen.add(trail)) {
                visitor.accept(trail);
                trail.next.forEach(follower -> open.add(follower.trail()));
            }
        }
    }
}
