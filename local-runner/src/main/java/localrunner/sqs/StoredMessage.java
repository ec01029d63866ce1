package localrunner.sqs;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A message in a queue, as it is without being received. Immutable.
 *
 * @param attributes of the sender, by name, in the form of {@code MessageAttributes} of SQS's JSON protocol
 * @param received how often it has been received
 * @param visibleAt from when on it can be received, which is in the past for a message that waits
 * @param traceHeader the system attribute {@code AWSTraceHeader}
 * @param source the name of the queue whose redrive policy has put the message here
 */
public record StoredMessage(
        String id,
        String body,
        Map<String, Attribute> attributes,
        Instant sentAt,
        int received,
        Optional<Instant> firstReceivedAt,
        Instant visibleAt,
        Optional<String> traceHeader,
        Optional<String> source) {

    public StoredMessage {
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    }

    /**
     * An attribute of a message.
     *
     * @param type such as {@code String} or {@code Number.price}
     * @param value Base64 of a binary one
     */
    public record Attribute(String type, String value) {

        public boolean isBinary() {
            return type.startsWith("Binary");
        }
    }
}
