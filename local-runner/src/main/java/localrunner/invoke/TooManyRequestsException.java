package localrunner.invoke;

/** Lambda's {@code TooManyRequestsException} (429): no more invocations of the function may run at once. */
public final class TooManyRequestsException extends RuntimeException {

    private final String reason;

    private TooManyRequestsException(String message, String reason) {
        super(message);
        this.reason = reason;
    }

    /** Every process that the runner allows the function is busy. */
    public static TooManyRequestsException everyProcessIsBusy(String function) {
        return new TooManyRequestsException(
                "Rate Exceeded: every process of " + function + " is busy", "ConcurrentInvocationLimitExceeded");
    }

    /** As many invocations run as the function's {@code ReservedConcurrentExecutions} allows. */
    public static TooManyRequestsException reservedConcurrencyIsUsedUp(String function, int reserved) {
        return new TooManyRequestsException(
                "Rate Exceeded: the ReservedConcurrentExecutions of " + function + ", " + reserved + ", are used up",
                "ReservedFunctionConcurrentInvocationLimitExceeded");
    }

    /**
     * Somebody wants the function to be throttled. On AWS that is done by reserving no concurrency for it, so it is
     * refused as it would be then.
     */
    public static TooManyRequestsException onPurpose(String function) {
        return new TooManyRequestsException(
                "Rate Exceeded: " + function + " is throttled on purpose",
                "ReservedFunctionConcurrentInvocationLimitExceeded");
    }

    /** Which limit it was, as Lambda's answer names it. */
    public String reason() {
        return reason;
    }
}
