package wordcounter.documents;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import wordcounter.words.Words;

/**
 * What is known of a document: never its text.
 *
 * @param revision how many events were made of it; the next one's id is made of it
 * @param changedAt the latest change that was heard of
 * @param changes how many were heard of, those that were delivered again included
 * @param fetches how often its content was fetched; what its server did not answer is not among them
 * @param settled what was found when it was fetched last
 * @param countedAt when all of its words were known to count the last time
 * @param counted the words that count, each with the most occurrences that it ever had
 * @param plan what is to be counted next, if somebody has begun to
 */
public record Document(
        long revision,
        Instant changedAt,
        long changes,
        long fetches,
        Optional<Settled> settled,
        Optional<Instant> countedAt,
        SortedMap<String, Integer> counted,
        Optional<Plan> plan) {

    /**
     * The UTF-8 bytes of all counted words together, at most. With their counts, and as many in a plan, they are below the 400 KB of an
     * item and the 256 KB of a message.
     */
    static final int MAX_BYTES = 128 * 1024;

    /** A document that was never heard of. */
    public static final Document NEW = new Document(
            0, Instant.EPOCH, 0, 0, Optional.empty(), Optional.empty(), Collections.emptySortedMap(), Optional.empty());

    /** What became of a document. */
    public enum State {
        /** It has changed since it was fetched. */
        CHANGED,
        /** All of its words count. */
        COUNTED,
        /** Its server has none of that id. */
        GONE,
        /** What its server answers can't be counted. */
        UNREADABLE
    }

    /**
     * What was found when the document was fetched.
     *
     * @param change the latest change that had been heard of before
     */
    public record Settled(Instant change, State state) {}

    /**
     * What is added to the counted words.
     *
     * @param eventId of the event that adds it, made of document and revision
     * @param plannedAt when it was planned; the event is accepted then, whoever counts it
     */
    public record Plan(String eventId, Instant plannedAt, SortedMap<String, Integer> added) {

        public Plan {
            added = Collections.unmodifiableSortedMap(new TreeMap<>(added));
        }
    }

    public Document {
        counted = Collections.unmodifiableSortedMap(new TreeMap<>(counted));
    }

    public State state() {
        return settled.filter(found -> !changedAt.isAfter(found.change()))
                .map(Settled::state)
                .orElse(State.CHANGED);
    }

    /**
     * How many more occurrences the words have than were counted. Words that went, or became fewer, are no concern of it. New ones that
     * are too many for an item of the table are left out: then the first ones in the order of their code units count.
     */
    public SortedMap<String, Integer> newIn(Map<String, Integer> content) {
        SortedMap<String, Integer> added = new TreeMap<>();
        int distinct = counted.size();
        int bytes = counted.keySet().stream().mapToInt(Document::bytes).sum();
        for (Map.Entry<String, Integer> word : new TreeMap<>(content).entrySet()) {
            int more = word.getValue() - counted.getOrDefault(word.getKey(), 0);
            boolean isNew = !counted.containsKey(word.getKey());
            boolean fits = distinct < Words.MAX_DISTINCT && bytes + bytes(word.getKey()) <= MAX_BYTES;
            if (more > 0 && (!isNew || fits)) {
                added.put(word.getKey(), more);
                distinct += isNew ? 1 : 0;
                bytes += isNew ? bytes(word.getKey()) : 0;
            }
        }
        return added;
    }

    private static int bytes(String word) {
        return word.getBytes(StandardCharsets.UTF_8).length;
    }

    /** The counted words once the plan is carried out. */
    public SortedMap<String, Integer> countedWith(Plan plan) {
        SortedMap<String, Integer> all = new TreeMap<>(counted);
        plan.added().forEach((word, more) -> all.merge(word, more, Integer::sum));
        return all;
    }
}
