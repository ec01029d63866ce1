package wordcounter.counts;

import java.time.Instant;
import java.util.List;

/** Reads the counters of one word. */
@FunctionalInterface
public interface CounterReads {

    /**
     * The word's counters as they are now, read consistently; none for a word that was never counted.
     *
     * @throws wordcounter.runtime.DeadlineExceededException when they could not all be read by then
     */
    List<CounterValues> countersOf(String word, Instant deadline);

    /** What is shown as the word's count; 0 for a word that was never counted or was forgotten. */
    default long countOf(String word, Instant deadline) {
        return countersOf(word, deadline).stream()
                .mapToLong(counter -> counter.tally().total())
                .sum();
    }
}
