package wordcounter.documents;

import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.waiters.DynamoDbWaiter;
import wordcounter.targets.AgainstTarget;
import wordcounter.targets.Target;
import wordcounter.testing.DocumentsContract;

/** The table of documents that is deployed, against the target's DynamoDB, held to what its fake is held to. */
@AgainstTarget
class DynamoDbDocumentsIT extends DocumentsContract {

    private final DynamoDbClient dynamoDb;
    private final String table = "documents-" + UUID.randomUUID();
    private final Documents documents;

    DynamoDbDocumentsIT(Target target) {
        dynamoDb = target.client(DynamoDbClient.builder());
        dynamoDb.createTable(request -> request.tableName(table)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(AttributeDefinition.builder()
                        .attributeName(DocumentItem.DOCUMENT_ID)
                        .attributeType(ScalarAttributeType.S)
                        .build())
                .keySchema(KeySchemaElement.builder()
                        .attributeName(DocumentItem.DOCUMENT_ID)
                        .keyType(KeyType.HASH)
                        .build()));
        try (DynamoDbWaiter waiter = dynamoDb.waiter()) {
            var _ = waiter.waitUntilTableExists(request -> request.tableName(table));
        }
        documents = new DynamoDbDocuments(dynamoDb, table);
    }

    @AfterEach
    void deleteTable() {
        dynamoDb.deleteTable(request -> request.tableName(table));
        dynamoDb.close();
    }

    @Override
    protected Documents documents() {
        return documents;
    }
}
