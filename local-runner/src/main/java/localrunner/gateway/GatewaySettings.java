package localrunner.gateway;

import java.time.Duration;

/**
 * How an API is served.
 *
 * @param apiKey what the header {@code x-api-key} must say on routes that require a key
 * @param port 0 for a free one
 * @param idleTimeout how long a connection may say nothing, also in the middle of a body
 */
public record GatewaySettings(String region, String apiKey, int port, Duration idleTimeout) {

    /** A connection may be idle for 30 seconds. */
    public static GatewaySettings of(String region, String apiKey, int port) {
        return new GatewaySettings(region, apiKey, port, Duration.ofSeconds(30));
    }
}
