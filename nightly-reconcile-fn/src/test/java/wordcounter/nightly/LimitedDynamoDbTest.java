package wordcounter.nightly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsResponse;
import wordcounter.reconciliation.ReadLimitException;
import wordcounter.testing.ManualClock;

class LimitedDynamoDbTest {

    private static final Instant NOW = Instant.parse("2026-11-27T02:00:00Z");

    private final ManualClock clock = new ManualClock(NOW);
    private final CountingDynamoDb store = new CountingDynamoDb();

    @Test
    void reads_shouldAddUpWhatTheyTake() {
        ReadBudget budget = budget(1_000, Double.POSITIVE_INFINITY);
        LimitedDynamoDb dynamoDb = new LimitedDynamoDb(store, budget);

        dynamoDb.scan(ScanRequest.builder().build());
        dynamoDb.query(QueryRequest.builder().build());
        dynamoDb.batchGetItem(BatchGetItemRequest.builder().build());
        dynamoDb.transactGetItems(TransactGetItemsRequest.builder().build());

        assertThat(budget.used()).isEqualTo(100 + 100 + 200 + 200);
        assertThat(clock.instant()).isEqualTo(NOW);
    }

    @Test
    void reads_shouldBeAsManyASecondAsTheyMay() {
        LimitedDynamoDb dynamoDb = new LimitedDynamoDb(store, budget(1_000, 50));

        dynamoDb.scan(ScanRequest.builder().build());
        assertThat(clock.instant()).isEqualTo(NOW);
        dynamoDb.scan(ScanRequest.builder().build());
        assertThat(clock.instant()).isEqualTo(NOW.plusSeconds(2));
        clock.advance(Duration.ofSeconds(5));
        dynamoDb.scan(ScanRequest.builder().build());

        assertThat(clock.instant()).as("long enough ago").isEqualTo(NOW.plusSeconds(7));
    }

    @Test
    void reads_shouldEnd_whenTheUnitsAreUsedUp() {
        LimitedDynamoDb dynamoDb = new LimitedDynamoDb(store, budget(150, Double.POSITIVE_INFINITY));
        dynamoDb.scan(ScanRequest.builder().build());
        dynamoDb.scan(ScanRequest.builder().build());

        assertThatThrownBy(() -> dynamoDb.scan(ScanRequest.builder().build()))
                .isInstanceOf(ReadLimitException.class)
                .hasMessage("200 read units were taken, and ReconcileReadUnits is 150");
        assertThat(store.calls).isEqualTo(2);
    }

    @Test
    void reads_shouldEnd_whenTheTimeIsUp() {
        LimitedDynamoDb dynamoDb = new LimitedDynamoDb(store, budget(1_000, Double.POSITIVE_INFINITY));
        dynamoDb.scan(ScanRequest.builder().build());
        clock.advance(Duration.ofMinutes(13));

        assertThatThrownBy(() -> dynamoDb.query(QueryRequest.builder().build()))
                .isInstanceOf(ReadLimitException.class)
                .hasMessage("the time was up, after 100 read units");
        assertThat(store.calls).isEqualTo(1);
    }

    @Test
    void reads_shouldEndAtOnce_whenTheNextOneWouldHaveToWaitForLonger() {
        LimitedDynamoDb dynamoDb = new LimitedDynamoDb(store, budget(1_000, 0.1));
        dynamoDb.scan(ScanRequest.builder().build());

        assertThatThrownBy(() -> dynamoDb.scan(ScanRequest.builder().build())).isInstanceOf(ReadLimitException.class);
        assertThat(clock.instant()).isEqualTo(NOW);
    }

    @Test
    void writes_shouldNotBePossible() {
        LimitedDynamoDb dynamoDb = new LimitedDynamoDb(store, budget(1_000, Double.POSITIVE_INFINITY));

        assertThatThrownBy(() -> dynamoDb.updateItem(request -> request.tableName("summaries")))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    private ReadBudget budget(int units, double unitsPerSecond) {
        return new ReadBudget(units, unitsPerSecond, NOW.plus(Duration.ofMinutes(13)), clock, clock::advance);
    }

    /** Takes 100 read units of each table, and says so when it is asked. */
    private static final class CountingDynamoDb implements DynamoDbClient {

        private static final ConsumedCapacity CAPACITY =
                ConsumedCapacity.builder().capacityUnits(100.0).build();

        private int calls;

        @Override
        public ScanResponse scan(ScanRequest request) {
            requireAsked(request.returnConsumedCapacity());
            return ScanResponse.builder().consumedCapacity(CAPACITY).build();
        }

        @Override
        public QueryResponse query(QueryRequest request) {
            requireAsked(request.returnConsumedCapacity());
            return QueryResponse.builder().consumedCapacity(CAPACITY).build();
        }

        @Override
        public BatchGetItemResponse batchGetItem(BatchGetItemRequest request) {
            requireAsked(request.returnConsumedCapacity());
            return BatchGetItemResponse.builder()
                    .consumedCapacity(List.of(CAPACITY, CAPACITY))
                    .build();
        }

        @Override
        public TransactGetItemsResponse transactGetItems(TransactGetItemsRequest request) {
            requireAsked(request.returnConsumedCapacity());
            return TransactGetItemsResponse.builder()
                    .consumedCapacity(List.of(CAPACITY, CAPACITY))
                    .build();
        }

        private void requireAsked(ReturnConsumedCapacity asked) {
            assertThat(asked).isEqualTo(ReturnConsumedCapacity.TOTAL);
            calls++;
        }

        @Override
        public String serviceName() {
            return "dynamodb";
        }

        @Override
        public void close() {
            // it holds nothing
        }
    }
}
