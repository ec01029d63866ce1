package localrunner.edge;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/**
 * The answer of a service that writes its body as it is sent.
 *
 * @param headers with {@code Content-Length}, unless the length is not known
 */
public record StreamedResponse(int status, Map<String, String> headers, Body body) {

    /** Writes the body of an answer. */
    @FunctionalInterface
    public interface Body {

        /** Does nothing. */
        Body NONE = out -> {};

        /** @throws IOException when the client has gone, or what is sent can't be read */
        void writeTo(OutputStream out) throws IOException;
    }

    public StreamedResponse {
        headers = Map.copyOf(headers);
    }
}
