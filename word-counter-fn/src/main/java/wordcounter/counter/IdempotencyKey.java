package wordcounter.counter;

import java.util.Optional;
import wordcounter.http.ApiRequest;
import wordcounter.http.Problem;
import wordcounter.http.ProblemException;

/**
 * Names a request, so that a repetition of it is known as such and counts once (draft-ietf-httpapi-idempotency-key-header). The client
 * chooses it, and can repeat the request for 24 hours with the same API key.
 *
 * @param value 1 to 255 visible ASCII characters
 */
record IdempotencyKey(String value) {

    private static final int MAX_LENGTH = 255;

    IdempotencyKey {
        boolean isVisible = value.chars().allMatch(c -> c > 0x20 && c < 0x7F);
        if (value.isEmpty() || value.length() > MAX_LENGTH || !isVisible) {
            throw new ProblemException(
                    Problem.Type.INVALID_IDEMPOTENCY_KEY,
                    "An Idempotency-Key has 1 to " + MAX_LENGTH + " visible ASCII characters, for instance a UUID.");
        }
    }

    /** @throws ProblemException 400 when there is one that is not valid */
    static Optional<IdempotencyKey> of(ApiRequest request) {
        return request.header("idempotency-key").map(IdempotencyKey::new);
    }
}
