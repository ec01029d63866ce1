package wordcounter.digest;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** The Milestones table, as DynamoDB keeps it. Thread-safe. */
public final class InMemoryMilestones implements Claims, Turns {

    private static final String NOBODY = "";

    private record Item(long number, boolean isTold, String owner, Instant until, int attempts) {}

    private final Map<String, Item> items = new TreeMap<>();
    private Instant freeAt = Instant.MIN;
    private int failures;

    /** The next calls fail, and do nothing. */
    synchronized void failNext(int calls) {
        failures = calls;
    }

    /** Whether this or something higher was told. */
    synchronized boolean isTold(Claim claim) {
        Item item = items.get(claim.subject());
        return item != null && (item.number() > claim.number() || (item.number() == claim.number() && item.isTold()));
    }

    private void call() {
        if (failures > 0) {
            failures--;
            throw new IllegalStateException("no answer");
        }
    }

    @Override
    public synchronized Answer claim(Claim claim, Instant now, Instant until, int mostAttempts) {
        call();
        Item item = items.get(claim.subject());
        if (item == null || item.number() < claim.number()) {
            items.put(claim.subject(), new Item(claim.number(), false, claim.owner(), until, 1));
            return new Answer.Claimed(claim, 1);
        }
        if (item.number() > claim.number() || item.isTold()) {
            return new Answer.Told();
        }
        if (item.owner().equals(claim.owner())) {
            return new Answer.Claimed(claim, item.attempts());
        }
        if (item.until().isAfter(now)) {
            return new Answer.Busy();
        }
        if (item.attempts() >= mostAttempts) {
            return new Answer.Exhausted();
        }
        items.put(claim.subject(), new Item(claim.number(), false, claim.owner(), until, item.attempts() + 1));
        return new Answer.Claimed(claim, item.attempts() + 1);
    }

    @Override
    public synchronized void settle(Claim claim, Instant now) {
        call();
        items.computeIfPresent(
                claim.subject(),
                (subject, item) ->
                        item.number() == claim.number() ? new Item(item.number(), true, NOBODY, Instant.MIN, 0) : item);
    }

    @Override
    public synchronized void release(Claim claim, int attempts, Instant now) {
        call();
        ifOurs(claim, item -> new Item(item.number(), false, item.owner(), now, attempts - 1));
    }

    @Override
    public synchronized void abandon(Claim claim, Instant now) {
        call();
        ifOurs(claim, item -> new Item(item.number(), false, item.owner(), now, item.attempts()));
    }

    private void ifOurs(Claim claim, UnaryOperator<Item> change) {
        items.computeIfPresent(
                claim.subject(),
                (subject, item) ->
                        item.number() == claim.number() && item.owner().equals(claim.owner())
                                ? change.apply(item)
                                : item);
    }

    @Override
    public synchronized Optional<Instant> take(Instant now) {
        call();
        if (freeAt.isAfter(now)) {
            return Optional.of(freeAt);
        }
        freeAt = now.plus(APART);
        return Optional.empty();
    }

    @Override
    public synchronized void holdUntil(Instant instant) {
        call();
        freeAt = freeAt.isBefore(instant) ? instant : freeAt;
    }
}
