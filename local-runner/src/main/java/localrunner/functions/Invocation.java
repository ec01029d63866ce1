package localrunner.functions;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

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
        String hex = "%032x".formatted(new BigInteger(1, requestId.getBytes(StandardCharsets.UTF_8)));
        String digits = hex.substring(hex.length() - 24);
        return "Root=1-%08x-%s;Parent=%s;Sampled=0"
                .formatted(deadline.getEpochSecond(), digits, digits.substring(0, 16));
    }
}
