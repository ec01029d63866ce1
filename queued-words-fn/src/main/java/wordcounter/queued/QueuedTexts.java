package wordcounter.queued;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
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
    private final Clock clock;
    private final JsonLog log;

    QueuedTexts(EventIntake intake, EventIds eventIds, Parking parking, Clock clock, JsonLog log) {
        this.intake = intake;
        this.eventIds = eventIds;
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
            count(sqsRecord, messageId, deadline);
            return true;
        } catch (UnknownOutcomeException e) {
            return false; // the intake has logged it
        } catch (RuntimeException e) {
            log.error("failed", Map.of("messageId", messageId), e);
            return false;
        }
    }

    private void count(JsonObject sqsRecord, String messageId, Instant deadline) {
        WordsEvent event;
        QueuedText text;
        try {
            text = QueuedText.of(QueueMessage.parse(sqsRecord));
            event = new WordsEvent(
                    text.eventId(eventIds),
                    text.requestId(),
                    text.acceptedAt().truncatedTo(ChronoUnit.MILLIS),
                    Tokenizer.tokenizeWhatFits(text.text()));
        } catch (InvalidWordsException e) {
            log.info(
                    "ignored",
                    Map.of("messageId", messageId, "reason", e.reason().name()));
            return;
        } catch (InvalidJsonException | ProblemException e) {
            park(sqsRecord, messageId, String.valueOf(e.getMessage()));
            return;
        }
        log.info(
                "taken from the queue",
                Map.of(
                        "messageId", messageId,
                        "eventId", event.eventId(),
                        "correlationId", event.correlationId()));
        Outcome outcome = intake.take(event, text.idOrigin(), deadline);
        switch (outcome) {
            case DONE -> {}
            case DIFFERENT_WORDS -> park(sqsRecord, messageId, ParkedItem.KEY_OF_OTHER_WORDS);
            case TOO_OLD -> park(sqsRecord, messageId, "older than the ledger remembers");
        }
    }

    private void park(JsonObject sqsRecord, String messageId, String reason) {
        parking.park(new ParkedItem(ParkedItem.Kind.QUEUE_RECORD, FunctionModule.QUEUED_WORDS, reason, sqsRecord));
        log.warn("parked", Map.of("messageId", messageId, "reason", reason));
    }
}
