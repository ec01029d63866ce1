package localrunner.streams;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import localrunner.application.Application.StreamMapping;
import localrunner.invoke.InvocationResult;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes what an on-failure destination gets: where the records are, not the records themselves.
 *
 * <p>AWS document "Retain discarded records for a DynamoDB event source in Lambda", example "Amazon SQS on-failure
 * destination". For records that grow too old before any invocation there is no {@code responseContext}.
 */
final class FailureRecord {

    private static final DateTimeFormatter MILLISECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private FailureRecord() {}

    /** @param requestId the last invocation's, or a new id if there was none */
    static String write(
            StreamMapping mapping, String shardId, BatchProgress.Discard discard, String requestId, Instant now) {
        ObjectNode record = JsonMapper.shared().createObjectNode();
        ObjectNode request = record.putObject("requestContext");
        request.put("requestId", requestId);
        request.put("functionArn", mapping.functionArn());
        request.put("condition", discard.condition().text());
        request.put("approximateInvokeCount", discard.invocations());
        discard.lastResult().ifPresent(result -> putResponse(record.putObject("responseContext"), result));
        record.put("version", "1.0");
        record.put("timestamp", MILLISECONDS.format(now));
        ObjectNode batch = record.putObject("DDBStreamBatchInfo");
        batch.put("shardId", shardId);
        batch.put("startSequenceNumber", discard.records().getFirst().sequenceNumber());
        batch.put("endSequenceNumber", discard.records().getLast().sequenceNumber());
        batch.put("approximateArrivalOfFirstRecord", seconds(discard.records().getFirst()));
        batch.put("approximateArrivalOfLastRecord", seconds(discard.records().getLast()));
        batch.put("batchSize", discard.records().size());
        batch.put("streamArn", mapping.source().streamArn());
        return record.toString();
    }

    /** A function that reported its failures has no error: the member is there and is null. */
    private static void putResponse(ObjectNode response, InvocationResult result) {
        response.put("statusCode", 200);
        response.put("executedVersion", result.executedVersion());
        response.put("functionError", result.functionError().orElse(null));
    }

    private static String seconds(StreamRecord record) {
        return DateTimeFormatter.ISO_INSTANT.format(record.arrival().truncatedTo(ChronoUnit.SECONDS));
    }
}
