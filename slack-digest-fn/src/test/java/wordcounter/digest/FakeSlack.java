package wordcounter.digest;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import wordcounter.json.InvalidJsonException;
import wordcounter.json.JsonObject;

/**
 * Slack's side of an incoming webhook, on loopback: it takes one message a second by the clock, refuses what is no message of Block
 * Kit's, and answers as a test orders it, once for each order ("Sending messages using incoming webhooks", "Handling errors", docs.slack.dev).
 */
public final class FakeSlack implements AutoCloseable {

    private static final String PATH = "/services/T0/B0/";
    private static final String SECRET = "XXXXSECRETXXXX";
    private static final int MOST_BLOCKS = 50;
    private static final int LONGEST_TEXT = 3_000;
    private static final int LONGEST_HEADER = 150;

    private final HttpServer server;
    private final Clock clock;
    private final List<JsonObject> channel = new CopyOnWriteArrayList<>();
    private final List<Instant> requests = new CopyOnWriteArrayList<>();
    private final Deque<Order> orders = new ArrayDeque<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private Instant last = Instant.MIN;

    /** What a request meets. */
    private interface Order {
        void meet(HttpExchange exchange, JsonObject message) throws IOException;
    }

    public FakeSlack(Clock clock) {
        this.clock = clock;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.setExecutor(Executors.newThreadPerTaskExecutor(Thread.ofVirtual().factory()));
        server.start();
    }

    /** The webhook's address. */
    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + PATH + SECRET;
    }

    /** The part of the address that nobody may see. */
    public static String secret() {
        return SECRET;
    }

    Webhook webhook() {
        return new Webhook(URI.create(address()));
    }

    /** The messages that arrived, oldest first. */
    public List<JsonObject> channel() {
        return List.copyOf(channel);
    }

    /** When somebody tried to post, whatever became of it. */
    List<Instant> requests() {
        return List.copyOf(requests);
    }

    /** The next request is answered so, and its message is not in the channel. */
    synchronized void answerNext(int status, String body, Map<String, String> headers) {
        orders.add((exchange, message) -> answer(exchange, status, body, headers));
    }

    /** The next message arrives, and the connection ends before an answer. */
    synchronized void loseNextAnswer() {
        orders.add((exchange, message) -> {
            channel.add(message);
            exchange.close();
        });
    }

    /** The next message arrives, and there is never an answer. */
    synchronized void beSlowNext() {
        orders.add((exchange, message) -> {
            channel.add(message);
            awaitClose();
        });
    }

    private void awaitClose() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        requests.add(clock.instant());
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (!exchange.getRequestURI().getPath().equals(PATH + SECRET)) {
            answer(exchange, 404, "no_service", Map.of());
            return;
        }
        JsonObject message;
        try {
            message = JsonObject.parse(body);
        } catch (InvalidJsonException e) {
            answer(exchange, 400, "invalid_payload", Map.of());
            return;
        }
        if (!isValid(message)) {
            answer(exchange, 400, "invalid_blocks", Map.of());
            return;
        }
        Order order;
        synchronized (this) {
            if (clock.instant().isBefore(last.plus(Duration.ofSeconds(1)))) {
                answer(exchange, 429, "rate_limited", Map.of("Retry-After", "1"));
                return;
            }
            last = clock.instant();
            order = orders.isEmpty() ? this::take : orders.removeFirst();
        }
        order.meet(exchange, message);
    }

    private void take(HttpExchange exchange, JsonObject message) throws IOException {
        channel.add(message);
        answer(exchange, 200, "ok", Map.of());
    }

    private static void answer(HttpExchange exchange, int status, String body, Map<String, String> headers)
            throws IOException {
        headers.forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static boolean isValid(JsonObject message) {
        List<JsonObject> blocks = message.requiredObjects("blocks");
        return message.optionalString("text").isPresent()
                && !blocks.isEmpty()
                && blocks.size() <= MOST_BLOCKS
                && blocks.stream().allMatch(FakeSlack::isValidBlock);
    }

    private static boolean isValidBlock(JsonObject block) {
        return switch (block.requiredString("type")) {
            case "header" -> isText(block.requiredObject("text"), LONGEST_HEADER);
            case "section" -> isText(block.requiredObject("text"), LONGEST_TEXT);
            case "context" ->
                block.requiredObjects("elements").stream().allMatch(element -> isText(element, LONGEST_TEXT));
            default -> false;
        };
    }

    private static boolean isText(JsonObject object, int longest) {
        int length = object.requiredString("text").length();
        return object.requiredString("type").equals("plain_text") && length >= 1 && length <= longest;
    }

    /** All text that a message shows in its blocks, as Slack sent it. */
    static String shown(JsonObject message) {
        StringBuilder shown = new StringBuilder();
        for (JsonObject block : message.requiredObjects("blocks")) {
            if (block.members().containsKey("elements")) {
                block.requiredObjects("elements")
                        .forEach(element ->
                                shown.append(element.requiredString("text")).append('\n'));
            } else {
                shown.append(block.requiredObject("text").requiredString("text"))
                        .append('\n');
            }
        }
        return shown.toString();
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }
}
