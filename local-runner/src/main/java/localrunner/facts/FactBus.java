package localrunner.facts;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import localrunner.console.Console;

/**
 * Hands each fact to every listener, in the order in which they subscribed.
 *
 * <p>A listener is called on the thread of the room, so it has to be thread-safe and quick; one that has more to do
 * keeps the fact and does it elsewhere. Without a listener a fact costs one look at an empty list. Thread-safe.
 */
public final class FactBus implements Facts {

    private final List<Consumer<? super Fact>> listeners = new CopyOnWriteArrayList<>();
    private final Console console;

    /** @param console is told of a listener that fails */
    public FactBus(Console console) {
        this.console = console;
    }

    public void subscribe(Consumer<? super Fact> listener) {
        listeners.add(listener);
    }

    @Override
    public void tell(Fact fact) {
        for (Consumer<? super Fact> listener : listeners) {
            try {
                listener.accept(fact);
            } catch (RuntimeException e) {
                console.warn(
                        fact.who(), "a listener failed at " + fact.getClass().getSimpleName() + ": " + e);
            }
        }
    }

    @Override
    public boolean areHeard() {
        return !listeners.isEmpty();
    }
}
