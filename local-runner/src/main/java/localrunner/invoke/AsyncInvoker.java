package localrunner.invoke;

/**
 * Takes events for functions, as Lambda's Invoke with {@code Event} does: it answers at once, and sees to retries and
 * destinations by itself. Thread-safe.
 */
public interface AsyncInvoker {

    /**
     * Puts an event into the queue.
     *
     * @param function name or ARN, with or without a qualifier
     * @param payload JSON text
     * @throws FunctionNotFoundException when there is no such function or alias
     * @throws RequestTooLargeException when the payload is larger than {@link InvocationType#EVENT} allows
     * @throws InvalidRequestContentException when the payload is not JSON
     */
    void enqueue(String function, String payload);
}
