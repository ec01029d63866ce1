package localrunner.invoke;

import java.util.Optional;

/**
 * What a run of a function gave.
 *
 * @param payload JSON text: the function's answer, or {@code {"errorMessage", "errorType", ...}}
 * @param functionError {@code Unhandled} when the function threw, timed out or its process died; the header
 *     {@code X-Amz-Function-Error} says it
 * @param executedVersion the version that ran: {@code 1} behind an alias, else {@code $LATEST}
 */
public record InvocationResult(
        String requestId, String payload, Optional<String> functionError, String executedVersion) {

    public boolean failed() {
        return functionError.isPresent();
    }
}
