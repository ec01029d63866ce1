package localrunner.invoke;

import java.util.Optional;

/**
 * Runs a function for a caller of Invoke who waits for the answer, with what only such a caller can ask for.
 * Thread-safe.
 */
@FunctionalInterface
public interface DirectInvoker {

    /**
     * Runs the function under a new request id.
     *
     * @param function name or ARN, with or without a qualifier
     * @param payload JSON text
     * @throws FunctionNotFoundException when there is no such function or alias
     * @throws TooManyRequestsException when no more invocations may run at once
     */
    Answer invoke(String function, String payload, Options options) throws InterruptedException;

    /**
     * What the caller asks for.
     *
     * @param clientContext JSON text that the function finds in its context
     * @param logTail whether the answer tells what the function has logged
     */
    record Options(Optional<String> clientContext, boolean logTail) {

        public static final Options NONE = new Options(Optional.empty(), false);
    }

    /**
     * What the caller gets.
     *
     * @param logTail the end of the invocation's log, if it was asked for
     */
    record Answer(InvocationResult result, Optional<String> logTail) {}
}
