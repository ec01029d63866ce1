package wordcounter.retriever;

import java.time.Instant;
import wordcounter.http.ApiRequest;
import wordcounter.http.ApiResponse;
import wordcounter.http.Endpoint;
import wordcounter.json.JsonObject;
import wordcounter.summaries.Page;
import wordcounter.summaries.SummaryReads;

/** {@code GET /summaries}: the totals, and the words a page at a time. */
final class GetSummaries implements Endpoint {

    static final String ROUTE = "GET /summaries";

    private static final int DEFAULT_LIMIT = 20;

    private final SummaryReads summaries;

    GetSummaries(SummaryReads summaries) {
        this.summaries = summaries;
    }

    @Override
    public ApiResponse handle(ApiRequest request, Instant deadline) {
        Page page = summaries.page(
                QueryParameters.number(request, "limit", DEFAULT_LIMIT),
                request.queryParameter("cursor").map(Cursor::lastId),
                deadline);
        return ApiResponse.json(
                200,
                JsonObject.builder()
                        .put("totals", Representations.totals(summaries.totals(deadline)))
                        .put(
                                "summaries",
                                page.words().stream()
                                        .map(Representations::summary)
                                        .toList())
                        .putIfPresent("next", page.lastId().map(Cursor::of))
                        .build());
    }
}
