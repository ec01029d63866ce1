package wordcounter.http;

import wordcounter.intake.EventIds;

/**
 * Names a text, so that a repetition of it is known as such and counts once (draft-ietf-httpapi-idempotency-key-header). The client
 * chooses it, and can repeat the request for 24 hours with the same API key.
 *
 * @param value 1 to 255 visible ASCII characters
 */
public record IdempotencyKey(String value) {

    private static final int MAX_LENGTH = 255;

    /** Part of the ids that are in the ledger: another text here would count again what is repeated after a deployment. */
    private static final String ENTRY = "POST /words";

    public IdempotencyKey {
        boolean isVisible = value.chars().allMatch(c -> c > 0x20 && c < 0x7F);
        if (value.isEmpty() || value.length() > MAX_LENGTH || !isVisible) {
            throw new ProblemException(
                    Problem.Type.INVALID_IDEMPOTENCY_KEY,
                    "An Idempotency-Key has 1 to " + MAX_LENGTH + " visible ASCII characters, for instance a UUID.");
        }
    }

    /**
     * The id of the event that the key names. It is the same whichever route of the API the text comes by: a client that is not sure
     * whether one of them took it may send it by the other.
     *
     * @param apiKeyId whose key it is, so that no client can claim another's; empty when there are no API keys
     */
    public String eventId(EventIds eventIds, String apiKeyId) {
        return eventIds.of(ENTRY, apiKeyId, value);
    }
}
