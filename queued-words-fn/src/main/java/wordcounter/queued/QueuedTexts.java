package wordcounter.queued;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import wordcounter.deadletters.ParkedItem;
import wordcounter.events.WordsEvent;
import wordcounter.http.ProblemException;
import wordcounter.intake.EventIds;
import wordcounter.intake.EventIntake;
import wordcounter.json.InvalidJsonException;
import wordcounter.queue.Disposition;
import wordcounter.queue.MessageConsumer;
import wordcounter.queue.QueueMessage;
import wordcounter.queue.QueuedText;
import wordcounter.runtime.JsonLog;
import wordcounter.words.InvalidWordsException;
import wordcounter.words.Tokenizer;

/**
 * Counts the texts of a queue.
 *
 * <p>Nobody hears an answer any more. So one long word, or one distinct word too many, does not keep the rest of a text from being
 * counted, and a text without words is none of anybody's concern. Thread-safe.
 */
final class QueuedTexts implements MessageConsumer {

    private final EventIntake intake;
    private final EventIds eventIds;
    private final JsonLog log;

    QueuedTexts(EventIntake intake, EventIds eventIds, JsonLog log) {
        this.intake = intake;
        this.eventIds = eventIds;
        this.log = log;
    }

    @Override
    public Map<String, Object> logFields(QueueMessage message) {
        try {
            return Map.of("eventId", QueuedText.eventId(message, eventIds));
        } catch (ProblemException e) {
            return Map.of(); // its key is none
        }
    }

    @Override
    public Disposition take(Delivery delivery, Instant deadline) {
        WordsEvent event;
        QueuedText text;
        try {
            text = QueuedText.of(delivery.message());
            event = new WordsEvent(
                    text.eventId(eventIds),
                    text.requestId(),
                    delivery.hop(),
                    text.acceptedAt().truncatedTo(ChronoUnit.MILLIS),
                    Tokenizer.tokenizeWhatFits(text.text()));
        } catch (InvalidWordsException e) {
            log.info("ignored", delivery.logFieldsWith("reason", e.reason().name()));
            return new Disposition.Done();
        } catch (InvalidJsonException | ProblemException e) {
            return new Disposition.Parked(String.valueOf(e.getMessage()));
        }
        log.info("taken from the queue", delivery.logFields());
        return switch (intake.take(event, text.idOrigin(), deadline)) {
            case DONE -> new Disposition.Done();
            case DIFFERENT_WORDS -> new Disposition.Parked(ParkedItem.KEY_OF_OTHER_WORDS);
            case TOO_OLD -> new Disposition.Parked("older than the ledger remembers");
        };
    }
}
