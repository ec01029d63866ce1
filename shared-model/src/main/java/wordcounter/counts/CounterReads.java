package wordcounter.counts;

import java.util.List;

/** What can be asked of a word's counters. */
@FunctionalInterface
public interface CounterReads {

    /** The word's counters as they are now, read consistently; none for a word that was never counted. */
    List<CounterValues> countersOf(String word);

    /** What is shown as the word's count; 0 for a word that was never counted or was forgotten. */
    default long countOf(String word) {
        return countersOf(word).stream()
                .mapToLong(counter -> counter.tally().total())
                .sum();
    }
}
