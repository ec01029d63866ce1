package wordcounter.debounce;

import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
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
import wordcounter.tracing.TraceContext;
import wordcounter.tracing.TraceContexts;

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
    private final TraceContexts traces;
    private final Clock clock;
    private final JsonLog log;

    /**
     * A message as it was delivered.
     *
     * @param message empty when it can't be read
     * @param logFields what every log line about it has
     */
    private record Delivery(
            JsonObject sqsRecord, Optional<QueueMessage> message, TraceContext hop, Map<String, Object> logFields) {

        /** What every log line about the document has. */
        Map<String, Object> logFields(DocumentMessage about) {
            Map<String, Object> fields = new LinkedHashMap<>(logFields);
            fields.put("documentId", about.id().value());
            fields.put("changedAt", about.changedAt().toString());
            return fields;
        }
    }

    DocumentMessages(
            Documents documents,
            Checks checks,
            DocumentCounter counter,
            Parking parking,
            TraceContexts traces,
            Clock clock,
            JsonLog log) {
        this.documents = documents;
        this.checks = checks;
        this.counter = counter;
        this.parking = parking;
        this.traces = traces;
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
        Delivery delivery = delivery(sqsRecord, messageId);
        if (!clock.instant().isBefore(deadline)) {
            log.warn("not begun, out of time", delivery.logFields());
            return false;
        }
        try {
            act(delivery, deadline);
            return true;
        } catch (UnknownOutcomeException e) {
            return false; // the intake has logged it
        } catch (UnavailableException e) {
            log.warn("the documents' server does not answer", delivery.logFields(), e);
            return false;
        } catch (RuntimeException e) {
            log.error("failed", delivery.logFields(), e);
            return false;
        }
    }

    private Delivery delivery(JsonObject sqsRecord, String messageId) {
        try {
            QueueMessage message = QueueMessage.parse(sqsRecord);
            TraceContext hop = traces.accept(message.attribute(QueueMessage.TRACEPARENT), messageId);
            return new Delivery(sqsRecord, Optional.of(message), hop, message.logFields(hop));
        } catch (InvalidJsonException e) {
            TraceContext hop = traces.accept(Optional.empty(), messageId);
            return new Delivery(sqsRecord, Optional.empty(), hop, QueueMessage.logFields(messageId, hop));
        }
    }

    private void act(Delivery delivery, Instant deadline) {
        DocumentMessage message;
        try {
            message = DocumentMessage.of(delivery.message().orElseGet(() -> QueueMessage.parse(delivery.sqsRecord())));
        } catch (InvalidJsonException e) {
            park(delivery, String.valueOf(e.getMessage()));
            return;
        }
        switch (message.kind()) {
            case CHANGE -> mark(delivery, message);
            case CHECK -> {
                if (isSuperseded(message)) {
                    log.info("changed again since", delivery.logFields(message));
                } else if (count(delivery, message, deadline) instanceof Answer.Unreadable(var reason)) {
                    park(delivery, reason);
                }
            }
        }
    }

    private void mark(Delivery delivery, DocumentMessage change) {
        documents.mark(change.id(), change.changedAt());
        checks.send(change.check(delivery.hop()));
        log.info("marked as changed", delivery.logFields(change));
    }

    private boolean isSuperseded(DocumentMessage check) {
        return documents
                .read(check.id())
                .map(Document::changedAt)
                .filter(latest -> latest.isAfter(check.changedAt()))
                .isPresent();
    }

    private Answer count(Delivery delivery, DocumentMessage check, Instant deadline) {
        Answer answer = counter.count(check.id(), check.correlationId(), delivery.hop(), deadline);
        switch (answer) {
            case Answer.Content _ -> log.info("up to date", delivery.logFields(check));
            case Answer.Gone _ -> log.info("gone", delivery.logFields(check));
            case Answer.Unreadable _ -> {} // parked, which is logged
        }
        return answer;
    }

    private void park(Delivery delivery, String reason) {
        parking.park(new ParkedItem(
                ParkedItem.Kind.QUEUE_RECORD, FunctionModule.DOCUMENT_WORDS, reason, delivery.sqsRecord()));
        Map<String, Object> fields = new LinkedHashMap<>(delivery.logFields());
        fields.put("reason", reason);
        log.warn("parked", fields);
    }
}
