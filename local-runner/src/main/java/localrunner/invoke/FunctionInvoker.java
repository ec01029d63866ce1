package localrunner.invoke;

/**
 * Runs a function once and waits for its answer, as Lambda's Invoke with {@code RequestResponse} does. Payloads are
 * JSON text. Thread-safe.
 */
public interface FunctionInvoker {

    /**
     * @param function name, ARN, or either qualified with the alias ({@code name:live})
     * @throws FunctionNotFoundException when there is no such function or alias
     * @throws TooManyRequestsException when every process the function may have is busy
     */
    InvocationResult invoke(String function, String payload) throws InterruptedException;
}
