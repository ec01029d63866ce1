package wordcounter.retriever;

import java.time.Instant;
import java.util.List;
import wordcounter.http.ApiRequest;
import wordcounter.http.ApiResponse;
import wordcounter.http.Endpoint;
import wordcounter.json.JsonObject;
import wordcounter.summaries.SummaryReads;

/** {@code GET /words}: the most frequent words, as many as {@code top} says. */
final class GetWords implements Endpoint {

    static final String ROUTE = "GET /words";

    private static final int DEFAULT_TOP = 10;

    private final SummaryReads summaries;

    GetWords(SummaryReads summaries) {
        this.summaries = summaries;
    }

    @Override
    public ApiResponse handle(ApiRequest request, Instant deadline) {
        List<JsonObject> words =
                summaries.mostFrequent(QueryParameters.number(request, "top", DEFAULT_TOP), deadline).stream()
                        .map(Representations::word)
                        .toList();
        return ApiResponse.json(200, JsonObject.builder().put("words", words).build());
    }
}
