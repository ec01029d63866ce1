package localrunner.sns;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A message as a caller publishes it, checked as "API Reference: Publish" says.
 *
 * <p>It has at most 256 KB with its attributes, which is what a topic takes by default. A subject has at most 100 characters, and no control characters.
 *
 * @param text as functions get it
 * @param size in bytes as it was sent, attributes included
 */
record Message(String text, Optional<String> subject, Map<String, MessageAttribute> attributes, int size) {

    static final int MAXIMUM_BYTES = 256 * 1024;

    Message {
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    }

    /** A message of another service of the runner, without attributes. */
    static Message of(Optional<String> subject, String text) {
        return new Message(text, subject, Map.of(), size(text, Map.of()));
    }

    /**
     * Reads a message from a request's parameters.
     *
     * @throws SnsException InvalidParameter, ParameterValueInvalid or ValidationError
     */
    static Message parse(Map<String, String> parameters, MessagePlace place) {
        Optional<String> subject = Optional.ofNullable(parameters.get(place.prefix() + "Subject"));
        subject.ifPresent(Message::requireValidSubject);
        String given = parameters.getOrDefault(place.prefix() + "Message", "");
        if (given.isEmpty()) {
            throw SnsException.invalidParameter("Empty message");
        }
        Map<String, MessageAttribute> attributes = MessageAttribute.parse(parameters, place);
        int size = size(given, attributes);
        if (size > MAXIMUM_BYTES) {
            throw SnsException.invalidParameter("Message too long");
        }
        if (parameters.containsKey(place.prefix() + "MessageDeduplicationId")) {
            throw SnsException.invalidParameter(
                    "MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter that is not valid for this topic type");
        }
        Optional<String> structure = Optional.ofNullable(parameters.get(place.prefix() + "MessageStructure"));
        String text = structure.map(name -> textForFunctions(name, given)).orElse(given);
        return new Message(text, subject, attributes, size);
    }

    /**
     * The text that functions get of a message with a text for each protocol: the one under {@code lambda}, else the
     * one under {@code default}. Members that are no strings do not count.
     */
    private static String textForFunctions(String structure, String texts) {
        if (!structure.equals("json")) {
            throw SnsException.invalidParameter("MessageStructure Reason: must be json, not " + structure);
        }
        JsonNode byProtocol;
        try {
            byProtocol = JsonMapper.shared().readTree(texts);
        } catch (JacksonException e) {
            throw SnsException.invalidParameter("Message Structure - JSON message body failed to parse");
        }
        String byDefault = byProtocol
                .path("default")
                .stringValueOpt()
                .orElseThrow(() ->
                        SnsException.invalidParameter("Message Structure - No default entry in JSON message body"));
        return byProtocol.path("lambda").stringValueOpt().orElse(byDefault);
    }

    private static void requireValidSubject(String subject) {
        if (subject.isEmpty() || subject.length() > 100 || subject.chars().anyMatch(Character::isISOControl)) {
            throw SnsException.invalidParameter("Subject");
        }
    }

    private static int size(String text, Map<String, MessageAttribute> attributes) {
        int size = text.getBytes(StandardCharsets.UTF_8).length;
        for (var attribute : attributes.entrySet()) {
            size += attribute.getValue().size(attribute.getKey());
        }
        return size;
    }
}
