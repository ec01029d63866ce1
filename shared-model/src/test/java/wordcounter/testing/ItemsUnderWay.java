package wordcounter.testing;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * The items that transactions are at work on. DynamoDB refuses a transaction that wants an item of another one that is
 * under way. Thread-safe.
 *
 * @param <I> what an item is told by
 */
public final class ItemsUnderWay<I> {

    private final Set<I> items = new HashSet<>();

    /** @return the wanted items that others are at; when there are none, the wanted ones are now taken */
    public synchronized Set<I> take(Collection<I> wanted) {
        Set<I> taken = new HashSet<>(wanted);
        taken.retainAll(items);
        if (taken.isEmpty()) {
            items.addAll(wanted);
        }
        return taken;
    }

    public synchronized void release(Collection<I> taken) {
        items.removeAll(taken);
    }
}
