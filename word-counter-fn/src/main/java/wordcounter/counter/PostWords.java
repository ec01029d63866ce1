package wordcounter.counter;

import java.time.Instant;
import java.util.Optional;
import wordcounter.counts.Outcome;
import wordcounter.http.ApiRequest;
import wordcounter.http.ApiResponse;
import wordcounter.http.Endpoint;
import wordcounter.http.IdempotencyKey;
import wordcounter.http.PostedText;
import wordcounter.http.Problem;
import wordcounter.http.ProblemException;
import wordcounter.intake.EventIds;
import wordcounter.intake.EventIntake;
import wordcounter.intake.EventIntake.IdOrigin;
import wordcounter.intake.EventIntake.UnknownOutcomeException;
import wordcounter.json.JsonObject;
import wordcounter.words.InvalidWordsException;
import wordcounter.words.Tokenizer;
import wordcounter.words.Words;

/**
 * Answers {@code POST /words}: counts the words of a text.
 *
 * <p>A client's Idempotency-Key belongs to the API key that it comes with, so that no client can claim another's. A client that gets
 * another API key therefore starts anew: an API key is not to be replaced within 24 hours of a request that was not answered, or the
 * repetition of that request counts again.
 */
final class PostWords implements Endpoint {

    static final String ROUTE = "POST /words";

    private final EventIds eventIds;
    private final EventIntake intake;

    PostWords(EventIds eventIds, EventIntake intake) {
        this.eventIds = eventIds;
        this.intake = intake;
    }

    @Override
    public ApiResponse handle(ApiRequest request, Instant deadline) {
        Words words = words(
                PostedText.of(request.body(), request.header("content-type"), request.header("content-encoding")));
        Optional<IdempotencyKey> key = request.header("idempotency-key").map(IdempotencyKey::new);
        String eventId =
                key.map(k -> k.eventId(eventIds, request.apiKeyId().orElse(""))).orElseGet(eventIds::create);
        try {
            Outcome outcome = intake.take(
                    eventId,
                    key.isPresent() ? IdOrigin.CLIENT : IdOrigin.OURS,
                    request.requestId(),
                    request.trace(),
                    words,
                    deadline);
            if (outcome == Outcome.DIFFERENT_WORDS) {
                throw new ProblemException(
                        Problem.Type.IDEMPOTENCY_KEY_REUSED,
                        "This Idempotency-Key was used before with other words, and those count. Use a new key for new words.",
                        Optional.of(eventId));
            }
        } catch (UnknownOutcomeException e) {
            throw new ProblemException(
                    Problem.Type.UNKNOWN_OUTCOME,
                    "A service did not answer in time. Repeat the request with the same Idempotency-Key: it counts once,"
                            + " however often it is sent. Without one it may count again.",
                    Optional.of(eventId));
        }
        return accepted(request, eventId, words);
    }

    private static Words words(String text) {
        try {
            return Tokenizer.tokenize(text);
        } catch (InvalidWordsException e) {
            Problem.Type type = switch (e.reason()) {
                case NO_WORD -> Problem.Type.NO_WORD;
                case TOO_MANY_DISTINCT_WORDS -> Problem.Type.TOO_MANY_DISTINCT_WORDS;
                case WORD_TOO_LONG -> Problem.Type.WORD_TOO_LONG;
                case TOO_MANY_MARKS -> Problem.Type.TOO_MANY_MARKS;
            };
            throw new ProblemException(type, e.detail());
        }
    }

    private static ApiResponse accepted(ApiRequest request, String eventId, Words words) {
        JsonObject body = JsonObject.builder()
                .put("eventId", eventId)
                .put("words", words.occurrences())
                .build();
        return ApiResponse.json(202, body).withHeader("Location", request.pathTo("/events/" + eventId));
    }
}
