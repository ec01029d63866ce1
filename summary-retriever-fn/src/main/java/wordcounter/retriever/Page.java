package wordcounter.retriever;

import java.util.List;
import java.util.Optional;

/**
 * Some of the words, in no order.
 *
 * @param lastId where the next page goes on; empty when there is none
 */
record Page(List<WordTotal> words, Optional<String> lastId) {

    Page {
        words = List.copyOf(words);
    }
}
