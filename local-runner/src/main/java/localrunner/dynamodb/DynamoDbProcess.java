package localrunner.dynamodb;

import java.util.logging.Level;
import java.util.logging.Logger;
import localrunner.edge.EdgeRequest;
import localrunner.edge.EdgeResponse;
import localrunner.edge.LoopbackServer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBRequestHandler;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBServerHandler;

/**
 * DynamoDB Local, in memory, on an internal port of 127.0.0.1; one database whatever the region and key. Thread-safe.
 *
 * <p>Its own runner listens on every address and takes no port 0, so its handler runs in a server of ours. Telemetry is
 * only ever set up by its runner and its embedded client, neither of which is used. Its native library is unpacked into
 * the temporary folder once a JVM and is deleted when the JVM ends.
 */
final class DynamoDbProcess implements AutoCloseable {

    /** Only its own runner sets this level, too late for its first lines. */
    private static final Logger SQLITE = Logger.getLogger("com.almworks.sqlite4java");

    private final LocalDynamoDBRequestHandler database;
    private final Server server;
    private final LoopbackServer loopback;

    private DynamoDbProcess(LocalDynamoDBRequestHandler database, Server server, LoopbackServer loopback) {
        this.database = database;
        this.server = server;
        this.loopback = loopback;
    }

    static DynamoDbProcess start() {
        SQLITE.setLevel(Level.WARNING);
        var threads = new VirtualThreadPool();
        threads.setName("dynamodb");
        var server = new Server(threads);
        server.setStopTimeout(0);
        var connector = new ServerConnector(server, 1, 1);
        connector.setHost("127.0.0.1");
        // The client in LoopbackServer lets go of idle connections after 30 seconds; the server must not be first.
        connector.setIdleTimeout(600_000);
        server.addConnector(connector);
        var database = new LocalDynamoDBRequestHandler(0, true, null, true, false);
        server.setHandler(new LocalDynamoDBServerHandler(database, null));
        try {
            server.start();
        } catch (Exception e) {
            database.shutdown();
            throw new IllegalStateException("DynamoDB Local did not start", e);
        }
        return new DynamoDbProcess(database, server, new LoopbackServer(connector.getLocalPort()));
    }

    EdgeResponse send(EdgeRequest request) throws InterruptedException {
        return loopback.send(request);
    }

    @Override
    public void close() {
        loopback.close();
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("DynamoDB Local did not stop", e);
        } finally {
            database.shutdown();
        }
    }
}
