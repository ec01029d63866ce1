package wordcounter.replay;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.StreamRecord;
import wordcounter.json.JsonObject;

/** A stream record in the form in which Lambda hands it to a function. AWS document "Using AWS Lambda with Amazon DynamoDB". */
final class StreamRecordJson {

    private StreamRecordJson() {}

    static JsonObject of(Record record, String streamArn) {
        StreamRecord change = record.dynamodb();
        Map<String, Object> dynamoDb = new LinkedHashMap<>();
        if (change.approximateCreationDateTime() != null) {
            dynamoDb.put(
                    "ApproximateCreationDateTime",
                    change.approximateCreationDateTime().getEpochSecond());
        }
        dynamoDb.put("Keys", item(change.keys()));
        if (change.hasNewImage()) {
            dynamoDb.put("NewImage", item(change.newImage()));
        }
        if (change.hasOldImage()) {
            dynamoDb.put("OldImage", item(change.oldImage()));
        }
        dynamoDb.put("SequenceNumber", change.sequenceNumber());
        dynamoDb.put("SizeBytes", change.sizeBytes());
        dynamoDb.put("StreamViewType", change.streamViewTypeAsString());

        Map<String, Object> members = new LinkedHashMap<>();
        members.put("eventID", record.eventID());
        members.put("eventName", record.eventNameAsString());
        members.put("eventVersion", record.eventVersion());
        members.put("eventSource", "aws:dynamodb");
        members.put("awsRegion", record.awsRegion());
        members.put("dynamodb", dynamoDb);
        members.put("eventSourceARN", streamArn);
        return new JsonObject(members);
    }

    private static Map<String, Object> item(Map<String, AttributeValue> attributes) {
        Map<String, Object> item = new LinkedHashMap<>();
        attributes.forEach((name, value) -> item.put(name, value(value)));
        return item;
    }

    private static Map<String, Object> value(AttributeValue value) {
        return switch (value.type()) {
            case S -> Map.of("S", value.s());
            case N -> Map.of("N", value.n());
            case B -> Map.of("B", base64(value.b()));
            case SS -> Map.of("SS", value.ss());
            case NS -> Map.of("NS", value.ns());
            case BS ->
                Map.of("BS", value.bs().stream().map(StreamRecordJson::base64).toList());
            case M -> Map.of("M", item(value.m()));
            case L -> Map.of("L", list(value.l()));
            case BOOL -> Map.of("BOOL", value.bool());
            case NUL -> Map.of("NULL", true);
            case UNKNOWN_TO_SDK_VERSION ->
                throw new HandOverException("a record has an attribute of a type that is not known here");
        };
    }

    private static List<Map<String, Object>> list(List<AttributeValue> values) {
        return values.stream().map(StreamRecordJson::value).toList();
    }

    private static String base64(SdkBytes bytes) {
        return Base64.getEncoder().encodeToString(bytes.asByteArray());
    }
}
