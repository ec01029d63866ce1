package localrunner.invoke;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What Lambda sends to the destination of an asynchronous event that it gave up: version 1.0 of the invocation record.
 *
 * <p>AWS document "Capturing records of Lambda asynchronous invocations".
 *
 * @param functionArn qualified, with {@code $LATEST} where the caller named no other version
 * @param approximateInvokeCount how often the function ran; 0 for an event that grew too old while it was throttled
 * @param requestPayload JSON text
 * @param lastResult of the last run; without one the record has neither {@code responseContext} nor
 *     {@code responsePayload}
 */
record InvocationRecord(
        Instant timestamp,
        String requestId,
        String functionArn,
        Condition condition,
        int approximateInvokeCount,
        String requestPayload,
        Optional<InvocationResult> lastResult) {

    private static final String VERSION = "1.0";
    private static final DateTimeFormatter MILLISECONDS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final JsonMapper JSON = new JsonMapper();

    /** Why an event was given up. The record has the names as they are here. */
    enum Condition {
        RetriesExhausted,
        EventAgeExceeded
    }

    String toJson() {
        ObjectNode node = JSON.createObjectNode();
        node.put("version", VERSION);
        node.put("timestamp", MILLISECONDS.format(timestamp));
        node.putObject("requestContext")
                .put("requestId", requestId)
                .put("functionArn", functionArn)
                .put("condition", condition.name())
                .put("approximateInvokeCount", approximateInvokeCount);
        node.set("requestPayload", JSON.readTree(requestPayload));
        lastResult.ifPresent(result -> {
            ObjectNode context = node.putObject("responseContext");
            context.put("statusCode", 200).put("executedVersion", result.executedVersion());
            result.functionError().ifPresent(error -> context.put("functionError", error));
            node.set("responsePayload", JSON.readTree(result.payload()));
        });
        return JSON.writeValueAsString(node);
    }
}
