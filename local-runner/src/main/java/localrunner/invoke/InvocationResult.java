package localrunner.invoke;

import java.util.Optional;

/**
 * A function's answer, JSON text.
 *
 * @param functionError {@code Unhandled} when the function threw, timed out or its process died, as in the
 *     {@code X-Amz-Function-Error} header; then {@code payload} is {@code {"errorMessage", "errorType", ...}}
 * @param executedVersion what ran: {@code 1} behind an alias, else {@code $LATEST}
 */
public record InvocationResult(
        String requestId, String payload, Optional<String> functionError, String executedVersion) {

    public boolean failed() {
        return functionError.isPresent();
    }
}
