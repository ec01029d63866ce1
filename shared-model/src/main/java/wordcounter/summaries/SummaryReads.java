package wordcounter.summaries;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Reads the summaries, which are a second or so behind the counts.
 *
 * <p>Each method throws a {@link wordcounter.runtime.DeadlineExceededException} when the answer was not there by the
 * deadline.
 */
public interface SummaryReads {

    /** What is shown as the word's count; 0 for a word that was never counted or was forgotten. */
    long countOf(String word, Instant deadline);

    /** The most frequent words, most frequent first, and by the word where they are equally frequent. */
    List<WordTotal> mostFrequent(int number, Instant deadline);

    Totals totals(Instant deadline);

    /** @param afterId the {@link Page#lastId} of the page before */
    Page page(int size, Optional<String> afterId, Instant deadline);
}
