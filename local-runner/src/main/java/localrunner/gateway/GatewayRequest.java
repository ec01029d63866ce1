package localrunner.gateway;

import java.util.List;
import java.util.Optional;

/**
 * An HTTP request as the client sent it.
 *
 * @param path still percent-encoded
 * @param query still encoded, without {@code ?}; empty when there is none
 * @param headers in the order and with the spelling in which they came; names may repeat
 */
record GatewayRequest(
        String method,
        String path,
        String query,
        String protocol,
        List<Header> headers,
        Bytes body,
        String clientAddress,
        int serverPort) {

    GatewayRequest {
        headers = List.copyOf(headers);
    }

    record Header(String name, String value) {}

    /** The header's first value. */
    Optional<String> header(String name) {
        return headers.stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(Header::value)
                .findFirst();
    }
}
