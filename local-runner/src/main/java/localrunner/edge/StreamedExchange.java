package localrunner.edge;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import localrunner.console.Console;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** One request to a {@link StreamingService}, and its answer. Not thread-safe. */
final class StreamedExchange {

    private final StreamingService service;
    private final EdgeRequest head;
    private final Console console;
    private final Supplier<String> requestIds;

    StreamedExchange(StreamingService service, EdgeRequest head, Console console, Supplier<String> requestIds) {
        this.service = service;
        this.head = head;
        this.console = console;
        this.requestIds = requestIds;
    }

    void run(Request request, Response response, Callback callback) {
        try {
            InputStream body = Content.Source.asInputStream(request);
            StreamedResponse answer = answer(body);
            // A client that sends its body without asking first reads no answer before all of it is sent.
            if (head.header(HttpHeader.EXPECT.asString()).isEmpty()) {
                body.transferTo(OutputStream.nullOutputStream());
            }
            response.setStatus(answer.status());
            answer.headers().forEach(response.getHeaders()::put);
            try (OutputStream out = Content.Sink.asOutputStream(response)) {
                if (!head.method().equals("HEAD")) {
                    answer.body().writeTo(out);
                }
            }
            callback.succeeded();
        } catch (IOException e) {
            // The client stalled or went away.
            callback.failed(e);
        }
    }

    private StreamedResponse answer(InputStream body) throws IOException {
        try {
            return service.handle(head, body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return refusal(new AwsError(503, "ServiceUnavailable", "The local runner is being stopped"));
        } catch (RuntimeException e) {
            var trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace));
            console.warn(service.name(), trace.toString().strip());
            return refusal(
                    new AwsError(500, "InternalError", "The local runner failed; its console has the stack trace"));
        }
    }

    private StreamedResponse refusal(AwsError error) {
        EdgeResponse answer = error.restXml(requestIds.get());
        Map<String, String> headers = new HashMap<>(answer.headers());
        byte[] body = answer.body();
        headers.put(HttpHeader.CONTENT_LENGTH.asString(), Integer.toString(body.length));
        return new StreamedResponse(answer.status(), headers, out -> out.write(body));
    }
}
