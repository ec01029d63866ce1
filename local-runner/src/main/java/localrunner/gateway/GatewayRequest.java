package localrunner.gateway;

import java.util.List;
import java.util.Optional;

/**
 * An HTTP request as the client sent it.
 *
 * @param path percent-encoded
 * @param query encoded, without {@code ?}; empty when there is none
 * @param headers in the order and the spelling in which they came; a name may come several times
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
