package localrunner.edge;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import localrunner.facts.Payload;

/** A service's answer. The edge port adds {@code Content-Length}. Immutable. */
public final class EdgeResponse {

    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;

    public EdgeResponse(int status, Map<String, String> headers, byte[] body) {
        this.status = status;
        this.headers = Map.copyOf(headers);
        this.body = body.clone();
    }

    /** An answer in UTF-8 that has no header but its content type. */
    public static EdgeResponse of(int status, String contentType, String body) {
        return new EdgeResponse(status, Map.of("Content-Type", contentType), body.getBytes(StandardCharsets.UTF_8));
    }

    /** The same answer with one more header. */
    public EdgeResponse with(String header, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new EdgeResponse(status, more, body);
    }

    public int status() {
        return status;
    }

    public Map<String, String> headers() {
        return headers;
    }

    public byte[] body() {
        return body.clone();
    }

    /** The body, which is not copied. */
    public Payload payload() {
        return Payload.ofOwned(body, headers.getOrDefault("Content-Type", ""));
    }

    public String bodyText() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
