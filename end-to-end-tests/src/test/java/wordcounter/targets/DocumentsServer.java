package wordcounter.targets;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;

/** A server of documents on this machine, which answers as a test wants it. What nobody has put there it does not find. Thread-safe. */
public final class DocumentsServer implements AutoCloseable {

    private static final String FOLDER = "/documents/";

    private final HttpServer server;
    private final Map<String, Deque<Page>> pages = new HashMap<>();
    private final Map<String, Integer> requests = new HashMap<>();

    /**
     * What is answered.
     *
     * @param location where a redirect leads
     */
    public record Page(int status, String body, Optional<String> location) {

        public static Page of(String text) {
            return new Page(200, text, Optional.empty());
        }

        public static Page error(int status) {
            return new Page(status, "", Optional.empty());
        }

        public static Page redirect(String location) {
            return new Page(302, "", Optional.of(location));
        }
    }

    private DocumentsServer(HttpServer server) {
        this.server = server;
    }

    public static DocumentsServer start() {
        try {
            HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            DocumentsServer documents = new DocumentsServer(http);
            http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            http.createContext("/", documents::answer);
            http.start();
            return documents;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where its documents are. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/documents";
    }

    /** Each request for the document takes the next page; the last one stays. */
    public synchronized void put(String id, Page... inOrder) {
        pages.put(id, new ArrayDeque<>(List.of(inOrder)));
    }

    /** How often the document was asked for. */
    public synchronized int requests(String id) {
        return requests.getOrDefault(id, 0);
    }

    private synchronized Page next(String id) {
        requests.merge(id, 1, Integer::sum);
        Deque<Page> inOrder = pages.getOrDefault(id, new ArrayDeque<>());
        if (inOrder.size() > 1) {
            return inOrder.removeFirst();
        }
        return Optional.ofNullable(inOrder.peekFirst()).orElse(Page.error(404));
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        Page page = next(path.startsWith(FOLDER) ? path.substring(FOLDER.length()) : path);
        byte[] body = page.body().getBytes(StandardCharsets.UTF_8);
        page.location().ifPresent(location -> exchange.getResponseHeaders().set("Location", location));
        exchange.sendResponseHeaders(page.status(), body.length == 0 ? -1 : body.length);
        try (var output = exchange.getResponseBody()) {
            output.write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
