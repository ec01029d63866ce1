package localrunner.gateway;

/** Says that something else listens on the port that the API should have. */
public final class PortInUseException extends RuntimeException {
    PortInUseException(int port, Throwable cause) {
        super(
                "Port " + port + " is in use, perhaps by another run-local. End what listens there, or choose another"
                        + " port with --port",
                cause);
    }
}
