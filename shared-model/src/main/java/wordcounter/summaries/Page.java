package wordcounter.summaries;

import java.util.List;
import java.util.Optional;

/**
 * A part of all words and their counts, in no order.
 *
 * @param lastId where the next page goes on; empty when there is none
 */
public record Page(List<WordTotal> words, Optional<String> lastId) {

    public Page {
        words = List.copyOf(words);
    }
}
