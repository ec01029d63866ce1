package wordcounter.digest;

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

/** The Milestones table that is deployed, made anew in the target's DynamoDB. */
@AgainstTarget
class DynamoDbMilestonesIT extends MilestonesTableContract {

    private final DynamoDbClient dynamoDb;
    private final String name = "milestones-" + UUID.randomUUID();
    private final DynamoDbMilestones table;

    DynamoDbMilestonesIT(Target target) {
        dynamoDb = target.client(DynamoDbClient.builder());
        dynamoDb.createTable(request -> request.tableName(name)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(AttributeDefinition.builder()
                        .attributeName("id")
                        .attributeType(ScalarAttributeType.S)
                        .build())
                .keySchema(KeySchemaElement.builder()
                        .attributeName("id")
                        .keyType(KeyType.HASH)
                        .build()));
        dynamoDb.waiter().waitUntilTableExists(request -> request.tableName(name));
        table = new DynamoDbMilestones(dynamoDb, name);
    }

    @AfterEach
    void deleteTable() {
        dynamoDb.deleteTable(request -> request.tableName(name));
        dynamoDb.close();
    }

    @Override
    protected Claims claims() {
        return table;
    }

    @Override
    protected Turns turns() {
        return table;
    }
}
