package wordcounter.retriever;

import java.time.Instant;
import wordcounter.counts.CounterReads;
import wordcounter.http.ApiRequest;
import wordcounter.http.ApiResponse;
import wordcounter.http.Endpoint;
import wordcounter.http.Problem;
import wordcounter.http.ProblemException;
import wordcounter.http.WordParameter;
import wordcounter.summaries.SummaryReads;
import wordcounter.summaries.WordTotal;

/**
 * {@code GET /words/{word}}: a word's count, from its summary. With {@code consistent=true} it is the sum of the word's
 * counters, which is never behind and costs one read per counter.
 */
final class GetWord implements Endpoint {

    static final String ROUTE = "GET /words/{word}";

    private final SummaryReads summaries;
    private final CounterReads counters;

    GetWord(SummaryReads summaries, CounterReads counters) {
        this.summaries = summaries;
        this.counters = counters;
    }

    @Override
    public ApiResponse handle(ApiRequest request, Instant deadline) {
        String word = WordParameter.parse(request.pathParameter("word"));
        long count = QueryParameters.isTrue(request, "consistent")
                ? counters.countOf(word, deadline)
                : summaries.countOf(word, deadline);
        if (count == 0) {
            throw new ProblemException(
                    Problem.Type.NOT_FOUND,
                    "The word '" + word + "' is not counted. One just posted shows within a few seconds.");
        }
        return ApiResponse.json(200, Representations.word(new WordTotal(word, count)));
    }
}
