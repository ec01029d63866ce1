package wordcounter.retriever;

import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import wordcounter.counts.LedgerEntry;
import wordcounter.counts.LedgerItem;

/** The ledger in DynamoDB, laid out as {@link LedgerItem} says. Thread-safe. */
final class DynamoDbEventReads implements EventReads {

    private final DynamoDbClient dynamoDb;
    private final String table;

    DynamoDbEventReads(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    @Override
    public Optional<LedgerEntry> find(String eventId) {
        Map<String, AttributeValue> item = dynamoDb.getItem(request -> request.tableName(table)
                        .key(Map.of(LedgerItem.EVENT_ID, AttributeValue.fromS(eventId)))
                        .consistentRead(true))
                .item();
        return item.isEmpty() ? Optional.empty() : Optional.of(LedgerItem.parse(item));
    }
}
