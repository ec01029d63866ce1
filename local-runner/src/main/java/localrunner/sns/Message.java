package localrunner.sns;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A message as a caller publishes it, checked as "API Reference: Publish" says.
 *
 * <p>It has at most 256 KB with its attributes. A subject has at most 100 characters, and no control characters.
 */
record Message(String text, Optional<String> subject, Map<String, MessageAttribute> attributes) {

    static final int MAXIMUM_BYTES = 256 * 1024;

    Message {
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    }

    /**
     * Reads a message from a request's parameters.
     *
     * @param prefix what the parameters' names begin with: nothing, or a batch entry's prefix with its full stop
     * @throws SnsException InvalidParameter or ParameterValueInvalid
     */
    static Message parse(Map<String, String> parameters, String prefix) {
        refuse(
                parameters,
                prefix + "MessageStructure",
                "one text for all subscribers is what the local runner supports");
        refuse(parameters, prefix + "MessageDeduplicationId", "the topic is not a FIFO topic");
        String text = parameters.getOrDefault(prefix + "Message", "");
        if (text.isEmpty()) {
            throw SnsException.invalidParameter("Empty message");
        }
        Optional<String> subject = Optional.ofNullable(parameters.get(prefix + "Subject"));
        subject.ifPresent(Message::requireValidSubject);
        var message = new Message(text, subject, MessageAttribute.parse(parameters, prefix));
        if (message.size() > MAXIMUM_BYTES) {
            throw SnsException.invalidParameter("Message too long");
        }
        return message;
    }

    private static void refuse(Map<String, String> parameters, String name, String reason) {
        if (parameters.containsKey(name)) {
            throw SnsException.invalidParameter(name.substring(name.lastIndexOf('.') + 1) + " Reason: " + reason);
        }
    }

    private static void requireValidSubject(String subject) {
        if (subject.isEmpty() || subject.length() > 100 || subject.chars().anyMatch(Character::isISOControl)) {
            throw SnsException.invalidParameter("Subject");
        }
    }

    /** The size in bytes, attributes included. */
    int size() {
        int size = text.getBytes(StandardCharsets.UTF_8).length;
        for (var attribute : attributes.entrySet()) {
            size += attribute.getValue().size(attribute.getKey());
        }
        return size;
    }
}
