package wordcounter.summaries;

import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import wordcounter.dynamodb.TimedReads;
import wordcounter.runtime.Backoff;

/** A Summaries table of a test's own, which goes when the test is over. */
final class SummariesTable implements AutoCloseable {

    private final DynamoDbClient dynamoDb;
    private final String name = "summaries-" + UUID.randomUUID();

    /** @param dynamoDb is closed with the table */
    SummariesTable(DynamoDbClient dynamoDb) {
        this.dynamoDb = dynamoDb;
        dynamoDb.createTable(request -> request.tableName(name)
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
        dynamoDb.waiter().waitUntilTableExists(request -> request.tableName(name));
    }

    DynamoDbSummaryStore store() {
        return new DynamoDbSummaryStore(dynamoDb, reads(), name);
    }

    /** Over all buckets. */
    Totals totals() {
        return SummaryItem.totalsIds().stream()
                .map(id -> dynamoDb.getItem(request -> request.tableName(name)
                                .key(Map.of(SummaryItem.ID, AttributeValue.fromS(id)))
                                .consistentRead(true))
                        .item())
                .filter(item -> !item.isEmpty())
                .map(item -> new Totals(number(item, SummaryItem.ITEM_COUNT), number(item, SummaryItem.DISTINCT_WORDS)))
                .reduce(Totals.NONE, Totals::plus);
    }

    /** The milestone that the last write to the word's summary has passed. */
    Optional<String> passed(String word) {
        return Optional.ofNullable(dynamoDb.getItem(request -> request.tableName(name)
                                .key(Map.of(SummaryItem.ID, AttributeValue.fromS(SummaryItem.wordId(word))))
                                .consistentRead(true))
                        .item()
                        .get(SummaryItem.PASSED))
                .map(AttributeValue::n);
    }

    boolean isInTheIndex(String word) {
        return dynamoDb
                .queryPaginator(request -> request.tableName(name)
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

    private TimedReads reads() {
        Clock clock = Clock.systemUTC();
        return new TimedReads(dynamoDb, new Backoff(clock, new Random(), Thread::sleep), clock);
    }

    private static long number(Map<String, AttributeValue> item, String name) {
        return Long.parseLong(required(item, name).n());
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

    @Override
    public void close() {
        dynamoDb.deleteTable(request -> request.tableName(name));
        dynamoDb.close();
    }
}
