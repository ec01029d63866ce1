package localrunner.invoke;

import tools.jackson.core.JacksonException;

/** Lambda's {@code InvalidRequestContentException} (400): the payload or the client context is not JSON. */
public final class InvalidRequestContentException extends RuntimeException {
    private InvalidRequestContentException(String message, Throwable cause) {
        super(message, cause);
    }

    static InvalidRequestContentException payloadIsNotJson(JacksonException cause) {
        return new InvalidRequestContentException(
                "Could not parse request body into json: Could not parse payload into json: "
                        + cause.getOriginalMessage(),
                cause);
    }

    /** @param cause why it is no Base64, or no JSON */
    public static InvalidRequestContentException clientContextIsNotJson(RuntimeException cause) {
        return new InvalidRequestContentException("Client context must be a valid Base64-encoded JSON object.", cause);
    }
}
