package wordcounter.operator;

import java.io.IOException;

/** What a load asks of the API that it posts to. Thread-safe. */
interface LoadApi {

    /**
     * Posts a text, once.
     *
     * @throws IOException when no answer came: whether it counts is not known
     */
    HttpCalls.Answer post(String text) throws IOException;

    /**
     * The sum of all words' counts, as the summaries have it by now.
     *
     * @throws OperatorException when it is not answered
     */
    long countOfAllWords();
}
