package localrunner.gateway;

import java.time.Duration;
import localrunner.http.LocalNames;

/**
 * How an API is served.
 *
 * @param apiKey what the header {@code x-api-key} must say on routes that require a key
 * @param port 0 for a free one
 * @param names to which a request may be sent
 * @param longestStall how long a client may send nothing in the middle of a body, or read nothing of an answer
 */
public record GatewaySettings(String region, String apiKey, int port, LocalNames names, Duration longestStall) {

    /** A client may stall for 30 seconds. */
    public static GatewaySettings of(String region, String apiKey, int port, LocalNames names) {
        return new GatewaySettings(region, apiKey, port, names, Duration.ofSeconds(30));
    }
}
