package localrunner.act;

import java.util.function.Supplier;

/** Begins events that a person sends by hand, so that all that follows belongs to them. Thread-safe. */
final class ByHand {

    private final Supplier<String> ids;

    ByHand(Supplier<String> ids) {
        this.ids = ids;
    }

    /** What is done, and may be refused. */
    @FunctionalInterface
    interface Action {
        void run() throws InterruptedException;
    }

    /**
     * Does something as the beginning of an event.
     *
     * @return the event's id
     */
    String begin(Action action) throws InterruptedException {
        String id = ids.get();
        action.run();
        return id;
    }
}
