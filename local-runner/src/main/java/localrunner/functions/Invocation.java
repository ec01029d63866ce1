package localrunner.functions;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * What a function's process is given for one run.
 *
 * @param functionArn as the caller named it, qualified or not
 * @param deadline on the wall clock, which is what the function compares it with
 */
record Invocation(String requestId, String functionArn, String payload, Instant deadline) {

    /** In the form of X-Ray, not sampled; the same for every attempt under one request id. */
    String traceId() {
        String hex = "%032x".formatted(new BigInteger(1, requestId.getBytes(StandardCharsets.UTF_8)));
        String digits = hex.substring(hex.length() - 24);
        return "Root=1-%08x-%s;Parent=%s;Sampled=0"
                .formatted(deadline.getEpochSecond(), digits, digits.substring(0, 16));
    }
}
