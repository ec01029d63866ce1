package localrunner.code;

/** Says why a function has no code to run: function, path and what would help. */
public final class FunctionCodeException extends RuntimeException {
    public FunctionCodeException(String message) {
        super(message);
    }

    public FunctionCodeException(String message, Throwable cause) {
        super(message, cause);
    }
}
