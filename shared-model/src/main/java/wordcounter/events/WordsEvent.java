package wordcounter.events;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import wordcounter.json.InvalidJsonException;
import wordcounter.json.JsonObject;
import wordcounter.json.MessageVersion;
import wordcounter.words.InvalidWordsException;
import wordcounter.words.Words;

/**
 * Words that somebody sent and that are to be counted: what is published to the topic.
 *
 * @param eventId what the event is known by in the ledger; two deliveries of one event have the same
 * @param correlationId the request that brought it, for the logs only
 * @param acceptedAt when that request was accepted, in milliseconds
 */
public record WordsEvent(String eventId, String correlationId, Instant acceptedAt, Words words) {

    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");
    private static final int MAX_ID_LENGTH = 128;

    /** The version in which an event is written, and the newest that is read. */
    private static final int VERSION = 1;

    private static final String EVENT_ID = "eventId";
    private static final String CORRELATION_ID = "correlationId";
    private static final String ACCEPTED_AT = "acceptedAt";
    private static final String FINGERPRINT = "fingerprint";
    private static final String WORDS = "words";

    public WordsEvent {
        if (eventId.isBlank()) {
            throw new IllegalArgumentException("an event has an id");
        }
    }

    public String fingerprint() {
        return words.fingerprint();
    }

    public String toJson() {
        return JsonObject.builder()
                .put(MessageVersion.MEMBER, VERSION)
                .put(EVENT_ID, eventId)
                .put(CORRELATION_ID, correlationId)
                .put(ACCEPTED_AT, acceptedAt.toString())
                .put(FINGERPRINT, fingerprint())
                .put(WORDS, words.occurrences())
                .build()
                .toJson();
    }

    /** @throws InvalidJsonException when the text is not an event, or its fingerprint is not that of its words */
    public static WordsEvent parse(String json) {
        JsonObject members = JsonObject.parse(json);
        MessageVersion.requireAtMost(VERSION, members);
        WordsEvent event = new WordsEvent(
                nonBlank(members, EVENT_ID),
                members.requiredString(CORRELATION_ID),
                instant(members, ACCEPTED_AT),
                words(members.requiredObject(WORDS)));
        if (!event.fingerprint().equals(members.requiredString(FINGERPRINT))) {
            throw new InvalidJsonException("'" + FINGERPRINT + "' is not that of the words");
        }
        return event;
    }

    /**
     * The id that a message names, for a log line about a message that may not be an event. Empty when it names none,
     * or one that is longer than any of ours: that could be a text.
     */
    public static Optional<String> eventId(String json) {
        try {
            return JsonObject.parse(json).optionalString(EVENT_ID).filter(id -> id.length() <= MAX_ID_LENGTH);
        } catch (InvalidJsonException e) {
            return Optional.empty();
        }
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
