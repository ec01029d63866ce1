package localrunner.invoke;

/**
 * Runs a function once and waits for its answer, as Lambda's Invoke with {@code RequestResponse} does. Thread-safe.
 *
 * @see FunctionAttempt for a run under a request id that the caller chose
 */
public interface FunctionInvoker {

    /**
     * Runs the function under a new request id.
     *
     * @param function name or ARN, with or without a qualifier, such as {@code name:live}
     * @param payload JSON text
     * @throws FunctionNotFoundException when there is no such function or alias
     * @throws TooManyRequestsException when every process that the function may have is busy
     */
    InvocationResult invoke(String function, String payload) throws InterruptedException;
}
