package wordcounter.debounce;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import wordcounter.debounce.DocumentServer.Answer;
import wordcounter.debounce.DocumentServer.UnavailableException;
import wordcounter.documents.Document;
import wordcounter.documents.DocumentMessage;
import wordcounter.documents.Documents;
import wordcounter.json.InvalidJsonException;
import wordcounter.queue.Disposition;
import wordcounter.queue.MessageConsumer;
import wordcounter.queue.QueueMessage;
import wordcounter.runtime.JsonLog;

/**
 * Decides what becomes of each message about a document.
 *
 * <p>A change marks the document, and then sends a check that is delayed by the quiet time, also when the document was marked already:
 * the change may have come again because the process died between the two. A check that finds a later change does nothing, since
 * that one's check is on its way. Otherwise the document is counted. Thread-safe.
 */
final class DocumentMessages implements MessageConsumer {

    private final Documents documents;
    private final Checks checks;
    private final DocumentCounter counter;
    private final JsonLog log;

    DocumentMessages(Documents documents, Checks checks, DocumentCounter counter, JsonLog log) {
        this.documents = documents;
        this.checks = checks;
        this.counter = counter;
        this.log = log;
    }

    @Override
    public Map<String, Object> logFields(QueueMessage message) {
        try {
            DocumentMessage about = DocumentMessage.of(message);
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("documentId", about.id().value());
            fields.put("changedAt", about.changedAt().toString());
            return fields;
        } catch (InvalidJsonException e) {
            return Map.of(); // it names no document
        }
    }

    @Override
    public Disposition take(Delivery delivery, Instant deadline) {
        DocumentMessage message;
        try {
            message = DocumentMessage.of(delivery.message());
        } catch (InvalidJsonException e) {
            return new Disposition.Parked(String.valueOf(e.getMessage()));
        }
        return switch (message.kind()) {
            case CHANGE -> mark(delivery, message);
            case CHECK -> check(delivery, message, deadline);
        };
    }

    private Disposition mark(Delivery delivery, DocumentMessage change) {
        documents.mark(change.id(), change.changedAt());
        checks.send(change.check(delivery.hop()));
        log.info("marked as changed", delivery.logFields());
        return new Disposition.Done();
    }

    private Disposition check(Delivery delivery, DocumentMessage check, Instant deadline) {
        if (isSuperseded(check)) {
            log.info("changed again since", delivery.logFields());
            return new Disposition.Done();
        }
        try {
            return count(delivery, check, deadline);
        } catch (UnavailableException e) {
            log.warn("the documents' server does not answer", delivery.logFields(), e);
            return new Disposition.ComesAgain();
        }
    }

    private boolean isSuperseded(DocumentMessage check) {
        return documents
                .read(check.id())
                .map(Document::changedAt)
                .filter(latest -> latest.isAfter(check.changedAt()))
                .isPresent();
    }

    private Disposition count(Delivery delivery, DocumentMessage check, Instant deadline) {
        switch (counter.count(check.id(), check.correlationId(), delivery.hop(), deadline)) {
            case Answer.Content _ -> log.info("up to date", delivery.logFields());
            case Answer.Gone _ -> log.info("gone", delivery.logFields());
            case Answer.Unreadable(var reason) -> {
                return new Disposition.Parked(reason);
            }
        }
        return new Disposition.Done();
    }
}
