package wordcounter.summaries;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Keeps the words' summaries, and the totals with them. */
public interface SummaryStore {

    /** The most words that one call to the store reads; more take several calls. */
    int READ_AT_ONCE = 100;

    /**
     * The stored summaries, read consistently. That of a word that has none is empty.
     *
     * @throws wordcounter.runtime.DeadlineExceededException when not all were read by the deadline
     */
    StoredSummaries read(Collection<String> words, Instant deadline);

    /**
     * Stores the next summaries under their next versions, and moves the totals by the difference to the previous ones,
     * all or nothing.
     *
     * @throws RuntimeException when it is not known what became of it, or it can never succeed
     */
    WriteResult write(SummaryGroup group);

    /**
     * Summaries that were read.
     *
     * @param readable by word
     * @param unreadable by word, why its summary can't be read
     */
    record StoredSummaries(Map<String, WordSummary> readable, Map<String, RuntimeException> unreadable) {
        public StoredSummaries {
            readable = Map.copyOf(readable);
            unreadable = Map.copyOf(unreadable);
        }

        static StoredSummaries unreadable(Collection<String> words, RuntimeException reason) {
            return new StoredSummaries(Map.of(), words.stream().collect(Collectors.toMap(word -> word, _ -> reason)));
        }
    }

    /** What became of a write. */
    sealed interface WriteResult {

        record Written() implements WriteResult {}

        /**
         * Nothing is written.
         *
         * @param contended the words that another writer has changed since they were read, or is writing now. None,
         *     when others are at the totals, or the table is throttled: then the same write may succeed later
         * @param impossible the words that can't be written, with the reason
         */
        record Refused(Set<String> contended, Map<String, RuntimeException> impossible) implements WriteResult {
            public Refused {
                contended = Set.copyOf(contended);
                impossible = Map.copyOf(impossible);
            }
        }
    }
}
