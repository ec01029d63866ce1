package localrunner.http;

import java.time.Duration;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * A port of the runner that HTTP clients connect to: the API's, the edge's, and the internal ones.
 *
 * <p>Many clients may connect at the same moment. Those that the system has no room for would lose their connection or
 * wait for a second, and Java's default is room for 50. A connection stays open for 10 minutes without a request, longer
 * than SDKs and other clients keep one, so that no request meets a connection that is just being closed.
 */
public final class LocalConnector extends ServerConnector {

    /** Connections that wait to be accepted. The system may allow fewer: 4096 is the default of Linux. */
    public static final int BACKLOG = 4096;

    /** How long a connection may be idle. */
    public static final Duration IDLE_TIMEOUT = Duration.ofMinutes(10);

    /**
     * Adds the port to the server.
     *
     * @param host an address of this machine
     * @param port 0 for a free one
     */
    public LocalConnector(Server server, String host, int port, ConnectionFactory... protocols) {
        // No thread only accepts: one that accepts while the server stops would leave the connection open, and the port
        // taken.
        super(server, 0, 1, protocols);
        setHost(host);
        setPort(port);
        setAcceptQueueSize(BACKLOG);
        setIdleTimeout(IDLE_TIMEOUT.toMillis());
        server.addConnector(this);
    }
}
