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
import localrunner.http.LocalConnector;
import localrunner.http.OwnRequests;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import org.jspecify.annotations.Nullable;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBRequestHandler;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBServerHandler;
import software.amazon.dynamodb.services.local.shared.access.sqlite.SQLiteLibraryLoaderUtil;

/**
 * DynamoDB Local, in memory, on an internal port of 127.0.0.1. All regions and keys share one database.
 *
 * <p>DynamoDB Local's own server listens on every address and can't choose a free port, so its handler runs in a server
 * of the runner's. That also leaves its telemetry out. Its native library is unpacked here, into the runner's folder:
 * DynamoDB Local would unpack it into the temporary folder, where it stays when the JVM is killed. Web pages are refused:
 * {@link OwnRequests}. Thread-safe.
 */
final class DynamoDbProcess implements AutoCloseable {

    /** The library's logger. DynamoDB Local's own server sets its level, but too late for the first lines. */
    private static final Logger SQLITE = Logger.getLogger("com.almworks.sqlite4java");

    /** The system property with the folder where the library is looked for before it is unpacked. */
    private static final String LIBRARY_PATH = "org.sqlite.lib.path";

    private final LocalDynamoDBRequestHandler database;
    private final Server server;
    private final int port;
    private final LoopbackServer loopback;

    private DynamoDbProcess(LocalDynamoDBRequestHandler database, Server server, int port) {
        this.database = database;
        this.server = server;
        this.port = port;
        loopback = new LoopbackServer(port);
    }

    /**
     * Starts the database.
     *
     * @param workFolder for the native library; made when needed
     * @throws IllegalStateException when it can't be started; the message says why
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
        var connector = new LocalConnector(server, "127.0.0.1", 0, new HttpConnectionFactory());
        var database = new LocalDynamoDBRequestHandler(0, true, null, true, false);
        server.setHandler(new OwnRequests(new LocalDynamoDBServerHandler(database, null)));
        try {
            server.start();
        } catch (Exception e) {
            database.shutdown();
            throw couldNotStart(String.valueOf(e.getMessage()), e);
        }
        return new DynamoDbProcess(database, server, connector.getLocalPort());
    }

    static IllegalStateException couldNotStart(String reason, @Nullable Throwable cause) {
        return new IllegalStateException(
                "DynamoDB Local could not start: %s; is there room in %s?"
                        .formatted(reason, System.getProperty("java.io.tmpdir")),
                cause);
    }

    /**
     * Unpacks the library, if there is one for this system. A JVM loads it once, so only the first folder counts.
     *
     * @throws IllegalStateException when it could not be loaded from there: where a file system is mounted noexec, none of its files
     *     is executable (access(2)), and no library can be mapped
     */
    private static void unpackLibrary(Path folder) throws IOException {
        String name = SQLiteLibraryLoaderUtil.getNativeLibName();
        String resource = "native/" + SQLiteLibraryLoaderUtil.getNativeLibFolderPathForCurrentOS() + "/" + name;
        try (InputStream library = SQLiteLibraryLoaderUtil.class.getResourceAsStream(resource)) {
            if (library != null) {
                Path unpacked = folder.resolve(name);
                Files.copy(library, unpacked, StandardCopyOption.REPLACE_EXISTING);
                if (!unpacked.toFile().setExecutable(true) || !Files.isExecutable(unpacked)) {
                    throw new IllegalStateException(
                            "DynamoDB Local could not start: its library can't be loaded from %s, which is mounted noexec;"
                                            .formatted(System.getProperty("java.io.tmpdir"))
                                    + " set TMPDIR to another folder");
                }
                System.setProperty(LIBRARY_PATH, folder.toAbsolutePath().toString());
            }
        }
    }

    int port() {
        return port;
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
