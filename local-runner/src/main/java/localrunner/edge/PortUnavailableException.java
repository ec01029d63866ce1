package localrunner.edge;

import java.io.IOException;

/** The edge's port can't be listened on: the message says what to choose instead. */
public final class PortUnavailableException extends RuntimeException {

    PortUnavailableException(String host, int port, String reason, IOException cause) {
        super(
                "The edge port %d of %s is not available (%s): %s"
                        .formatted(
                                port,
                                host,
                                reason,
                                // "Cannot" on Linux, "Can't" on macOS
                                reason.contains("assign requested address")
                                        ? "this machine has no such address (is Docker running?); choose one that it has with --edge-host"
                                        : "stop what uses it, or choose another with --edge-port (0 takes a free one)"),
                cause);
    }
}
