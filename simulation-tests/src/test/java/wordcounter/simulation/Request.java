package wordcounter.simulation;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a client wants to be counted.
 *
 * @param key its Idempotency-Key
 * @param words as the test says they are; not counted by the product
 * @param resends how often the client sends again when it got no answer, or one that is neither yes nor no
 * @param arrival how its messages come to the multiplier
 */
record Request(Optional<String> key, SortedMap<String, Integer> words, int resends, Arrival arrival) {

    /**
     * @param inTime copies that come at once, up to reordering
     * @param late copies that come so much later
     */
    record Arrival(int inTime, Optional<Duration> late) {

        static final Arrival ONCE = new Arrival(1, Optional.empty());

        static Arrival copies(int copies) {
            return new Arrival(copies, Optional.empty());
        }
    }

    Request {
        words = Collections.unmodifiableSortedMap(new TreeMap<>(words));
    }

    static Request of(Map<String, Integer> words) {
        return new Request(Optional.empty(), new TreeMap<>(words), 0, Arrival.ONCE);
    }

    Request withKey(String newKey) {
        return new Request(Optional.of(newKey), words, resends, arrival);
    }

    Request withResends(int newResends) {
        return new Request(key, words, newResends, arrival);
    }

    Request withArrival(Arrival newArrival) {
        return new Request(key, words, resends, newArrival);
    }

    @Override
    public String toString() {
        return words
                + key.map(name -> " with key " + name).orElse("")
                + (resends == 0 ? "" : ", patience for " + resends + " more");
    }

    String text() {
        StringBuilder text = new StringBuilder();
        words.forEach((word, occurrences) -> text.append((word + " ").repeat(occurrences)));
        return text.toString();
    }
}
