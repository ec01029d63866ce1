package wordcounter.queue;

import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import wordcounter.deadletters.ParkedItem;
import wordcounter.deadletters.Parking;
import wordcounter.intake.EventIntake.UnknownOutcomeException;
import wordcounter.json.InvalidJsonException;
import wordcounter.json.JsonObject;
import wordcounter.runtime.FunctionModule;
import wordcounter.runtime.JsonLog;
import wordcounter.tracing.TraceContext;
import wordcounter.tracing.TraceContexts;

/**
 * Takes the messages of one invocation, one after the other, and answers which of them are to come again (AWS document "Using Lambda with
 * Amazon SQS", ReportBatchItemFailures).
 *
 * <p>A queue has no order, so a message that fails does not keep the others waiting. Thread-safe if its consumer is.
 */
public final class QueueBatch {

    private final FunctionModule function;
    private final MessageConsumer consumer;
    private final Parking parking;
    private final TraceContexts traces;
    private final Clock clock;
    private final JsonLog log;

    /**
     * @param function that the parked items name
     * @param consumer decides what becomes of each message
     */
    public QueueBatch(
            FunctionModule function,
            MessageConsumer consumer,
            Parking parking,
            TraceContexts traces,
            Clock clock,
            JsonLog log) {
        this.function = function;
        this.consumer = consumer;
        this.parking = parking;
        this.traces = traces;
        this.clock = clock;
        this.log = log;
    }

    /**
     * Takes all messages, also after one that failed.
     *
     * @param sqsEvent as Lambda hands it over
     * @param deadline after which no message is begun
     * @return the ids of the messages that are to come again
     * @throws InvalidJsonException when this is no event of SQS
     */
    public List<String> takeAll(JsonObject sqsEvent, Instant deadline) {
        return sqsEvent.requiredObjects("Records").stream()
                .filter(sqsRecord -> comesAgain(sqsRecord, deadline))
                .map(QueueBatch::messageId)
                .toList();
    }

    /** The answer that Lambda reads, by the ids of the messages that are to come again. */
    public static JsonObject answer(List<String> failures) {
        List<JsonObject> items = failures.stream()
                .map(messageId -> new JsonObject(Map.of("itemIdentifier", messageId)))
                .toList();
        return JsonObject.builder().put("batchItemFailures", items).build();
    }

    private static String messageId(JsonObject sqsRecord) {
        return sqsRecord.requiredString("messageId");
    }

    private boolean comesAgain(JsonObject sqsRecord, Instant deadline) {
        QueueMessage message;
        try {
            message = QueueMessage.parse(sqsRecord);
        } catch (InvalidJsonException e) {
            String messageId = messageId(sqsRecord);
            TraceContext hop = traces.accept(Optional.empty(), messageId);
            return comesAgain(
                    sqsRecord,
                    QueueMessage.logFields(messageId, hop),
                    deadline,
                    () -> new Disposition.Parked(String.valueOf(e.getMessage())));
        }
        TraceContext hop = traces.accept(message.attribute(QueueMessage.TRACEPARENT), message.messageId());
        Map<String, Object> logFields = message.logFields(hop);
        logFields.putAll(consumer.logFields(message));
        return comesAgain(
                sqsRecord,
                logFields,
                deadline,
                () -> consumer.take(new MessageConsumer.Delivery(message, hop, logFields), deadline));
    }

    private boolean comesAgain(
            JsonObject sqsRecord, Map<String, Object> logFields, Instant deadline, Supplier<Disposition> decision) {
        if (!clock.instant().isBefore(deadline)) {
            log.warn("not begun, out of time", logFields);
            return true;
        }
        try {
            return switch (decision.get()) {
                case Disposition.Done _ -> false;
                case Disposition.ComesAgain _ -> true;
                case Disposition.Parked(var reason) -> {
                    park(sqsRecord, logFields, reason);
                    yield false;
                }
            };
        } catch (UnknownOutcomeException e) {
            return true; // the intake has logged it
        } catch (RuntimeException e) {
            log.error("failed", logFields, e);
            return true;
        }
    }

    private void park(JsonObject sqsRecord, Map<String, Object> logFields, String reason) {
        parking.park(new ParkedItem(ParkedItem.Kind.QUEUE_RECORD, function, reason, sqsRecord));
        Map<String, Object> fields = new LinkedHashMap<>(logFields);
        fields.put("reason", reason);
        log.warn("parked", fields);
    }
}
