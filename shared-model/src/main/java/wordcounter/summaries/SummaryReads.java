package wordcounter.summaries;

import java.util.List;
import java.util.Optional;

/** What can be asked of the summaries, which are a second or so behind the counts. */
public interface SummaryReads {

    /** 0 for a word that was never counted or was forgotten. */
    long countOf(String word);

    /** The most frequent words, most frequent first, and by the word where they are equally frequent. */
    List<WordTotal> mostFrequent(int number);

    Totals totals();

    /** @param afterId the {@link Page#lastId} of the page before */
    Page page(int size, Optional<String> afterId);
}
