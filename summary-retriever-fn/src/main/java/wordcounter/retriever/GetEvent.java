package wordcounter.retriever;

import java.time.Instant;
import java.util.Optional;
import wordcounter.counts.EventCounter;
import wordcounter.counts.LedgerEntry;
import wordcounter.http.ApiRequest;
import wordcounter.http.ApiResponse;
import wordcounter.http.Endpoint;
import wordcounter.http.Problem;
import wordcounter.http.ProblemException;
import wordcounter.json.JsonObject;

/** {@code GET /events/{id}}: whether the words of an event have their +1 and their +10. */
final class GetEvent implements Endpoint {

    static final String ROUTE = "GET /events/{id}";

    /** In UTF-16 code units; no longer id is ever made, and DynamoDB would refuse a long one as a key. */
    private static final int MAX_ID_LENGTH = 128;

    private final EventReads events;

    GetEvent(EventReads events) {
        this.events = events;
    }

    @Override
    public ApiResponse handle(ApiRequest request, Instant deadline) {
        LedgerEntry entry = Optional.of(request.pathParameter("id"))
                .filter(id -> id.length() <= MAX_ID_LENGTH)
                .flatMap(id -> events.find(id, deadline))
                .orElseThrow(() -> new ProblemException(
                        Problem.Type.NOT_FOUND,
                        "No event of that id is counted. One just accepted shows within seconds; after "
                                + EventCounter.LEDGER_LIFETIME.toDays()
                                + " days it is forgotten, its counts are not."));
        return ApiResponse.json(
                200,
                JsonObject.builder()
                        .put("eventId", entry.eventId())
                        .put("acceptedAt", entry.acceptedAt().toString())
                        .put("counted", entry.isCounted())
                        .put("multiplied", entry.isMultiplied())
                        .build());
    }
}
