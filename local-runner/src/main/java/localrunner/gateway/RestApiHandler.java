package localrunner.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import localrunner.http.LocalNames;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Carries requests and answers between Jetty and a {@link RestApi}. Thread-safe. */
final class RestApiHandler extends Handler.Abstract {

    /** How much of a body over the limit is still read: a client that can't send it all never sees the answer. */
    private static final long MAXIMUM_DRAINED_BYTES = 100L * 1024 * 1024;

    private final RestApi restApi;
    private final LocalNames names;

    /** @param names to which a request may be sent */
    RestApiHandler(RestApi restApi, LocalNames names) {
        this.restApi = restApi;
        this.names = names;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Optional<String> refusal = names.refusal(request.getHttpURI(), request.getHeaders());
        if (refusal.isPresent()) {
            write(GatewayAnswer.forbidden(refusal.get()), response, callback);
            return true;
        }
        GatewayRequest read;
        try {
            read = read(request);
        } catch (IOException e) {
            refuse(e, response, callback);
            return true;
        }
        try {
            write(restApi.handle(read), response, callback);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            callback.failed(e);
        }
        return true;
    }

    private static void write(GatewayAnswer answer, Response response, Callback callback) {
        response.setStatus(answer.status());
        answer.headers().forEach(header -> response.getHeaders().add(header.name(), header.value()));
        response.write(true, answer.body().buffer(), callback);
    }

    /**
     * Answers a client whose body stalls or is no HTTP, if it still listens. Nothing is printed, as it is the client's
     * doing.
     */
    private static void refuse(IOException failure, Response response, Callback callback) {
        boolean stalled = failure.getCause() instanceof TimeoutException;
        response.setStatus(stalled ? 408 : 400);
        response.getHeaders().put(HttpHeader.CONNECTION, "close");
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        String body = stalled ? "{\"message\":\"Request Timeout\"}" : "{\"message\":\"Bad Request\"}";
        Content.Sink.write(response, true, body, Callback.from(callback::succeeded, _ -> callback.succeeded()));
    }

    private static GatewayRequest read(Request request) throws IOException {
        var headers = new ArrayList<GatewayRequest.Header>();
        for (HttpField field : request.getHeaders()) {
            headers.add(new GatewayRequest.Header(
                    field.getName(), Optional.ofNullable(field.getValue()).orElse("")));
        }
        return new GatewayRequest(
                request.getMethod(),
                Optional.ofNullable(request.getHttpURI().getPath()).orElse("/"),
                Optional.ofNullable(request.getHttpURI().getQuery()).orElse(""),
                request.getConnectionMetaData().getHttpVersion().asString(),
                headers,
                readBody(request),
                Request.getRemoteAddr(request),
                Request.getLocalPort(request));
    }

    /** Reads the body, but no more than a byte beyond the limit: that shows that it is too long. */
    private static Bytes readBody(Request request) throws IOException {
        try (InputStream body = Content.Source.asInputStream(request)) {
            byte[] bytes = body.readNBytes(RestApi.MAXIMUM_BODY_BYTES + 1);
            if (bytes.length > RestApi.MAXIMUM_BODY_BYTES) {
                long left = MAXIMUM_DRAINED_BYTES;
                for (byte[] more = new byte[64 * 1024]; left > 0; ) {
                    int read = body.read(more);
                    if (read < 0) {
                        break;
                    }
                    left -= read;
                }
            }
            return Bytes.of(bytes);
        }
    }
}
