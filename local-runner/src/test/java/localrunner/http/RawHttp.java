package localrunner.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Sends requests as they are, also such as no HTTP client of Java would make. */
public final class RawHttp {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** What a browser says of a page of another site: after DNS rebinding, of a script or form, and of an image. */
    public static final List<String> HEADERS_OF_OTHER_SITES = List.of(
            "Host: evil.example",
            "Host: 127.0.0.1|Origin: https://evil.example",
            "Host: 127.0.0.1|Sec-Fetch-Site: cross-site");

    private RawHttp() {}

    /**
     * Sends a request without a body on a connection of its own.
     *
     * @param request its lines, separated by {@code |}
     * @return the whole answer
     */
    public static String send(int port, String request) throws IOException {
        return send(port, request, "");
    }

    /** The same with a body. */
    public static String send(int port, String request, String body) throws IOException {
        try (var socket = connect(port)) {
            String head = "%s\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"
                    .formatted(request.replace("|", "\r\n"), body.getBytes(StandardCharsets.UTF_8).length);
            socket.getOutputStream().write((head + body).getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** A connection that is to be closed by the caller; reading fails when nothing comes for 20 seconds. */
    public static Socket connect(int port) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout((int) PATIENCE.toMillis());
        return socket;
    }
}
