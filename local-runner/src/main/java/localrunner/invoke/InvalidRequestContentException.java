package localrunner.invoke;

/** Lambda's {@code InvalidRequestContentException} (400): the payload is not JSON. */
public final class InvalidRequestContentException extends RuntimeException {
    public InvalidRequestContentException(Throwable cause) {
        super("Could not parse request body into json: the payload of an invocation must be JSON", cause);
    }
}
