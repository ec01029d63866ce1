package wordcounter.debounce;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import wordcounter.deadletters.ParkedItem;
import wordcounter.deadletters.Parking;
import wordcounter.debounce.DocumentServer.Answer;
import wordcounter.debounce.DocumentServer.UnavailableException;
import wordcounter.documents.Document;
import wordcounter.documents.DocumentMessage;
import wordcounter.documents.Documents;
import wordcounter.intake.EventIntake.UnknownOutcomeException;
import wordcounter.json.InvalidJsonException;
import wordcounter.json.JsonObject;
import wordcounter.queue.QueueMessage;
import wordcounter.runtime.FunctionModule;
import wordcounter.runtime.JsonLog;

/**
 * Decides what becomes of each message about a document.
 *
 * <p>A change marks the document, and then sends a check that is delayed by the quiet time, also when the document was marked already:
 * the change may have come again because the process died between the two. A check that finds a later change does nothing, since
 * that one's check is on its way. Otherwise the document is counted. Thread-safe.
 */
final class DocumentMessages {

    private final Documents documents;
    private final Checks checks;
    private final DocumentCounter counter;
    private final Parking parking;
    private final Clock clock;
    private final JsonLog log;

    DocumentMessages(
            Documents documents, Checks checks, DocumentCounter counter, Parking parking, Clock clock, JsonLog log) {
        this.documents = documents;
        this.checks = checks;
        this.counter = counter;
        this.parking = parking;
        this.clock = clock;
        this.log = log;
    }

    /**
     * Deals with one message.
     *
     * @param deadline after which no message is begun
     * @return whether the queue may forget the message; otherwise it has to come again
     */
    boolean take(JsonObject sqsRecord, String messageId, Instant deadline) {
        if (!clock.instant().isBefore(deadline)) {
            log.warn("not begun, out of time", Map.of("messageId", messageId));
            return false;
        }
        try {
            act(sqsRecord, messageId, deadline);
            return true;
        } catch (UnknownOutcomeException e) {
            return false; // the intake has logged it
        } catch (UnavailableException e) {
            log.warn("the documents' server does not answer", Map.of("messageId", messageId), e);
            return false;
        } catch (RuntimeException e) {
            log.error("failed", Map.of("messageId", messageId), e);
            return false;
        }
    }

    private void act(JsonObject sqsRecord, String messageId, Instant deadline) {
        DocumentMessage message;
        try {
            message = DocumentMessage.of(QueueMessage.parse(sqsRecord));
        } catch (InvalidJsonException e) {
            park(sqsRecord, messageId, String.valueOf(e.getMessage()));
            return;
        }
        switch (message.kind()) {
            case CHANGE -> mark(message);
            case CHECK -> {
                if (isSuperseded(message)) {
                    log.info("changed again since", fields(message));
                } else if (count(message, deadline) instanceof Answer.Unreadable(var reason)) {
                    park(sqsRecord, messageId, reason);
                }
            }
        }
    }

    private void mark(DocumentMessage change) {
        documents.mark(change.id(), change.changedAt());
        checks.send(change.check());
        log.info("marked as changed", fields(change));
    }

    private boolean isSuperseded(DocumentMessage check) {
        return documents
                .read(check.id())
                .map(Document::changedAt)
                .filter(latest -> latest.isAfter(check.changedAt()))
                .isPresent();
    }

    private Answer count(DocumentMessage check, Instant deadline) {
        Answer answer = counter.count(check.id(), check.correlationId(), deadline);
        switch (answer) {
            case Answer.Content _ -> log.info("up to date", fields(check));
            case Answer.Gone _ -> log.info("gone", fields(check));
            case Answer.Unreadable _ -> {} // parked, which is logged
        }
        return answer;
    }

    private void park(JsonObject sqsRecord, String messageId, String reason) {
        parking.park(new ParkedItem(ParkedItem.Kind.QUEUE_RECORD, FunctionModule.DOCUMENT_WORDS, reason, sqsRecord));
        log.warn("parked", Map.of("messageId", messageId, "reason", reason));
    }

    private static Map<String, Object> fields(DocumentMessage message) {
        return Map.of(
                "documentId", message.id().value(),
                "changedAt", message.changedAt().toString(),
                "correlationId", message.correlationId());
    }
}
