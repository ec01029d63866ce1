package wordcounter.summaries;

import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterEach;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import wordcounter.targets.AgainstTarget;
import wordcounter.targets.Target;
import wordcounter.testing.SummaryStoreContract;

/** The store of summaries that is deployed, in a table of its own in the target's DynamoDB. */
@AgainstTarget
class DynamoDbSummaryStoreIT extends SummaryStoreContract {

    private final SummariesTable table;

    DynamoDbSummaryStoreIT(Target target) {
        table = new SummariesTable(target.client(DynamoDbClient.builder()));
    }

    @AfterEach
    void deleteTable() {
        table.close();
    }

    @Override
    protected SummaryStore store() {
        return table.store();
    }

    @Override
    protected Totals totals() {
        return table.totals();
    }

    @Override
    protected void assertInTheIndex(String word, boolean expected) {
        await().until(() -> table.isInTheIndex(word) == expected);
    }
}
