package wordcounter.queued;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import wordcounter.counts.Outcome;
import wordcounter.deadletters.ParkedItem;
import wordcounter.deadletters.Parking;
import wordcounter.events.WordsEvent;
import wordcounter.http.ProblemException;
import wordcounter.intake.EventIds;
import wordcounter.intake.EventIntake;
import wordcounter.intake.EventIntake.UnknownOutcomeException;
import wordcounter.json.InvalidJsonException;
import wordcounter.json.JsonObject;
import wordcounter.queue.QueueMessage;
import wordcounter.queue.QueuedText;
import wordcounter.runtime.FunctionModule;
import wordcounter.runtime.JsonLog;
import wordcounter.tracing.TraceContext;
import wordcounter.tracing.TraceContexts;
import wordcounter.words.InvalidWordsException;
import wordcounter.words.Tokenizer;

/**
 * Decides what becomes of each message: it is counted, parked because no retry can help it, or comes again.
 *
 * <p>Nobody hears an answer any more. So one long word, or one distinct word too many, does not keep the rest of a text from being
 * counted, and a text without words is none of anybody's concern. Thread-safe.
 */
final class QueuedTexts {

    private final EventIntake intake;
    private final EventIds eventIds;
    private final Parking parking;
    private final TraceContexts traces;
    private final Clock clock;
    private final JsonLog log;

    /**
     * A message as it was delivered.
     *
     * @param message empty when it can't be read
     * @param logFields what every log line about it has, the event's id as soon as it is known
     */
    private record Delivery(
            JsonObject sqsRecord, Optional<QueueMessage> message, TraceContext hop, Map<String, Object> logFields) {

        Map<String, Object> logFieldsWith(String reason) {
            Map<String, Object> fields = new LinkedHashMap<>(logFields);
            fields.put("reason", reason);
            return fields;
        }
    }

    QueuedTexts(
            EventIntake intake, EventIds eventIds, Parking parking, TraceContexts traces, Clock clock, JsonLog log) {
        this.intake = intake;
        this.eventIds = eventIds;
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
            count(delivery, deadline);
            return true;
        } catch (UnknownOutcomeException e) {
            return false; // the intake has logged it
        } catch (RuntimeException e) {
            log.error("failed", delivery.logFields(), e);
            return false;
        }
    }

    private Delivery delivery(JsonObject sqsRecord, String messageId) {
        try {
            QueueMessage message = QueueMessage.parse(sqsRecord);
            TraceContext hop = traces.accept(message.attribute(QueueMessage.TRACEPARENT), messageId);
            Map<String, Object> fields = message.logFields(hop);
            eventId(message).ifPresent(id -> fields.put("eventId", id));
            return new Delivery(sqsRecord, Optional.of(message), hop, fields);
        } catch (InvalidJsonException e) {
            TraceContext hop = traces.accept(Optional.empty(), messageId);
            return new Delivery(sqsRecord, Optional.empty(), hop, QueueMessage.logFields(messageId, hop));
        }
    }

    private Optional<String> eventId(QueueMessage message) {
        try {
            return Optional.of(QueuedText.eventId(message, eventIds));
        } catch (ProblemException e) {
            return Optional.empty(); // its key is none
        }
    }

    private void count(Delivery delivery, Instant deadline) {
        WordsEvent event;
        QueuedText text;
        try {
            text = QueuedText.of(delivery.message().orElseGet(() -> QueueMessage.parse(delivery.sqsRecord())));
            event = new WordsEvent(
                    text.eventId(eventIds),
                    text.requestId(),
                    delivery.hop(),
                    text.acceptedAt().truncatedTo(ChronoUnit.MILLIS),
                    Tokenizer.tokenizeWhatFits(text.text()));
        } catch (InvalidWordsException e) {
            log.info("ignored", delivery.logFieldsWith(e.reason().name()));
            return;
        } catch (InvalidJsonException | ProblemException e) {
            park(delivery, String.valueOf(e.getMessage()));
            return;
        }
        log.info("taken from the queue", delivery.logFields());
        Outcome outcome = intake.take(event, text.idOrigin(), deadline);
        switch (outcome) {
            case DONE -> {}
            case DIFFERENT_WORDS -> park(delivery, ParkedItem.KEY_OF_OTHER_WORDS);
            case TOO_OLD -> park(delivery, "older than the ledger remembers");
        }
    }

    private void park(Delivery delivery, String reason) {
        parking.park(new ParkedItem(
                ParkedItem.Kind.QUEUE_RECORD, FunctionModule.QUEUED_WORDS, reason, delivery.sqsRecord()));
        log.warn("parked", delivery.logFieldsWith(reason));
    }
}
