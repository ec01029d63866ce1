package localrunner.history;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the call that wrote what a stream's record tells, by the item's key: the calls that wrote an item and its records
 * have the same order. Of several calls that may be meant, the oldest is taken, and said to be a guess: a write that changes
 * nothing has no record. The history that keeps it guards it.
 */
final class Writes {

    private static final int MOST_KEYS = 20_000;
    private static final int MOST_OF_ONE_KEY = 64;
    private static final int MOST_RECORDS = 50_000;

    private final Map<String, Deque<Write>> byKey = bounded(MOST_KEYS);

    /** What was found for a record, for the next who reads the same stream. */
    private final Map<String, Found> byRecord = bounded(MOST_RECORDS);

    /** A call that wrote an item. */
    record Write(Trail trail, String hop) {}

    /**
     * The call that a record is due to.
     *
     * @param guess whether it may have been another one
     */
    record Found(Write write, boolean guess) {}

    private static <V> Map<String, V> bounded(int most) {
        return new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > most;
            }
        };
    }

    /** @param table the name of the item's table */
    void written(String table, String key, Write write) {
        Deque<Write> writes = byKey.computeIfAbsent(table + "/" + key, _ -> new ArrayDeque<>());
        writes.add(write);
        if (writes.size() > MOST_OF_ONE_KEY) {
            writes.remove();
        }
    }

    /** The call that a record is due to; empty when none is known. */
    Optional<Found> writerOf(String table, String key, String sequenceNumber) {
        String number = table + "/" + sequenceNumber;
        Optional<Found> known = Optional.ofNullable(byRecord.get(number));
        if (known.isPresent()) {
            return known;
        }
        String item = table + "/" + key;
        Optional<Deque<Write>> writes = Optional.ofNullable(byKey.get(item));
        if (writes.isEmpty()) {
            return Optional.empty();
        }
        boolean guess = writes.get().size() > 1;
        Found found = new Found(writes.get().remove(), guess);
        if (writes.get().isEmpty()) {
            byKey.remove(item);
        }
        byRecord.put(number, found);
        return Optional.of(found);
    }
}
