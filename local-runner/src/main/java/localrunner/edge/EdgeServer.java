package localrunner.edge;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import localrunner.application.Application;
import localrunner.console.Console;
import localrunner.functions.child.AwsHosts;
import localrunner.http.BrowserRequests;
import localrunner.http.LocalConnector;
import localrunner.http.LocalNames;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.DetectorConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.VirtualThreadPool;

/**
 * Serves the edge port: the one port that answers AWS SDKs for every service, as {@code AWS_ENDPOINT_URL} wants it. It
 * listens on 127.0.0.1, and on one more address if asked to.
 *
 * <p>The credential scope of a request's signature tells which service it is for. Signatures are not checked, so any
 * credentials do. An unsigned request to the path of a queue URL goes to SQS. Bodies are read whole, up to 20 MiB, but
 * those of a {@link StreamingService} as they come. As anybody on this machine may call, what a web page can send is
 * refused: {@link LocalNames}, {@link BrowserRequests}.
 *
 * <p>The port is bound before anything else starts, and requests wait in its backlog until {@link #start}: queue URLs
 * contain the port, and a port in use should be found at once. Thread-safe.
 */
public final class EdgeServer implements AutoCloseable {

    private static final String HOST = "127.0.0.1";
    private static final String STANDS_FOR_AWS = "aws";
    private static final int LARGEST_BODY_BYTES = 20 * 1024 * 1024;
    private static final int CONCURRENT_REQUESTS = 1000;
    private static final Pattern QUEUE_PATH = Pattern.compile("/" + Application.ACCOUNT_ID + "/[A-Za-z0-9_.-]+/?");

    private final Server server;
    private final List<LocalConnector> connectors;
    private final URI uri;
    private final LocalNames names;
    private final ExecutorService threads;
    private final Console console;
    private final Supplier<String> requestIds;

    private EdgeServer(
            Server server,
            List<LocalConnector> connectors,
            LocalNames names,
            ExecutorService threads,
            Console console,
            Supplier<String> requestIds) {
        this.server = server;
        this.connectors = connectors;
        this.uri = URI.create("http://" + HOST + ":" + connectors.getFirst().getLocalPort());
        this.names = names;
        this.threads = threads;
        this.console = console;
        this.requestIds = requestIds;
    }

    /**
     * Takes the port. Requests are not answered yet.
     *
     * @param port 0 for a free one
     * @param alsoOn an address beside 127.0.0.1
     * @param requestIds for the header {@code x-amzn-RequestId}, if a service gives none
     * @throws PortUnavailableException when something else listens on it
     */
    public static EdgeServer bind(int port, Optional<String> alsoOn, Console console, Supplier<String> requestIds) {
        var pool = new VirtualThreadPool(CONCURRENT_REQUESTS);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        pool.setVirtualThreadsExecutor(threads);
        var server = new Server(pool);
        var http = new HttpConnectionFactory(httpConfiguration());
        server.setStopTimeout(0);
        List<LocalConnector> connectors = new ArrayList<>();
        try {
            connectors.add(open(server, HOST, port, http));
            if (alsoOn.isPresent()) {
                connectors.add(open(server, alsoOn.get(), connectors.getFirst().getLocalPort(), http));
            }
        } catch (PortUnavailableException e) {
            connectors.forEach(LocalConnector::close);
            threads.shutdownNow();
            throw e;
        }
        return new EdgeServer(server, connectors, new LocalNames(alsoOn), threads, console, requestIds);
    }

    /**
     * Opens a free port of 127.0.0.1 that stands for AWS's own hosts, with TLS and without. Requests have to name such
     * a host; they are answered once the edge has started. To be called before that.
     *
     * @param tls shows the certificates of those hosts
     * @return the port
     */
    public int standInForAws(SSLContext tls) {
        var certificates = new SslContextFactory.Server();
        certificates.setSslContext(tls);
        var http = new HttpConnectionFactory(httpConfiguration());
        var withTls = new SslConnectionFactory(certificates, http.getProtocol());
        LocalConnector connector = open(server, HOST, 0, new DetectorConnectionFactory(withTls), http);
        connector.setName(STANDS_FOR_AWS);
        connectors.add(connector);
        return connector.getLocalPort();
    }

    private static HttpConfiguration httpConfiguration() {
        var http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(32 * 1024);
        // An object's key may be any text, so a path may have "//", "..", or "%2F"; services see it as it was sent.
        http.setUriCompliance(UriCompliance.UNSAFE);
        return http;
    }

