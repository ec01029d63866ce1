package wordcounter.documents;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import wordcounter.json.InvalidJsonException;
import wordcounter.queue.QueueMessage;
import wordcounter.tracing.TraceContext;

/**
 * A message about a document, as it waits in a queue.
 *
 * @param changedAt when the document changed: when the queue took the request that said so
 * @param correlationId of that request
 * @param traceparent of the hop that put the message into the queue; empty where it had none
 */
public record DocumentMessage(
        Kind kind, DocumentId id, Instant changedAt, String correlationId, Optional<String> traceparent) {

    private static final String CHANGED_AT = "changedAt";

    /** What a message asks for. Each kind has a queue and a route, which the message's attribute {@code route} names. A later version has another route. */
    public enum Kind {
        /** The document has changed; API Gateway has put it into the queue. */
        CHANGE("POST /documents/{id}/changed"),
        /** It may have been quiet since; we have sent it, delayed by the quiet time. */
        CHECK("document-check");

        private final String route;

        Kind(String route) {
            this.route = route;
        }

        public String route() {
            return route;
        }
    }

    /** Whether messages of that route are about documents. */
    public static boolean isRoute(String route) {
        return route.equals(Kind.CHANGE.route()) || route.equals(Kind.CHECK.route());
    }

    /**
     * Reads a message.
     *
     * @throws InvalidJsonException when it is not about a document
     */
    public static DocumentMessage of(QueueMessage message) {
        String route = message.attribute(QueueMessage.ROUTE).orElse("");
        if (!isRoute(route)) {
            throw new InvalidJsonException("the message is of no route of documents");
        }
        DocumentId id = DocumentId.ofPathSegment(message.body())
                .orElseThrow(() -> new InvalidJsonException("the message names no document: an id has 1 to "
                        + DocumentId.MAX_BYTES + " bytes of UTF-8, percent-encoded, without '.' and '..'"));
        Optional<String> traceparent = message.attribute(QueueMessage.TRACEPARENT);
        return route.equals(Kind.CHANGE.route())
                ? new DocumentMessage(Kind.CHANGE, id, message.sentAt(), message.correlationId(), traceparent)
                : new DocumentMessage(Kind.CHECK, id, changedAt(message), message.correlationId(), traceparent);
    }

    private static Instant changedAt(QueueMessage message) {
        return message.attribute(CHANGED_AT)
                .filter(millis -> millis.matches("[0-9]{1,15}"))
                .map(millis -> Instant.ofEpochMilli(Long.parseLong(millis)))
                .orElseThrow(() -> new InvalidJsonException("'" + CHANGED_AT + "' is not a number of milliseconds"));
    }

    /**
     * The check that follows a change.
     *
     * @param hop that sends it
     */
    public DocumentMessage check(TraceContext hop) {
        return new DocumentMessage(Kind.CHECK, id, changedAt, correlationId, Optional.of(hop.traceparent()));
    }

    /** What {@link #of} reads. */
    public String body() {
        return id.pathSegment();
    }

    /** What {@link #of} reads, with the body. */
    public Map<String, String> attributes() {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put(QueueMessage.ROUTE, kind.route());
        attributes.put(QueueMessage.REQUEST_ID, correlationId);
        traceparent.ifPresent(value -> attributes.put(QueueMessage.TRACEPARENT, value));
        if (kind == Kind.CHECK) {
            attributes.put(CHANGED_AT, Long.toString(changedAt.toEpochMilli()));
        }
        return attributes;
    }
}
