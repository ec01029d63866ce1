package wordcounter.replay;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import wordcounter.deadletters.ParkedItem;
import wordcounter.events.WordsEvent;
import wordcounter.http.ProblemException;
import wordcounter.intake.EventIds;
import wordcounter.json.InvalidJsonException;
import wordcounter.json.JsonObject;
import wordcounter.queue.QueueMessage;
import wordcounter.queue.QueuedText;
import wordcounter.replay.LetterBody.GivenUpMessage;
import wordcounter.replay.LetterBody.Parked;
import wordcounter.tracing.TraceContext;
import wordcounter.uploads.UploadedFile;

/**
 * Finds out which event a dead letter is about. A letter about a file, or about a change of a document, is about no event yet; it has
 * the correlation id of those that come of it. Thread-safe.
 */
final class LetterSubjects {

    private final EventIds eventIds;

    LetterSubjects(EventIds eventIds) {
        this.eventIds = eventIds;
    }

    /** What every log line about the event has, as far as the letter shows it. The hop is the one that sent what the letter holds. */
    Map<String, Object> logFields(LetterBody letter) {
        try {
            Optional<JsonObject> sns = letter.sns();
            if (sns.isPresent()) {
                return WordsEvent.logFields(sns.get().optionalString("Message").orElse(""), UnaryOperator.identity());
            }
            Optional<JsonObject> upload = letter.upload();
            if (upload.isPresent()) {
                return logFields(UploadedFile.of(upload.get()));
            }
            return switch (letter) {
                case GivenUpMessage givenUp -> logFields(givenUp.message());
                case Parked parked
                when parked.parkedKind() == ParkedItem.Kind.QUEUE_RECORD ->
                    logFields(QueueMessage.parse(parked.payload()));
                default -> Map.of();
            };
        } catch (InvalidJsonException e) {
            return Map.of(); // what it holds can't be read
        }
    }

    private Map<String, Object> logFields(UploadedFile file) {
        String uploadId = file.uploadId(eventIds);
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("correlationId", uploadId);
        fields.putAll(TraceContext.named(uploadId).logFields());
        return fields;
    }

    private Map<String, Object> logFields(QueueMessage message) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("correlationId", message.correlationId());
        if (message.attribute(QueueMessage.ROUTE).equals(Optional.of(QueuedText.ROUTE))) {
            try {
                fields.put("eventId", QueuedText.eventId(message, eventIds));
            } catch (ProblemException e) {
                // its key is none, so it is no event
            }
        }
        message.attribute(QueueMessage.TRACEPARENT)
                .flatMap(TraceContext::parse)
                .map(TraceContext::logFields)
                .ifPresent(fields::putAll);
        return fields;
    }
}
