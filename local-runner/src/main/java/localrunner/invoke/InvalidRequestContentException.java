package localrunner.invoke;

/** Lambda's {@code InvalidRequestContentException} (400): the payload is not JSON. */
public final class InvalidRequestContentException extends RuntimeException {
    InvalidRequestContentException(String reason, Throwable cause) {
        super("Could not parse request body into json: " + reason, cause);
    }
}