    private static LocalConnector open(Server server, String host, int port, ConnectionFactory... protocols) {
        var connector = new LocalConnector(server, host, port, protocols);
        try {
            connector.open();
        } catch (IOException e) {
            connector.close();
            Throwable reason = Optional.ofNullable(e.getCause()).orElse(e);
            throw new PortUnavailableException(host, port, String.valueOf(reason.getMessage()), e);
        }
        return connector;
    }

    /** {@code http://127.0.0.1:<port>}, without a slash at the end. */
    public URI uri() {
        return uri;
    }

    /**
     * Begins to answer.
     *
     * @throws IllegalArgumentException when two services have the same name
     */
    public void start(List<? extends EdgeService> services) {
        start(services, List.of());
    }

    /**
     * Begins to answer.
     *
     * @throws IllegalArgumentException when two services have the same name
     */
    public void start(List<? extends EdgeService> services, List<? extends StreamingService> streaming) {
        var names = new TreeSet<String>();
        Stream.concat(
                        services.stream().map(EdgeService::name),
                        streaming.stream().map(StreamingService::name))
                .forEach(name -> {
                    if (!names.add(name)) {
                        throw new IllegalArgumentException("Two services behind the edge are named " + name);
                    }
                });
        server.setHandler(new ServiceHandler(
                services.stream().collect(Collectors.toMap(EdgeService::name, Function.identity())),
                inOrder(streaming),
                names));
        try {
            server.start();
        } catch (Exception e) {
            throw new IllegalStateException("The edge on " + uri + " did not start", e);
        }
    }

    /** Of several services that an unsigned request may be for, the first gets it: a bucket may have any path. */
    private static Map<String, StreamingService> inOrder(List<? extends StreamingService> streaming) {
        Map<String, StreamingService> byName = new LinkedHashMap<>();
        streaming.forEach(service -> byName.put(service.name(), service));
        return byName;
    }

