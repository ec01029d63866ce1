package localrunner.functions;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import localrunner.http.LocalConnector;
import localrunner.http.OwnRequests;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Serves the Lambda Runtime API to all processes, on a port of its own on 127.0.0.1.
 *
 * <p>AWS document "Using the Lambda runtime API for custom runtimes" (version 2018-06-01). Beyond it, {@code
 * restore/next} and {@code restore/error} are what the runtime interface client calls under SnapStart. A process is
 * known by the first segment of the path, which the client takes for a part of {@code AWS_LAMBDA_RUNTIME_API}.
 * Responses above {@value #RESPONSE_LIMIT} bytes are refused with 413, as on Lambda. Web pages are refused: {@link
 * OwnRequests}. Thread-safe.
 */
public final class RuntimeApi implements AutoCloseable {

    /** 6 MB and 100 bytes, as Lambda's own error message says. */
    static final int RESPONSE_LIMIT = 6_291_556;

    private static final Pattern PATH = Pattern.compile("/(?<process>[^/]+)/2018-06-01/runtime/(?<operation>.+)");
    private static final Pattern RESULT = Pattern.compile("invocation/(?<request>[^/]+)/(?<kind>response|error)");
    private static final byte[] STATUS_OK = "{\"status\":\"OK\"}\n".getBytes(StandardCharsets.UTF_8);

    private final Map<String, RuntimeSession> sessions = new ConcurrentHashMap<>();
    private final Server server;
    private final LocalConnector connector;

    public RuntimeApi() {
        QueuedThreadPool threads = new QueuedThreadPool(8, 2);
        threads.setName("runtime-api");
        threads.setDaemon(true);
        threads.setVirtualThreadsExecutor(VirtualThreads.getDefaultVirtualThreadsExecutor());
        server = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendDateHeader(false);
        // An error's stack trace may come in a header.
        http.setRequestHeaderSize(1024 * 1024);
        connector = new LocalConnector(server, "127.0.0.1", 0, new HttpConnectionFactory(http));
        // A process waits for its next invocation as long as it takes.
        connector.setIdleTimeout(-1);
        server.setHandler(new OwnRequests(new Routes()));
        server.setStopTimeout(0);
        try {
            server.start();
        } catch (Exception e) {
            throw new IllegalStateException("Could not start the Lambda Runtime API on 127.0.0.1", e);
        }
    }

    /** The value of {@code AWS_LAMBDA_RUNTIME_API} for a process. */
    public String address(String processId) {
        return "127.0.0.1:" + connector.getLocalPort() + "/" + processId;
    }

    public void add(String processId, RuntimeSession session) {
        sessions.put(processId, session);
    }

    public void remove(String processId) {
        sessions.remove(processId);
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("Could not stop the Lambda Runtime API", e);
        }
    }

    private final class Routes extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            Matcher path = PATH.matcher(Request.getPathInContext(request));
            Optional<RuntimeSession> session =
                    path.matches() ? Optional.ofNullable(sessions.get(path.group("process"))) : Optional.empty();
            if (session.isEmpty()) {
                return false;
            }
            return serve(
                    session.get(), request.getMethod() + " " + path.group("operation"), request, response, callback);
        }
    }

    private static boolean serve(
            RuntimeSession session, String operation, Request request, Response response, Callback callback)
            throws IOException, InterruptedException {
        switch (operation) {
            case "GET invocation/next" -> next(session, response, callback);
            case "GET restore/next" -> {
                session.restore();
                answer(response, callback, 200, STATUS_OK);
            }
            case "POST init/error", "POST restore/error" -> {
                session.failInit(InvocationOutcome.failure(read(request).text()));
                answer(response, callback, 202, STATUS_OK);
            }
            default -> {
                Matcher result = RESULT.matcher(operation.startsWith("POST ") ? operation.substring(5) : "");
                if (!result.matches()) {
                    return false;
                }
                Body body = read(request);
                boolean tooLarge = body.size() > RESPONSE_LIMIT;
                InvocationOutcome outcome = tooLarge
                        ? InvocationOutcome.responseTooLarge()
                        : new InvocationOutcome(
                                body.text(), result.group("kind").equals("error"));
                boolean known = session.answer(result.group("request"), outcome);
                answer(response, callback, !known ? 400 : tooLarge ? 413 : 202, STATUS_OK);
            }
        }
        return true;
    }

    private static void next(RuntimeSession session, Response response, Callback callback) throws InterruptedException {
        Optional<Invocation> next = session.next();
        if (next.isEmpty()) {
            answer(response, callback, 500, STATUS_OK);
            return;
        }
        Invocation invocation = next.get();
        response.getHeaders()
                .put(new HttpField("Lambda-Runtime-Aws-Request-Id", invocation.requestId()))
                .put(new HttpField(
                        "Lambda-Runtime-Deadline-Ms",
                        Long.toString(invocation.deadline().toEpochMilli())))
                .put(new HttpField("Lambda-Runtime-Invoked-Function-Arn", invocation.functionArn()))
                .put(new HttpField("Lambda-Runtime-Trace-Id", invocation.traceId()));
        invocation
                .clientContext()
                .ifPresent(json -> response.getHeaders().put(new HttpField("Lambda-Runtime-Client-Context", json)));
        answer(response, callback, 200, invocation.payload().getBytes(StandardCharsets.UTF_8));
    }

    /** Answers, always with a Content-Type: AWS's native client crashes without one. */
    private static void answer(Response response, Callback callback, int status, byte[] body) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        response.write(true, ByteBuffer.wrap(body), callback);
    }

    /** Reads the body to its end, as the client insists on that, and keeps no more than the limit. */
    private static Body read(Request request) throws IOException {
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        long size = 0;
        byte[] buffer = new byte[64 * 1024];
        try (InputStream in = Content.Source.asInputStream(request)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                size += read;
                if (size <= RESPONSE_LIMIT) {
                    kept.write(buffer, 0, read);
                }
            }
        }
        return new Body(kept.toString(StandardCharsets.UTF_8), size);
    }

    /**
     * A request's body.
     *
     * @param text as much as the limit allows
     * @param size of the whole, in bytes
     */
    private record Body(String text, long size) {}
}
