package localrunner.invoke;

/**
 * Runs a function once under a given request id: all attempts of an asynchronous event have the same one. Thread-safe.
 */
@FunctionalInterface
public interface FunctionAttempt {

    /**
     * Runs the function.
     *
     * @param function name or ARN, with or without a qualifier
     * @throws FunctionNotFoundException when there is no such function or alias
     * @throws TooManyRequestsException when every process that the function may have stayed busy
     */
    InvocationResult run(String function, String payload, String requestId) throws InterruptedException;
}
