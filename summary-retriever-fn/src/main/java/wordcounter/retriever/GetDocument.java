package wordcounter.retriever;

import java.time.Instant;
import java.util.Locale;
import wordcounter.documents.Document;
import wordcounter.documents.DocumentId;
import wordcounter.http.ApiRequest;
import wordcounter.http.ApiResponse;
import wordcounter.http.Endpoint;
import wordcounter.http.Problem;
import wordcounter.http.ProblemException;
import wordcounter.json.JsonObject;

/** {@code GET /documents/{id}}: what became of a document that has changed. */
final class GetDocument implements Endpoint {

    static final String ROUTE = "GET /documents/{id}";

    private final DocumentReads documents;

    GetDocument(DocumentReads documents) {
        this.documents = documents;
    }

    @Override
    public ApiResponse handle(ApiRequest request, Instant deadline) {
        DocumentId id = DocumentId.of(request.pathParameter("id")).orElseThrow(GetDocument::notFound);
        Document document = documents.find(id, deadline).orElseThrow(GetDocument::notFound);
        JsonObject.Builder answer = JsonObject.builder()
                .put("id", id.value())
                .put("state", document.state().name().toLowerCase(Locale.ROOT))
                .put("changedAt", document.changedAt().toString())
                .put("changes", document.changes())
                .put("fetches", document.fetches())
                .put("distinctWords", document.counted().size());
        document.countedAt().ifPresent(time -> answer.put("countedAt", time.toString()));
        return ApiResponse.json(200, answer.build());
    }

    private static ProblemException notFound() {
        return new ProblemException(
                Problem.Type.NOT_FOUND,
                "No change of a document of that id was heard of. One just reported shows within seconds.");
    }
}
