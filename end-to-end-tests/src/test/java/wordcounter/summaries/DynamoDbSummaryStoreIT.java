package wordcounter.summaries;

import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import wordcounter.targets.AgainstTarget;
import wordcounter.targets.Target;
import wordcounter.testing.SummaryStoreContract;

/** The store of summaries that is deployed, in a table of its own in the target's DynamoDB. */
@AgainstTarget
class DynamoDbSummaryStoreIT extends SummaryStoreContract {

    private final DynamoDbClient dynamoDb;
    private final String table = "summaries-" + UUID.randomUUID();

    DynamoDbSummaryStoreIT(Target target) {
        dynamoDb = target.client(DynamoDbClient.builder());
    }

    @BeforeEach
    void createTable() {
        dynamoDb.createTable(request -> request.tableName(table)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(
                        attribute(SummaryItem.ID, ScalarAttributeType.S),
                        attribute(SummaryItem.TOP_BUCKET, ScalarAttributeType.S),
                        attribute(SummaryItem.ITEM_COUNT, ScalarAttributeType.N))
                .keySchema(key(SummaryItem.ID, KeyType.HASH))
                .globalSecondaryIndexes(GlobalSecondaryIndex.builder()
                        .indexName(SummaryItem.TOP_WORDS_INDEX)
                        .keySchema(
                                key(SummaryItem.TOP_BUCKET, KeyType.HASH), key(SummaryItem.ITEM_COUNT, KeyType.RANGE))
                        .projection(projection -> projection.projectionType(ProjectionType.KEYS_ONLY))
                        .build()));
        dynamoDb.waiter().waitUntilTableExists(request -> request.tableName(table));
    }

    @AfterEach
    void deleteTable() {
        dynamoDb.deleteTable(request -> request.tableName(table));
        dynamoDb.close();
    }

    @Override
    protected SummaryStore store() {
        return new DynamoDbSummaryStore(dynamoDb, table);
    }

    @Override
    protected Totals totals() {
        List<Map<String, AttributeValue>> buckets = SummaryItem.totalsIds().stream()
                .map(id -> dynamoDb.getItem(request -> request.tableName(table)
                                .key(Map.of(SummaryItem.ID, AttributeValue.fromS(id)))
                                .consistentRead(true))
                        .item())
                .filter(item -> !item.isEmpty())
                .toList();
        return new Totals(sum(buckets, SummaryItem.ITEM_COUNT), sum(buckets, SummaryItem.DISTINCT_WORDS));
    }

    @Override
    protected void assertInTheIndex(String word, boolean expected) {
        await().until(() -> isInTheIndex(word) == expected);
    }

    private boolean isInTheIndex(String word) {
        return dynamoDb
                .queryPaginator(request -> request.tableName(table)
                        .indexName(SummaryItem.TOP_WORDS_INDEX)
                        .keyConditionExpression("#bucket = :bucket")
                        .expressionAttributeNames(Map.of("#bucket", SummaryItem.TOP_BUCKET))
                        .expressionAttributeValues(
                                Map.of(":bucket", AttributeValue.fromS(SummaryItem.topBucket(word)))))
                .items()
                .stream()
                .map(item -> required(item, SummaryItem.ID).s())
                .anyMatch(SummaryItem.wordId(word)::equals);
    }

    private static long sum(List<Map<String, AttributeValue>> items, String name) {
        return items.stream()
                .mapToLong(item -> Long.parseLong(required(item, name).n()))
                .sum();
    }

    private static AttributeValue required(Map<String, AttributeValue> item, String name) {
        return Optional.ofNullable(item.get(name)).orElseThrow();
    }

    private static AttributeDefinition attribute(String name, ScalarAttributeType type) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(type)
                .build();
    }

    private static KeySchemaElement key(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }
}
