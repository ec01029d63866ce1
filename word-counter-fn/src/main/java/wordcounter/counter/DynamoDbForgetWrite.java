package wordcounter.counter;

import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import wordcounter.counts.CounterItem;
import wordcounter.dynamodb.Contention;

/** Writes to the counters in DynamoDB, which are laid out as {@link CounterItem} says. Thread-safe. */
final class DynamoDbForgetWrite implements ForgetWrite {

    private final DynamoDbClient dynamoDb;
    private final String table;

    DynamoDbForgetWrite(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    @Override
    public boolean apply(String word, int shard) {
        try {
            dynamoDb.updateItem(request -> request.tableName(table)
                    .key(Map.of(CounterItem.WORD_SHARD, AttributeValue.fromS(CounterItem.key(word, shard))))
                    .updateExpression("SET #forgotten = #counted")
                    .conditionExpression("attribute_exists(#counted)")
                    .expressionAttributeNames(
                            Map.of("#forgotten", CounterItem.FORGOTTEN, "#counted", CounterItem.COUNTED)));
            return true;
        } catch (ConditionalCheckFailedException e) {
            return true; // there is nothing to forget
        } catch (DynamoDbException e) {
            if (Contention.isCauseOf(e)) {
                return false;
            }
            throw e;
        }
    }
}
