package localrunner.invoke;

/** Lambda's {@code TooManyRequestsException} (429): all processes that the function may have are busy. */
public final class TooManyRequestsException extends RuntimeException {
    public TooManyRequestsException(String function) {
        super("Rate Exceeded: every process of " + function + " is busy");
    }
}
