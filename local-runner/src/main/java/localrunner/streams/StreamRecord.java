package localrunner.streams;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import localrunner.dynamodb.ItemKey;
import tools.jackson.databind.JsonNode;

/**
 * A record of a DynamoDB stream.
 *
 * @param key of the item that was written
 * @param json the record in the form of the Lambda event
 * @param arrival when DynamoDB wrote the record, as precisely as the stream tells
 * @param bytes length of {@code json} in UTF-8
 */
record StreamRecord(String sequenceNumber, String key, Instant arrival, String json, int bytes) {

    /** @param record in the form of the Lambda event */
    static StreamRecord of(JsonNode record) {
        JsonNode dynamodb = record.path("dynamodb");
        String json = record.toString();
        return new StreamRecord(
                dynamodb.path("SequenceNumber").asString(),
                ItemKey.of(dynamodb.path("Keys")),
                instant(dynamodb.path("ApproximateCreationDateTime").decimalValue(BigDecimal.ZERO)),
                json,
                json.getBytes(StandardCharsets.UTF_8).length);
    }

    private static Instant instant(BigDecimal epochSeconds) {
        BigDecimal seconds = epochSeconds.setScale(0, RoundingMode.FLOOR);
        long nanos = epochSeconds.subtract(seconds).movePointRight(9).longValue();
        return Instant.ofEpochSecond(seconds.longValue(), nanos);
    }
}
