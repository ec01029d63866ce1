package wordcounter.intake;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import wordcounter.counts.EventCounter;
import wordcounter.counts.Outcome;
import wordcounter.counts.UnfinishedCountException;
import wordcounter.events.WordsEvent;
import wordcounter.intake.Publisher.PublishException;
import wordcounter.runtime.JsonLog;
import wordcounter.runtime.Metric;
import wordcounter.tracing.TraceContext;
import wordcounter.words.Words;

/**
 * Takes an event in, whichever way it came: publishes it, then adds 1 per occurrence of each word.
 *
 * <p>Publishing comes first: should this function die after it, the multiplier finds the event not counted and adds
 * what is missing. So an event has no effect, or all of it. Thread-safe.
 */
public final class EventIntake {

    /** Who chose an event's id, and so when it can be said that the event counts. */
    public enum IdOrigin {
        /** Nobody else uses the id, or only for the same words: what is published will be counted. */
        OURS,
        /** The client may use the id for other words too: the ledger has to show whose it is. */
        CLIENT
    }

    /** It is not known whether the event counts; taking it in again is safe. */
    public static final class UnknownOutcomeException extends RuntimeException {
        UnknownOutcomeException(Throwable cause) {
            super(cause);
        }
    }

    private final Publisher publisher;
    private final EventCounter eventCounter;
    private final Clock clock;
    private final JsonLog log;

    public EventIntake(Publisher publisher, EventCounter eventCounter, Clock clock, JsonLog log) {
        this.publisher = publisher;
        this.eventCounter = eventCounter;
        this.clock = clock;
        this.log = log;
    }

    /**
     * Takes the words in as the event of that id.
     *
     * @return as {@link #take(WordsEvent, IdOrigin, Instant)}
     * @throws UnknownOutcomeException as there
     */
    public Outcome take(
            String eventId,
            IdOrigin idOrigin,
            String correlationId,
            TraceContext trace,
            Words words,
            Instant deadline) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return take(new WordsEvent(eventId, correlationId, trace, now, words), idOrigin, deadline);
    }

    /**
     * Takes an event in that was accepted earlier.
     *
     * @return {@link Outcome#DONE} when it counts, now or once the multiplier has finished it; {@link
     *     Outcome#DIFFERENT_WORDS} when other words count under its id; {@link Outcome#TOO_OLD} when it may have been counted and
     *     forgotten since
     * @throws UnknownOutcomeException when it is none of them yet
     */
    public Outcome take(WordsEvent event, IdOrigin idOrigin, Instant deadline) {
        if (EventCounter.isTooOld(event.acceptedAt(), clock.instant())) {
            return Outcome.TOO_OLD;
        }
        publish(event);
        Outcome outcome = count(event, idOrigin, deadline);
        log.info(outcome == Outcome.DONE ? "accepted" : "other words count under this id", fields(event));
        return outcome;
    }

    private void publish(WordsEvent event) {
        try {
            publisher.publish(event);
            log.metrics().add(Metric.ACCEPTED, 1);
        } catch (PublishException e) {
            log.warn("not published", fields(event), e);
            throw new UnknownOutcomeException(e);
        }
    }

    /** What fails in another way than by lack of time is logged by the caller too, who may not know which event it was. */
    private Outcome count(WordsEvent event, IdOrigin idOrigin, Instant deadline) {
        try {
            return eventCounter.count(event, deadline);
        } catch (UnfinishedCountException e) {
            log.warn("not counted yet, the multiplier will", fields(event), e);
            if (idOrigin == IdOrigin.CLIENT && !e.isOwned()) {
                throw new UnknownOutcomeException(e);
            }
            return Outcome.DONE;
        } catch (RuntimeException e) {
            log.warn("published, and counting failed", fields(event), e);
            throw e;
        }
    }

    private static Map<String, Object> fields(WordsEvent event) {
        Map<String, Object> fields = new LinkedHashMap<>(event.logFields());
        fields.put("words", event.words().total());
        fields.put("distinctWords", event.words().distinct());
        return fields;
    }
}
