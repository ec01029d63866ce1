package localrunner.act;

import java.util.function.Supplier;
import localrunner.facts.Cause;
import localrunner.facts.Fact;
import localrunner.facts.Facts;
import localrunner.facts.Payload;
import localrunner.time.Time;

/** Begins events that a person sends by hand, so that all that follows belongs to them. Thread-safe. */
final class ByHand {

    private final Facts facts;
    private final Time time;
    private final Supplier<String> ids;

    ByHand(Facts facts, Time time, Supplier<String> ids) {
        this.facts = facts;
        this.time = time;
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
     * @param who the logical id of what it is done to
     * @param kind of the event: {@code invoke}, {@code sns}, {@code sqs} or {@code schedule}
     * @return the event's id
     */
    String begin(String who, String kind, String title, Payload payload, Action action) throws InterruptedException {
        String id = ids.get();
        facts.tell(new Fact.SentByHand(time.now(), who, id, kind, title, payload));
        var _ = Cause.root(id).<Boolean, InterruptedException>call(() -> {
            action.run();
            return true;
        });
        return id;
    }
}
