package wordcounter.targets;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import wordcounter.json.JsonObject;

/**
 * Stands before a target's edge and refuses calls as busy services do, which neither DynamoDB Local nor the runner does: of each
 * operation below the first and every second one after it. Everything else is passed on. Thread-safe.
 */
public final class ContendedEdge implements AutoCloseable {

    private static final String THROTTLED = """
            {"__type":"com.amazonaws.dynamodb.v20120810#ThrottlingException","message":"Throughput exceeds the current capacity"}""";
    private static final String EXCEEDED = """
            {"__type":"com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException","message":"Throughput exceeded"}""";
    private static final String CONFLICT = """
            {"__type":"com.amazonaws.dynamodb.v20120810#TransactionConflictException","message":"Transaction is ongoing for the item"}""";
    private static final String CANCELLED = """
            {"__type":"com.amazonaws.dynamodb.v20120810#TransactionCanceledException",\
            "Message":"Transaction cancelled, please refer cancellation reasons for specific reasons [TransactionConflict]",\
            "CancellationReasons":[%s]}""";
    private static final String REASON = """
            {"Code":"TransactionConflict","Message":"Transaction is ongoing for the item"}""";
    private static final String RATE_EXCEEDED = """
            {"__type":"ThrottlingException","message":"Rate exceeded"}""";

    private static final Map<String, String> REFUSALS = Map.of(
            "DynamoDB_20120810.Scan", THROTTLED,
            "DynamoDB_20120810.Query", EXCEEDED,
            "DynamoDB_20120810.GetItem", THROTTLED,
            "DynamoDB_20120810.BatchGetItem", EXCEEDED,
            "DynamoDB_20120810.UpdateItem", CONFLICT,
            "DynamoDB_20120810.TransactGetItems", CANCELLED,
            "DynamoDB_20120810.TransactWriteItems", CANCELLED,
            "AmazonSSM.GetParametersByPath", RATE_EXCEEDED);

    private final URI edge;
    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> refused = new ConcurrentHashMap<>();

    /** @param edge what it stands before */
    public ContendedEdge(URI edge) {
        this.edge = edge;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** How often each operation was refused. */
    public Map<String, Integer> refused() {
        Map<String, Integer> copy = new TreeMap<>();
        refused.forEach((operation, times) -> copy.put(operation, times.get()));
        return copy;
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String operation = Optional.ofNullable(exchange.getRequestHeaders().getFirst("X-Amz-Target"))
                .orElse("");
        String refusal = REFUSALS.get(operation);
        if (refusal != null
                && calls.computeIfAbsent(operation, _ -> new AtomicInteger()).getAndIncrement() % 2 == 0) {
            refused.computeIfAbsent(operation, _ -> new AtomicInteger()).incrementAndGet();
            exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
            String told = refusal.equals(CANCELLED) ? CANCELLED.formatted(reasons(body)) : refusal;
            answer(exchange, 400, told.getBytes(StandardCharsets.UTF_8));
            return;
        }
        passOn(exchange, body);
    }

    /** One for each action of the transaction. */
    private static String reasons(byte[] transaction) {
        int actions = JsonObject.parse(new ByteArrayInputStream(transaction))
                .requiredObjects("TransactItems")
                .size();
        return String.join(",", Collections.nCopies(actions, REASON));
    }

    private void passOn(HttpExchange exchange, byte[] body) throws IOException {
        URI target = edge.resolve(exchange.getRequestURI());
        HttpRequest.Builder request =
                HttpRequest.newBuilder(target).method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (name.startsWith("X-") || name.equals("Authorization") || name.equals("Content-type")) {
                values.forEach(value -> request.header(name, value));
            }
        });
        try {
            HttpResponse<byte[]> response = client.send(request.build(), BodyHandlers.ofByteArray());
            response.headers()
                    .firstValue("Content-Type")
                    .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
            answer(exchange, response.statusCode(), response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        try (var out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        client.close();
        threads.close();
    }
}
