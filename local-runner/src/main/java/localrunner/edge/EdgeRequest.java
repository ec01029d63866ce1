package localrunner.edge;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import localrunner.facts.Payload;

/** A request to the edge port, with its body read. Immutable. */
public final class EdgeRequest {

    private final String method;
    private final String path;
    private final String query;
    private final Map<String, String> headers;
    private final byte[] body;

    /**
     * @param path as sent, still percent-encoded, starting with {@code /}
     * @param query as sent, without {@code ?}; empty when there is none
     * @param headers the first value of each header; names in any case
     */
    public EdgeRequest(String method, String path, String query, Map<String, String> headers, byte[] body) {
        this.method = method;
        this.path = path;
        this.query = query;
        var lowerCase = new LinkedHashMap<String, String>();
        headers.forEach((name, value) -> lowerCase.putIfAbsent(name.toLowerCase(Locale.ROOT), value));
        this.headers = Map.copyOf(lowerCase);
        this.body = body.clone();
    }

    public String method() {
        return method;
    }

    /** The path as sent, still percent-encoded. */
    public String path() {
        return path;
    }

    /** The query string as sent, without {@code ?}; empty when there is none. */
    public String query() {
        return query;
    }

    /** The header's first value, whatever the case of its name. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /** All headers' first values, names in lower case. */
    public Map<String, String> headers() {
        return headers;
    }

    public byte[] body() {
        return body.clone();
    }

    /** The body, which is not copied. */
    public Payload payload() {
        return Payload.ofOwned(body, header("Content-Type").orElse(""));
    }

    public String bodyText() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The decoded parameters of the query string. */
    public Map<String, String> queryParameters() {
        var parameters = new LinkedHashMap<String, String>();
        decodeInto(parameters, query);
        return parameters;
    }

    /** The decoded parameters of the AWS query protocol: those of the query string and those of a form body. */
    public Map<String, String> parameters() {
        var parameters = queryParameters();
        if (header("Content-Type").orElse("").startsWith("application/x-www-form-urlencoded")) {
            decodeInto(parameters, bodyText());
        }
        return parameters;
    }

    /**
     * Decodes percent-encoding and plus signs.
     *
     * @throws IllegalArgumentException when an escape is malformed
     */
    private static void decodeInto(Map<String, String> parameters, String encoded) {
        for (String pair : encoded.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                parameters.put(
                        URLDecoder.decode(name, StandardCharsets.UTF_8),
                        URLDecoder.decode(value, StandardCharsets.UTF_8));
            }
        }
    }
}
