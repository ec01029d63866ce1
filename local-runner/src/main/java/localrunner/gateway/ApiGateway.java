package localrunner.gateway;

import java.io.IOException;
import java.net.BindException;
import java.util.concurrent.Executors;
import localrunner.application.Application;
import localrunner.edge.EdgeService;
import localrunner.http.LocalConnector;
import localrunner.invoke.FunctionInvoker;
import localrunner.service.ServiceContext;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Serves one API of the application over HTTP on 127.0.0.1, each request on a virtual thread.
 *
 * <p>Routes answer at {@code /} and, as behind a deployed URL, at {@code /<stage>/}. One thing differs from API
 * Gateway: the names of well-known headers reach the function in their usual spelling, not in the client's. A request
 * that was sent to another name than this machine's is refused; pages of other sites may call, as they may on AWS, where
 * the answer is theirs to read with CORS only. Thread-safe.
 */
public final class ApiGateway implements AutoCloseable {

    private static final int SERVER_THREADS = 8;

    private final RestApi restApi;
    private final Server server;
    private final LocalConnector connector;

    /**
     * Starts to listen.
     *
     * @param sqs answers direct integrations
     * @throws PortInUseException when something else listens on the port
     */
    public ApiGateway(
            Application.Api api,
            GatewaySettings settings,
            FunctionInvoker functions,
            EdgeService sqs,
            ServiceContext context) {
        restApi = new RestApi(api, settings, functions, sqs, context);
        var threads = new QueuedThreadPool(SERVER_THREADS);
        threads.setName("api");
        threads.setDaemon(true);
        threads.setVirtualThreadsExecutor(Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("api-request-", 0).factory()));
        server = new Server(threads);
        server.setHandler(new RestApiHandler(restApi, settings.names()));
        server.setErrorHandler(new BadRequestHandler());
        connector = new LocalConnector(
                server, "127.0.0.1", settings.port(), new HttpConnectionFactory(httpConfiguration(settings)));
        start(settings.port());
    }

    /** The port on which it listens. */
    public int port() {
        return connector.getLocalPort();
    }

    /** Interrupts the requests that are under way, and frees the port. */
    @Override
    public void close() {
        restApi.close();
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("The API on port " + port() + " could not be stopped", e);
        }
    }

    private static HttpConfiguration httpConfiguration(GatewaySettings settings) {
        var configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        configuration.setIdleTimeout(settings.longestStall().toMillis());
        // Paths go to the function as they were sent. Jetty would refuse some, such as one with %2F in it.
        configuration.setUriCompliance(UriCompliance.UNSAFE);
        // "Amazon API Gateway quotas": all header values together have at most 10,240 bytes.
        configuration.setRequestHeaderSize(16 * 1024);
        configuration.setResponseHeaderSize(16 * 1024);
        return configuration;
    }

    private void start(int port) {
        try {
            server.start();
        } catch (BindException e) {
            throw abandoned(new PortInUseException(port, e));
        } catch (IOException e) {
            throw abandoned(
                    e.getCause() instanceof BindException
                            ? new PortInUseException(port, e)
                            : new IllegalStateException("The API can't listen on port " + port, e));
        } catch (Exception e) {
            throw abandoned(new IllegalStateException("The API can't be started", e));
        }
    }

    private RuntimeException abandoned(RuntimeException failure) {
        try {
            server.stop();
        } catch (Exception e) {
            failure.addSuppressed(e);
        }
        return failure;
    }
}
