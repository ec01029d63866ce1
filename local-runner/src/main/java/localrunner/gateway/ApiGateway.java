package localrunner.gateway;

import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.util.concurrent.Executors;
import localrunner.application.Application;
import localrunner.console.Console;
import localrunner.invoke.FunctionInvoker;
import localrunner.time.Time;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Serves one API of the application over HTTP on 127.0.0.1, each request on a virtual thread.
 *
 * <p>Routes answer at {@code /} and, as behind a deployed URL, at {@code /<stage>/}. One thing differs: well-known
 * header names reach the function in their usual spelling, whereas API Gateway keeps the client's. Thread-safe.
 */
public final class ApiGateway implements AutoCloseable {

    private static final int SERVER_THREADS = 8;

    /** How long a connection may say nothing, also in the middle of a body. */
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(30);

    private final RestApi restApi;
    private final Server server;
    private final ServerConnector connector;

    /**
     * Starts to listen.
     *
     * @param apiKey what the header {@code x-api-key} must say on routes that require a key
     * @param port 0 for a free one
     * @throws PortInUseException when something else listens there
     */
    public ApiGateway(
            Application.Api api,
            String region,
            String apiKey,
            int port,
            FunctionInvoker functions,
            Time time,
            Console console) {
        this(api, region, apiKey, port, functions, time, console, IDLE_TIMEOUT);
    }

    ApiGateway(
            Application.Api api,
            String region,
            String apiKey,
            int port,
            FunctionInvoker functions,
            Time time,
            Console console,
            Duration idleTimeout) {
        restApi = new RestApi(api, region, apiKey, functions, time, console);
        var threads = new QueuedThreadPool(SERVER_THREADS);
        threads.setName("api");
        threads.setDaemon(true);
        threads.setVirtualThreadsExecutor(Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("api-request-", 0).factory()));
        server = new Server(threads);
        server.setHandler(new RestApiHandler(restApi));
        server.setErrorHandler(new BadRequestHandler());
        connector = new ServerConnector(server, 0, 1, new HttpConnectionFactory(httpConfiguration()));
        connector.setHost("127.0.0.1");
        connector.setPort(port);
        connector.setIdleTimeout(idleTimeout.toMillis());
        server.addConnector(connector);
        start(port);
    }

    /** Where it listens. */
    public int port() {
        return connector.getLocalPort();
    }

    /** Ends what is under way and frees the port. */
    @Override
    public void close() {
        restApi.close();
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("The API on port " + port() + " could not be stopped", e);
        }
    }

    private static HttpConfiguration httpConfiguration() {
        var configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        // Paths go to the function as they were sent: %2F in a word is no threat here, and none of Jetty's business.
        configuration.setUriCompliance(UriCompliance.UNSAFE);
        // "Amazon API Gateway quotas": total size of the header values 10,240 bytes.
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
