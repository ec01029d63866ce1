package wordcounter.queue;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import wordcounter.tracing.TraceContext;

/** Decides what becomes of the messages of a queue. {@link QueueBatch} carries it out. */
public interface MessageConsumer {

    /**
     * A message that can be read, as it was delivered.
     *
     * @param hop that takes it
     * @param logFields what every log line about it has
     */
    record Delivery(QueueMessage message, TraceContext hop, Map<String, Object> logFields) {

        public Delivery {
            logFields = Collections.unmodifiableMap(new LinkedHashMap<>(logFields));
        }

        /** The fields of a log line that has one more. */
        public Map<String, Object> logFieldsWith(String name, Object value) {
            Map<String, Object> fields = new LinkedHashMap<>(logFields);
            fields.put(name, value);
            return fields;
        }
    }

    /**
     * Deals with one message.
     *
     * @param deadline when the work has to be done
     * @throws wordcounter.intake.EventIntake.UnknownOutcomeException when it is to come again, and that is logged
     * @throws RuntimeException when it failed, and is to come again
     */
    Disposition take(Delivery delivery, Instant deadline);

    /** What every log line about the message has, besides what {@link QueueMessage#logFields} tells. */
    Map<String, Object> logFields(QueueMessage message);
}
