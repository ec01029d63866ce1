package localrunner.functions;

import java.time.Instant;
import java.util.Optional;
import localrunner.invoke.TraceHeader;

/**
 * What a function's process is given to do.
 *
 * @param functionArn with a qualifier if the caller named one
 * @param deadline by the wall clock, with which the function compares it
 * @param clientContext JSON text that the caller gave beside the payload
 */
public record Invocation(
        String requestId, String functionArn, String payload, Instant deadline, Optional<String> clientContext) {

    /** A trace id in the form of X-Ray, not sampled. All attempts under one request id have the same. */
    String traceId() {
        return TraceHeader.of(requestId, deadline);
    }
}