    /** Frees the port, and interrupts the requests that are still being answered. */
    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("The edge did not stop", e);
        } finally {
            // A server that was never started does not close its connectors.
            connectors.forEach(LocalConnector::close);
            // Jetty does not interrupt the threads of requests, it only waits no longer for them.
            threads.shutdownNow();
        }
    }

    private final class ServiceHandler extends Handler.Abstract {

        private final Map<String, EdgeService> services;
        private final Map<String, StreamingService> streaming;
        private final Set<String> names;

        /** Functions and their calls of services that there are not, each told once. */
        private final Set<String> told = ConcurrentHashMap.newKeySet();

        ServiceHandler(Map<String, EdgeService> services, Map<String, StreamingService> streaming, Set<String> names) {
            this.services = services;
            this.streaming = streaming;
            this.names = names;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            Optional<String> refusal = refusal(request);
            if (refusal.isPresent()) {
                AwsError error = new AwsError(403, "AccessDenied", refusal.get());
                write(refuse(edgeRequest(request, new byte[0]), "", error), response, callback);
                return true;
            }
            EdgeRequest head = edgeRequest(request, new byte[0]);
            Optional<StreamingService> streamed = streamingService(head);
            if (streamed.isPresent()) {
                new StreamedExchange(streamed.get(), head, console, requestIds).run(request, response, callback);
                return true;
            }
            byte[] body;
            try {
                body = Content.Source.asInputStream(request).readNBytes(LARGEST_BODY_BYTES + 1);
            } catch (IOException e) {
                // The client stalled, went away, or speaks no HTTP. It gets an answer if it still listens, and nothing
                // is printed.
                response.setStatus(e.getCause() instanceof TimeoutException ? 408 : 400);
                response.getHeaders().put(HttpHeader.CONNECTION, "close");
                response.write(
                        true, ByteBuffer.allocate(0), Callback.from(callback::succeeded, _ -> callback.succeeded()));
                return true;
            }
            write(wellFormedAnswer(edgeRequest(request, body), body.length), response, callback);
            return true;
        }

        private Optional<StreamingService> streamingService(EdgeRequest head) {
            try {
                Optional<String> scope = SigningScope.service(head);
                return scope.isPresent()
                        ? scope.map(streaming::get)
                        : streaming.values().stream()
                                .filter(service -> service.isAddressedBy(head))
                                .findFirst();
            } catch (IllegalArgumentException e) {
                // The query string is malformed, which is answered in one place for all.
                return Optional.empty();
            }
        }

        private Optional<String> refusal(Request request) {
            if (STANDS_FOR_AWS.equals(
                    request.getConnectionMetaData().getConnector().getName())) {
                return AwsHosts.isApi(String.valueOf(request.getHttpURI().getHost()))
                        ? Optional.empty()
                        : Optional.of("This port stands for AWS's own hosts only.");
            }
            return EdgeServer.this
                    .names
                    .refusal(request.getHttpURI(), request.getHeaders())
                    .or(() -> BrowserRequests.refusal(request.getHeaders()));
        }

        private void write(EdgeResponse answer, Response response, Callback callback) {
            response.setStatus(answer.status());
            answer.headers().forEach(response.getHeaders()::put);
            if (!response.getHeaders().contains("x-amzn-RequestId")) {
                response.getHeaders().put("x-amzn-RequestId", requestIds.get());
            }
            response.write(true, ByteBuffer.wrap(answer.body()), callback);
        }

        private EdgeResponse wellFormedAnswer(EdgeRequest request, int bodyBytes) {
            try {
                request.queryParameters();
            } catch (IllegalArgumentException e) {
                return new AwsError(400, "MalformedQueryString", "The query string is malformed: " + e.getMessage())
                        .restJson();
            }
            return answer(request, bodyBytes);
        }

        private EdgeResponse answer(EdgeRequest request, int bodyBytes) {
            Optional<String> scope =
                    runnersOwn(request).or(() -> SigningScope.service(request)).or(() -> unsignedQueue(request));
            if (scope.isEmpty()) {
                return refuse(
                        request,
                        "",
                        new AwsError(
                                400,
                                "MissingAuthenticationToken",
                                "The request is not signed, so the service it is for is not known: give any credentials (AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local). "
                                        + known()));
            }
            EdgeService service = services.get(scope.get());
            if (service == null) {
                return unknownService(request, scope.get());
            }
            if (bodyBytes > LARGEST_BODY_BYTES) {
                return refuse(
                        request,
                        scope.get(),
                        new AwsError(
                                413,
                                "RequestEntityTooLarge",
                                "The body is larger than " + LARGEST_BODY_BYTES + " bytes"));
            }
            return handled(request, service);
        }

        /** Names service, operation and function, also on the console: its author may not look at the error. */
        private EdgeResponse unknownService(EdgeRequest request, String service) {
            String operation = Operation.of(request);
            Optional<String> caller = SigningScope.accessKeyId(request).flatMap(Application.Function::callerOf);
            String message = "The local runner has no service '%s'. %s %s"
                    .formatted(
                            service,
                            known(),
                            caller.map(function -> "The function %s called %s.".formatted(function, operation))
                                    .orElse("The call was %s.".formatted(operation)));
            if (told.add(message)) {
                console.warn(caller.orElse(service), message);
            }
            return refuse(request, service, new AwsError(501, "NotImplemented", message));
        }

        private EdgeResponse handled(EdgeRequest request, EdgeService service) {
            try {
                return service.handle(request);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return refuse(
                        request,
                        service.name(),
                        new AwsError(503, "ServiceUnavailable", "The local runner is being stopped"));
            } catch (RuntimeException e) {
                var trace = new StringWriter();
                e.printStackTrace(new PrintWriter(trace));
                console.warn(service.name(), trace.toString().strip());
                return refuse(
                        request,
                        service.name(),
                        new AwsError(
                                500, "InternalFailure", "The local runner failed; its console has the stack trace"));
            }
        }

        /** A path of the runner's own begins with the name of its service, such as {@code /_schedules}. */
        private Optional<String> runnersOwn(EdgeRequest request) {
            String first = request.path().substring(1).split("/", 2)[0];
            return first.startsWith("_") && services.containsKey(first) ? Optional.of(first) : Optional.empty();
        }

        private Optional<String> unsignedQueue(EdgeRequest request) {
            boolean queue = QUEUE_PATH.matcher(request.path()).matches();
            return queue ? Optional.of("sqs") : Optional.empty();
        }

        private EdgeResponse refuse(EdgeRequest request, String service, AwsError error) {
            return error.inProtocolOf(request, service, requestIds.get());
        }

        private String known() {
            return "It has: "
                    + names.stream().filter(name -> !name.startsWith("_")).collect(Collectors.joining(", "))
                    + ".";
        }
    }

    private static EdgeRequest edgeRequest(Request request, byte[] body) {
        var headers = new HashMap<String, String>();
        request.getHeaders()
                .forEach(field -> headers.putIfAbsent(
                        field.getName().toLowerCase(Locale.ROOT),
                        Optional.ofNullable(field.getValue()).orElse("")));
        return new EdgeRequest(
                request.getMethod(),
                Optional.ofNullable(request.getHttpURI().getPath()).orElse("/"),
                Optional.ofNullable(request.getHttpURI().getQuery()).orElse(""),
                headers,
                body);
    }
}
