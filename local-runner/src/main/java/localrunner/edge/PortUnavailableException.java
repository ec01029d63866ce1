package localrunner.edge;

import java.io.IOException;

/** The edge's port can't be listened on: choose another one. */
public final class PortUnavailableException extends RuntimeException {
    PortUnavailableException(String host, int port, String reason, IOException cause) {
        super(
                "The edge port %d of %s is not available (%s): stop what uses it, or choose another with --edge-port (0 takes a free one)"
                        .formatted(port, host, reason),
                cause);
    }
}
