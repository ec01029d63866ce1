package localrunner.edge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Passes requests on to a server in this process, which has an internal port. Thread-safe. */
public final class LoopbackServer implements AutoCloseable {

    /**
     * Headers that belong to one connection (RFC 9110, 7.6.1), that the client sets itself, or that tell where a page's
     * request comes from, which the edge has judged.
     */
    private static final Set<String> NOT_PASSED_ON = Set.of(
            "user-agent",
            "origin",
            "sec-fetch-site",
            "connection",
            "keep-alive",
            "transfer-encoding",
            "te",
            "trailer",
            "upgrade",
            "expect",
            "host",
            "content-length",
            "date",
            "server",
            ":status");

    private final URI address;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .executor(threads)
            .build();

    public LoopbackServer(int port) {
        this.address = URI.create("http://127.0.0.1:" + port);
    }

    /** @throws UncheckedIOException when the server does not answer, for instance because it was closed */
    public EdgeResponse send(EdgeRequest request) throws InterruptedException {
        String target = request.query().isEmpty() ? request.path() : request.path() + "?" + request.query();
        var outgoing = HttpRequest.newBuilder(URI.create(address + target))
                .method(request.method(), HttpRequest.BodyPublishers.ofByteArray(request.body()));
        endToEnd(request.headers()).forEach(outgoing::setHeader);
        try {
            HttpResponse<byte[]> answer = client.send(outgoing.build(), HttpResponse.BodyHandlers.ofByteArray());
            var headers = new HashMap<String, String>();
            answer.headers().map().forEach((name, values) -> headers.put(name, values.getFirst()));
            return new EdgeResponse(answer.statusCode(), endToEnd(headers), answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException("The server at " + address + " gave no answer", e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
        client.close();
        threads.close();
    }

    private static Map<String, String> endToEnd(Map<String, String> headers) {
        var kept = new HashMap<>(headers);
        kept.keySet().removeIf(name -> NOT_PASSED_ON.contains(name.toLowerCase(Locale.ROOT)));
        return kept;
    }
}
