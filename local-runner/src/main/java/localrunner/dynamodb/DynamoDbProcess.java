package localrunner.dynamodb;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.logging.Level;
import java.util.logging.Logger;
import localrunner.edge.EdgeRequest;
import localrunner.edge.EdgeResponse;
import localrunner.edge.LoopbackServer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import org.jspecify.annotations.Nullable;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBRequestHandler;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBServerHandler;
import software.amazon.dynamodb.services.local.shared.access.sqlite.SQLiteLibraryLoaderUtil;

/**
 * DynamoDB Local, in memory, on an internal port of 127.0.0.1; one database whatever the region and key. Thread-safe.
 *
 * <p>Its own runner listens on every address and takes no port 0, so its handler runs in a server of ours. Telemetry is
 * only ever set up by its runner and its embedded client, neither of which is used. It would unpack its native library
 * into the temporary folder, where it stays when the JVM is killed, so we unpack it into a folder of ours.
 */
final class DynamoDbProcess implements AutoCloseable {

    /** Only its own runner sets this level, too late for its first lines. */
    private static final Logger SQLITE = Logger.getLogger("com.almworks.sqlite4java");

    /** Where it looks for its native library before it unpacks it. */
    private static final String LIBRARY_PATH = "org.sqlite.lib.path";

    private final LocalDynamoDBRequestHandler database;
    private final Server server;
    private final LoopbackServer loopback;

    private DynamoDbProcess(LocalDynamoDBRequestHandler database, Server server, LoopbackServer loopback) {
        this.database = database;
        this.server = server;
        this.loopback = loopback;
    }

    /**
     * @param workFolder for its native library; made when needed
     * @throws IllegalStateException when it can't be started; the message is for who started the runner
     */
    static DynamoDbProcess start(Path workFolder) {
        SQLITE.setLevel(Level.WARNING);
        try {
            unpackLibrary(Files.createDirectories(workFolder));
        } catch (IOException e) {
            throw couldNotStart(e.toString(), e);
        }
        var threads = new VirtualThreadPool();
        threads.setName("dynamodb");
        var server = new Server(threads);
        server.setStopTimeout(0);
        var connector = new ServerConnector(server, 0, 1);
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
            throw couldNotStart(String.valueOf(e.getMessage()), e);
        }
        return new DynamoDbProcess(database, server, new LoopbackServer(connector.getLocalPort()));
    }

    static IllegalStateException couldNotStart(String reason, @Nullable Throwable cause) {
        return new IllegalStateException(
                "DynamoDB Local could not start: %s; is there room in %s?"
                        .formatted(reason, System.getProperty("java.io.tmpdir")),
                cause);
    }

    /** A JVM loads it once, so only the first folder counts. Left to itself where it has none for this system. */
    private static void unpackLibrary(Path folder) throws IOException {
        String name = SQLiteLibraryLoaderUtil.getNativeLibName();
        String resource = "native/" + SQLiteLibraryLoaderUtil.getNativeLibFolderPathForCurrentOS() + "/" + name;
        try (InputStream library = SQLiteLibraryLoaderUtil.class.getResourceAsStream(resource)) {
            if (library != null) {
                Files.copy(library, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
                System.setProperty(LIBRARY_PATH, folder.toAbsolutePath().toString());
            }
        }
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
