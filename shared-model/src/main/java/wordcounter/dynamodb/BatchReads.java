package wordcounter.dynamodb;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/** BatchGetItem of any number of keys: 100 at a time, and what is left unprocessed again. */
public final class BatchReads {

    private static final int MAX_KEYS = 100;
    private static final int MAX_ROUNDS = 10;

    private BatchReads() {}

    public static List<Map<String, AttributeValue>> read(
            DynamoDbClient dynamoDb, String table, String keyName, List<String> keys) {
        List<Map<String, AttributeValue>> items = new ArrayList<>();
        for (int start = 0; start < keys.size(); start += MAX_KEYS) {
            List<Map<String, AttributeValue>> some =
                    keys.subList(start, Math.min(start + MAX_KEYS, keys.size())).stream()
                            .map(key -> Map.of(keyName, AttributeValue.fromS(key)))
                            .toList();
            Map<String, KeysAndAttributes> left = Map.of(
                    table,
                    KeysAndAttributes.builder().keys(some).consistentRead(true).build());
            for (int round = 0; !left.isEmpty(); round++) {
                if (round == MAX_ROUNDS) {
                    throw new IllegalStateException("DynamoDB left keys unprocessed " + MAX_ROUNDS + " times");
                }
                Map<String, KeysAndAttributes> wanted = left;
                BatchGetItemResponse response = dynamoDb.batchGetItem(request -> request.requestItems(wanted));
                items.addAll(response.responses().getOrDefault(table, List.of()));
                left = response.unprocessedKeys();
            }
        }
        return items;
    }
}
