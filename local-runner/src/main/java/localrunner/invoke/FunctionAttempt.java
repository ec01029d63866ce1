package localrunner.invoke;

/**
 * Runs a function once under a request id that the caller chose: every attempt of an asynchronous event has the same.
 */
@FunctionalInterface
public interface FunctionAttempt {

    /**
     * @param function name, ARN, or either qualified with the alias
     * @throws TooManyRequestsException when every process the function may have stayed busy
     */
    InvocationResult run(String function, String payload, String requestId) throws InterruptedException;
}
