package localrunner.edge;

import java.io.IOException;

/** Says why the edge port can't be opened, and what to choose instead. */
public final class PortUnavailableException extends RuntimeException {

    PortUnavailableException(String host, int port, String reason, IOException cause) {
        super(
                "The edge port %d of %s is not available (%s): %s"
                        .formatted(
                                port,
                                host,
                                reason,
                                // Linux begins the message with "Cannot", macOS with "Can't".
                                reason.contains("assign requested address")
                                        ? "this machine has no such address (is Docker running?); choose one that it has with --edge-host"
                                        : "stop what uses it, or choose another with --edge-port (0 takes a free one)"),
                cause);
    }
}
