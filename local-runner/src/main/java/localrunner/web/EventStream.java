package localrunner.web;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import localrunner.edge.StreamedResponse;
import tools.jackson.databind.JsonNode;

/**
 * Sends messages to open pages as they come, as server-sent events (HTML Living Standard, 9.2).
 *
 * <p>Each page has a {@link Source} of its own, which is asked for messages at most four times a second. A page that
 * reads slowly is asked for less often, and then gets the state of then: nothing is queued for it. A comment every 15
 * seconds shows both sides that the other is there. Thread-safe.
 */
final class EventStream {

    /** The time between two looks at the source. */
    static final Duration INTERVAL = Duration.ofMillis(250);

    private static final Duration BETWEEN_HEARTBEATS = Duration.ofSeconds(15);
    private static final int MOST_PAGES = 32;

    /** How long the browser waits before it connects again. */
    private static final String BEGIN = "retry: 1000\n\n";

    private final Semaphore pages = new Semaphore(MOST_PAGES);
    private final Duration interval;
    private final Duration betweenHeartbeats;

    /** A message: the name of its kind, and what it says. */
    record Message(String event, JsonNode data) {}

    /** What one page is told. */
    @FunctionalInterface
    interface Source {

        /** What has come since the last call; empty for nothing. */
        List<Message> next() throws InterruptedException;
    }

    /** Makes a page's source when it connects. */
    @FunctionalInterface
    interface Sources {
        Source open();
    }

    EventStream() {
        this(INTERVAL, BETWEEN_HEARTBEATS);
    }

    EventStream(Duration interval, Duration betweenHeartbeats) {
        this.interval = interval;
        this.betweenHeartbeats = betweenHeartbeats;
    }

    /**
     * Answers a page that wants to be told.
     *
     * @throws WebRefusal when too many pages are
     */
    StreamedResponse answer(Sources sources) {
        if (pages.availablePermits() == 0) {
            throw new WebRefusal(503, MOST_PAGES + " pages are open already; close one");
        }
        return new StreamedResponse(200, Map.of(WebAnswers.CONTENT_TYPE, "text/event-stream; charset=utf-8"), out -> {
            if (pages.tryAcquire()) {
                try {
                    send(sources.open(), out);
                } finally {
                    pages.release();
                }
            }
        });
    }

    /** Sends until the page is closed, which shows when it is written to, or the runner stops. */
    private void send(Source source, OutputStream out) throws IOException {
        long lastSent = System.nanoTime();
        write(out, BEGIN);
        try {
            while (true) {
                List<Message> messages = source.next();
                if (!messages.isEmpty()) {
                    var text = new StringBuilder();
                    messages.forEach(message -> text.append("event: ")
                            .append(message.event())
                            .append("\ndata: ")
                            .append(message.data())
                            .append("\n\n"));
                    write(out, text.toString());
                    lastSent = System.nanoTime();
                } else if (System.nanoTime() - lastSent > betweenHeartbeats.toNanos()) {
                    write(out, ": still here\n\n");
                    lastSent = System.nanoTime();
                }
                Thread.sleep(interval);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
