package wordcounter.retriever;

import java.time.Instant;
import wordcounter.http.ApiRequest;
import wordcounter.http.ApiResponse;
import wordcounter.http.Endpoint;
import wordcounter.http.Problem;
import wordcounter.http.ProblemException;
import wordcounter.summaries.SummaryItem;
import wordcounter.summaries.SummaryReads;
import wordcounter.summaries.WordTotal;
import wordcounter.words.Words;

/** {@code GET /summaries/{id}}: the summary of one word, or of all of them. */
final class GetSummary implements Endpoint {

    static final String ROUTE = "GET /summaries/{id}";

    /** In UTF-16 code units; no longer word is counted, and DynamoDB would refuse a long id as a key. */
    private static final int MAX_WORD_LENGTH = 2 * Words.MAX_CODE_POINTS;

    private final SummaryReads summaries;

    GetSummary(SummaryReads summaries) {
        this.summaries = summaries;
    }

    @Override
    public ApiResponse handle(ApiRequest request, Instant deadline) {
        String id = request.pathParameter("id");
        if (id.equals(Representations.TOTALS)) {
            return ApiResponse.json(200, Representations.totals(summaries.totals(deadline)));
        }
        if (SummaryItem.isWordId(id) && SummaryItem.word(id).length() <= MAX_WORD_LENGTH) {
            String word = SummaryItem.word(id);
            long count = summaries.countOf(word, deadline);
            if (count != 0) {
                return ApiResponse.json(200, Representations.summary(new WordTotal(word, count)));
            }
        }
        throw new ProblemException(
                Problem.Type.NOT_FOUND,
                "There is no summary of that id. Ids are " + Representations.TOTALS + " and "
                        + SummaryItem.wordId("hello") + ", in a URL word%23hello.");
    }
}
