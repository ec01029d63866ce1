package wordcounter.queue;

import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import wordcounter.json.JsonObject;

/** Deals with the messages of one invocation, and answers which of them are to come again. */
public final class QueueBatch {

    private QueueBatch() {}

    /**
     * Takes all messages, also after one that failed: the queue has no order.
     *
     * @param sqsEvent as Lambda hands it over
     * @param take deals with a record and its message's id, and says whether the queue may forget it
     * @return the ids of the messages that are to come again
     * @throws wordcounter.json.InvalidJsonException when this is no event of SQS
     */
    public static List<String> takeAll(JsonObject sqsEvent, BiPredicate<JsonObject, String> take) {
        return sqsEvent.requiredObjects("Records").stream()
                .filter(sqsRecord -> !take.test(sqsRecord, sqsRecord.requiredString("messageId")))
                .map(sqsRecord -> sqsRecord.requiredString("messageId"))
                .toList();
    }

    /** The answer of AWS document "Using Lambda with Amazon SQS", ReportBatchItemFailures. */
    public static JsonObject answer(List<String> failures) {
        List<JsonObject> items = failures.stream()
                .map(messageId -> new JsonObject(Map.of("itemIdentifier", messageId)))
                .toList();
        return JsonObject.builder().put("batchItemFailures", items).build();
    }
}
