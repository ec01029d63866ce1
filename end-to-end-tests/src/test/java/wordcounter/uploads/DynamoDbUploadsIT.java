package wordcounter.uploads;

import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import wordcounter.targets.AgainstTarget;
import wordcounter.targets.Target;
import wordcounter.testing.UploadsContract;

/** The uploads as they are deployed, in a table of its own in the target's DynamoDB. */
@AgainstTarget
class DynamoDbUploadsIT extends UploadsContract {

    private final DynamoDbClient dynamoDb;
    private final String table = "uploads-" + UUID.randomUUID();

    DynamoDbUploadsIT(Target target) {
        dynamoDb = target.client(DynamoDbClient.builder());
        dynamoDb.createTable(request -> request.tableName(table)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(AttributeDefinition.builder()
                        .attributeName(UploadItem.UPLOAD_ID)
                        .attributeType(ScalarAttributeType.S)
                        .build())
                .keySchema(KeySchemaElement.builder()
                        .attributeName(UploadItem.UPLOAD_ID)
                        .keyType(KeyType.HASH)
                        .build()));
        dynamoDb.waiter().waitUntilTableExists(request -> request.tableName(table));
    }

    @AfterEach
    void deleteTable() {
        dynamoDb.deleteTable(request -> request.tableName(table));
        dynamoDb.close();
    }

    @Override
    protected Uploads uploads() {
        return new DynamoDbUploads(dynamoDb, table);
    }
}
