package wordcounter.uploads;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import wordcounter.counts.EventCounter;
import wordcounter.dynamodb.StoredItem;

/** Keeps one item for each file. No write adds, so that the SDK's repetition of one is harmless. Thread-safe. */
public final class DynamoDbUploads implements Uploads {

    /** The first attempt's values stay. */
    private static final String FILE = kept(
            UploadItem.BUCKET,
            UploadItem.KEY,
            UploadItem.VERSION,
            UploadItem.SIZE,
            UploadItem.PUT_AT,
            UploadItem.EXPIRES_AT);

    private static final String CUT = kept(UploadItem.CUT_RULES, UploadItem.CHUNK_BYTES, UploadItem.CHUNK_WORDS);

    private static final String BEGIN = "SET " + FILE + ", " + CUT + " REMOVE #refusal";
    private static final String REFUSE = "SET " + FILE + ", #refusal = :refusal";
    private static final String ADVANCE =
            "SET #countedChunks = :countedChunks, #countedBytes = :countedBytes REMOVE #refusal";
    private static final String NOT_AS_FAR = "attribute_not_exists(#countedChunks) OR #countedChunks < :countedChunks";

    private final DynamoDbClient dynamoDb;
    private final String table;

    public DynamoDbUploads(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    @Override
    public Optional<Upload> find(String uploadId) {
        Map<String, AttributeValue> item = dynamoDb.getItem(
                        request -> request.tableName(table).key(key(uploadId)).consistentRead(true))
                .item();
        return item.isEmpty() ? Optional.empty() : Optional.of(UploadItem.parse(item));
    }

    @Override
    public Upload begin(String uploadId, UploadedFile file, Cut cut) {
        Map<String, AttributeValue> values = values(file);
        values.put(UploadItem.CUT_RULES, number(cut.rules()));
        values.put(UploadItem.CHUNK_BYTES, number(cut.chunkBytes()));
        values.put(UploadItem.CHUNK_WORDS, number(cut.chunkWords()));
        Map<String, String> names = names(values);
        names.put("#" + UploadItem.REFUSAL, UploadItem.REFUSAL);
        return UploadItem.parse(dynamoDb.updateItem(request -> request.tableName(table)
                        .key(key(uploadId))
                        .updateExpression(BEGIN)
                        .expressionAttributeNames(names)
                        .expressionAttributeValues(placeholders(values))
                        .returnValues(ReturnValue.ALL_NEW))
                .attributes());
    }

    @Override
    public Progress advance(String uploadId, Progress progress) {
        Map<String, AttributeValue> values = Map.of(
                UploadItem.COUNTED_CHUNKS, number(progress.chunks()),
                UploadItem.COUNTED_BYTES, number(progress.bytes()));
        Map<String, String> names = names(values);
        names.put("#" + UploadItem.REFUSAL, UploadItem.REFUSAL);
        try {
            dynamoDb.updateItem(request -> request.tableName(table)
                    .key(key(uploadId))
                    .updateExpression(ADVANCE)
                    .conditionExpression(NOT_AS_FAR)
                    .expressionAttributeNames(names)
                    .expressionAttributeValues(placeholders(values))
                    .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD));
            return progress;
        } catch (ConditionalCheckFailedException e) {
            return UploadItem.progress(new StoredItem("an item of an upload", e.item()));
        }
    }

    @Override
    public void refuse(String uploadId, UploadedFile file, String reason) {
        Map<String, AttributeValue> values = values(file);
        values.put(UploadItem.REFUSAL, AttributeValue.fromS(reason));
        dynamoDb.updateItem(request -> request.tableName(table)
                .key(key(uploadId))
                .updateExpression(REFUSE)
                .expressionAttributeNames(names(values))
                .expressionAttributeValues(placeholders(values)));
    }

    private static Map<String, AttributeValue> values(UploadedFile file) {
        Map<String, AttributeValue> values = new HashMap<>();
        values.put(UploadItem.BUCKET, AttributeValue.fromS(file.bucket()));
        values.put(UploadItem.KEY, AttributeValue.fromS(file.key()));
        values.put(UploadItem.VERSION, AttributeValue.fromS(file.version()));
        values.put(UploadItem.SIZE, number(file.size()));
        values.put(UploadItem.PUT_AT, AttributeValue.fromS(file.putAt().toString()));
        values.put(
                UploadItem.EXPIRES_AT,
                number(file.putAt().plus(EventCounter.LEDGER_LIFETIME).getEpochSecond()));
        return values;
    }

    private static Map<String, AttributeValue> key(String uploadId) {
        return Map.of(UploadItem.UPLOAD_ID, AttributeValue.fromS(uploadId));
    }

    private static Map<String, String> names(Map<String, AttributeValue> values) {
        Map<String, String> names = new HashMap<>();
        values.keySet().forEach(attribute -> names.put("#" + attribute, attribute));
        return names;
    }

    private static Map<String, AttributeValue> placeholders(Map<String, AttributeValue> values) {
        Map<String, AttributeValue> placeholders = new HashMap<>();
        values.forEach((attribute, value) -> placeholders.put(":" + attribute, value));
        return placeholders;
    }

    private static String kept(String... attributes) {
        return Arrays.stream(attributes)
                .map(attribute -> "#%1$s = if_not_exists(#%1$s, :%1$s)".formatted(attribute))
                .collect(Collectors.joining(", "));
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }
}
