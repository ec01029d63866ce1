package localrunner.invoke;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Makes trace headers in the form of X-Ray, not sampled. All that happens under one request id has the same trace. */
public final class TraceHeader {

    private TraceHeader() {}

    /** @param began when the trace began, or will have ended; its seconds are a part of the header */
    public static String of(String requestId, Instant began) {
        String hex = "%032x".formatted(new BigInteger(1, requestId.getBytes(StandardCharsets.UTF_8)));
        String digits = hex.substring(hex.length() - 24);
        return "Root=1-%08x-%s;Parent=%s;Sampled=0".formatted(began.getEpochSecond(), digits, digits.substring(0, 16));
    }
}
