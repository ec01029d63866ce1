package wordcounter.events;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import wordcounter.json.InvalidJsonException;
import wordcounter.json.JsonObject;
import wordcounter.json.MessageVersion;
import wordcounter.tracing.TraceContext;
import wordcounter.words.InvalidWordsException;
import wordcounter.words.Words;

/**
 * Words that somebody sent and that are to be counted: what is published to the topic.
 *
 * @param eventId what the event is known by in the ledger; two deliveries of one event have the same
 * @param correlationId the request, message or file that brought it in, whatever it has been through since; for the logs only
 * @param trace the hop that took it in; for the logs, and for others who trace
 * @param acceptedAt when that request was accepted, in milliseconds
 */
public record WordsEvent(String eventId, String correlationId, TraceContext trace, Instant acceptedAt, Words words) {

    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");
    /** The version in which an event is written, and the newest that is read. */
    private static final int VERSION = 1;

    /** What an id of ours, of API Gateway or of SQS looks like. Anything else could be a text. */
    private static final Pattern ID = Pattern.compile("[0-9A-Za-z_-]{1,128}");

    private static final String EVENT_ID = "eventId";
    private static final String CORRELATION_ID = "correlationId";
    private static final String TRACEPARENT = TraceContext.TRACEPARENT;
    private static final String ACCEPTED_AT = "acceptedAt";
    private static final String FINGERPRINT = "fingerprint";
    private static final String WORDS = "words";

    public WordsEvent {
        if (eventId.isBlank()) {
            throw new IllegalArgumentException("an event has an id");
        }
    }

    /** An event that came without a context: its trace is the one that its id names. */
    public WordsEvent(String eventId, String correlationId, Instant acceptedAt, Words words) {
        this(eventId, correlationId, TraceContext.named(eventId), acceptedAt, words);
    }

    public String fingerprint() {
        return words.fingerprint();
    }

    public String toJson() {
        return JsonObject.builder()
                .put(MessageVersion.MEMBER, VERSION)
                .put(EVENT_ID, eventId)
                .put(CORRELATION_ID, correlationId)
                .put(TRACEPARENT, trace.traceparent())
                .put(ACCEPTED_AT, acceptedAt.toString())
                .put(FINGERPRINT, fingerprint())
                .put(WORDS, words.occurrences())
                .build()
                .toJson();
    }

    /**
     * Reads a message. One that has no traceparent, or an invalid one, is an event all the same.
     *
     * @throws InvalidJsonException when the text is not an event, or its fingerprint is not that of its words
     */
    public static WordsEvent parse(String json) {
        JsonObject members = JsonObject.parse(json);
        MessageVersion.requireAtMost(VERSION, members);
        String eventId = nonBlank(members, EVENT_ID);
        WordsEvent event = new WordsEvent(
                eventId,
                members.requiredString(CORRELATION_ID),
                trace(members).orElseGet(() -> TraceContext.named(eventId)),
                instant(members, ACCEPTED_AT),
                words(members.requiredObject(WORDS)));
        if (!event.fingerprint().equals(members.requiredString(FINGERPRINT))) {
            throw new InvalidJsonException("'" + FINGERPRINT + "' is not that of the words");
        }
        return event;
    }

    /** What every log line about the event has: its ids, and the hop that the line is from. */
    public Map<String, Object> logFields(TraceContext hop) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(EVENT_ID, eventId);
        fields.put(CORRELATION_ID, correlationId);
        fields.putAll(hop.logFields());
        return fields;
    }

    /** The same of the hop that took the event in. */
    public Map<String, Object> logFields() {
        return logFields(trace);
    }

    /**
     * The same of a message that may not be an event: as many of them as it names. What does not look like an id of ours is left out,
     * since it could be a text.
     */
    public static Map<String, Object> logFields(String json, UnaryOperator<TraceContext> hop) {
        Map<String, Object> fields = new LinkedHashMap<>();
        try {
            JsonObject members = JsonObject.parse(json);
            for (String name : List.of(EVENT_ID, CORRELATION_ID)) {
                if (members.members().get(name) instanceof String id
                        && ID.matcher(id).matches()) {
                    fields.put(name, id);
                }
            }
            trace(members).map(hop).map(TraceContext::logFields).ifPresent(fields::putAll);
        } catch (InvalidJsonException e) {
            // it names nothing
        }
        return fields;
    }

    /** Of whatever type the member is: a trace never refuses an event. */
    private static Optional<TraceContext> trace(JsonObject members) {
        return members.members().get(TRACEPARENT) instanceof String traceparent
                ? TraceContext.parse(traceparent)
                : Optional.empty();
    }

    private static String nonBlank(JsonObject members, String name) {
        String value = members.requiredString(name);
        if (value.isBlank()) {
            throw new InvalidJsonException("'" + name + "' is blank");
        }
        return value;
    }

    private static Instant instant(JsonObject members, String name) {
        String expected = "'" + name + "' is not an ISO 8601 instant of the years 2000 to 9999";
        Instant instant;
        try {
            instant = Instant.parse(members.requiredString(name));
        } catch (DateTimeException e) {
            throw new InvalidJsonException(expected);
        }
        if (instant.isBefore(EARLIEST) || instant.isAfter(LATEST)) {
            throw new InvalidJsonException(expected);
        }
        return instant;
    }

    private static Words words(JsonObject occurrences) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        occurrences.members().forEach((word, count) -> {
            // never the word itself: the message goes to the logs
            if (!(count instanceof Integer number) || number < 1) {
                throw new InvalidJsonException("'" + WORDS + "' holds a count that is not a positive whole number");
            }
            counts.put(word, number);
        });
        try {
            return Words.of(counts);
        } catch (InvalidWordsException e) {
            throw new InvalidJsonException("'" + WORDS + "': " + e.reason());
        } catch (IllegalArgumentException e) {
            throw new InvalidJsonException("'" + WORDS + "' holds something that is no word");
        }
    }
}
