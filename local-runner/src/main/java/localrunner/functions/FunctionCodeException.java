package localrunner.functions;

/** A function's code is missing or could not be built; the message names the function, the path and what would help. */
public final class FunctionCodeException extends RuntimeException {
    public FunctionCodeException(String message) {
        super(message);
    }

    public FunctionCodeException(String message, Throwable cause) {
        super(message, cause);
    }
}
