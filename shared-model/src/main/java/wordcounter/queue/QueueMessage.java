package wordcounter.queue;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import wordcounter.json.InvalidJsonException;
import wordcounter.json.JsonObject;
import wordcounter.tracing.TraceContext;

/**
 * A request as it waits in a queue.
 *
 * @param messageId given by SQS; it stays the same at each delivery, and in the dead-letter queue
 * @param sentAt when the queue took it
 * @param body the request's body in base64, as API Gateway hands it on
 * @param attributes what the integration in template.yaml tells of the request, by name
 */
public record QueueMessage(String messageId, Instant sentAt, String body, Map<String, String> attributes) {

    /**
     * Which route the request came by, such as {@link QueuedText#ROUTE}. It tells the message's form, too: a later version has a route
     * of its own, since SQS takes ten attributes and these leave room for those of a replay.
     */
    public static final String ROUTE = "route";

    /** API Gateway's id of the request. */
    public static final String REQUEST_ID = "requestId";

    /** API Gateway's id of the key that the request came with. */
    public static final String API_KEY_ID = "apiKeyId";

    /** The traceparent of the hop that put the message into the queue. */
    public static final String TRACEPARENT = TraceContext.TRACEPARENT;

    public static final String CONTENT_TYPE = "contentType";
    public static final String CONTENT_ENCODING = "contentEncoding";
    public static final String IDEMPOTENCY_KEY = "idempotencyKey";

    private static final String MESSAGE_ID = "messageId";
    private static final String BODY = "body";
    private static final String SYSTEM_ATTRIBUTES = "attributes";
    private static final String SENT_AT = "SentTimestamp";
    private static final String ATTRIBUTES = "messageAttributes";
    private static final String VALUE = "stringValue";

    public QueueMessage {
        attributes = Map.copyOf(attributes);
    }

    public Optional<String> attribute(String name) {
        return Optional.ofNullable(attributes.get(name));
    }

    /** The request that brought it: what all hops after it log as {@code correlationId}. */
    public String correlationId() {
        return attribute(REQUEST_ID).orElse(messageId);
    }

    /** What every log line about the message has. */
    public Map<String, Object> logFields(TraceContext hop) {
        return logFields(messageId, correlationId(), hop);
    }

    /** The same of a message that can't be read. */
    public static Map<String, Object> logFields(String messageId, TraceContext hop) {
        return logFields(messageId, messageId, hop);
    }

    private static Map<String, Object> logFields(String messageId, String correlationId, TraceContext hop) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(MESSAGE_ID, messageId);
        fields.put("correlationId", correlationId);
        fields.putAll(hop.logFields());
        return fields;
    }

    /**
     * Reads a record of the event with which Lambda invokes a function that a queue feeds ("Using Lambda with Amazon SQS").
     *
     * @throws InvalidJsonException when it is not one
     */
    public static QueueMessage parse(JsonObject sqsRecord) {
        Map<String, String> attributes = new TreeMap<>();
        sqsRecord
                .optionalObject(ATTRIBUTES)
                .ifPresent(all -> all.members()
                        .keySet()
                        .forEach(name -> all.requiredObject(name)
                                .optionalString(VALUE)
                                .ifPresent(value -> attributes.put(name, value))));
        return new QueueMessage(
                sqsRecord.requiredString(MESSAGE_ID),
                sentAt(sqsRecord.requiredObject(SYSTEM_ATTRIBUTES).requiredString(SENT_AT)),
                sqsRecord.requiredString(BODY),
                attributes);
    }

    private static Instant sentAt(String millis) {
        if (!millis.matches("[0-9]{1,15}")) {
            throw new InvalidJsonException("'" + SENT_AT + "' is not a number of milliseconds");
        }
        return Instant.ofEpochMilli(Long.parseLong(millis));
    }

    /** The record that {@link #parse} reads. */
    public JsonObject toSqsRecord() {
        Map<String, Object> values = new LinkedHashMap<>();
        new TreeMap<>(attributes)
                .forEach((name, value) -> values.put(name, Map.of(VALUE, value, "dataType", "String")));
        return JsonObject.builder()
                .put(MESSAGE_ID, messageId)
                .put(BODY, body)
                .put(SYSTEM_ATTRIBUTES, new JsonObject(Map.of(SENT_AT, Long.toString(sentAt.toEpochMilli()))))
                .put(ATTRIBUTES, new JsonObject(values))
                .put("eventSource", "aws:sqs")
                .build();
    }
}
