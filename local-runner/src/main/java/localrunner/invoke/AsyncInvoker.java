package localrunner.invoke;

/**
 * Lambda's Invoke with {@code Event}: takes the payload and answers at once; retries and destinations are its business.
 */
public interface AsyncInvoker {

    /**
     * @param function name, ARN, or either qualified with the alias
     * @throws FunctionNotFoundException when there is no such function or alias
     */
    void enqueue(String function, String payload);
}
