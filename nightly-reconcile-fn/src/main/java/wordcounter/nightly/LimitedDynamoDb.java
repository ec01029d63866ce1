package wordcounter.nightly;

import java.util.List;
import java.util.Optional;
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

/** A client of DynamoDB that reads within a budget, and writes nothing. Not thread-safe, as its budget is not. */
final class LimitedDynamoDb implements DynamoDbClient {

    private final DynamoDbClient client;
    private final ReadBudget budget;

    LimitedDynamoDb(DynamoDbClient client, ReadBudget budget) {
        this.client = client;
        this.budget = budget;
    }

    @Override
    public ScanResponse scan(ScanRequest request) {
        budget.await();
        ScanResponse response = client.scan(request.toBuilder()
                .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)
                .build());
        take(Optional.ofNullable(response.consumedCapacity()).stream().toList());
        return response;
    }

    @Override
    public QueryResponse query(QueryRequest request) {
        budget.await();
        QueryResponse response = client.query(request.toBuilder()
                .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)
                .build());
        take(Optional.ofNullable(response.consumedCapacity()).stream().toList());
        return response;
    }

    @Override
    public BatchGetItemResponse batchGetItem(BatchGetItemRequest request) {
        budget.await();
        BatchGetItemResponse response = client.batchGetItem(request.toBuilder()
                .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)
                .build());
        take(response.consumedCapacity());
        return response;
    }

    @Override
    public TransactGetItemsResponse transactGetItems(TransactGetItemsRequest request) {
        budget.await();
        TransactGetItemsResponse response = client.transactGetItems(request.toBuilder()
                .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)
                .build());
        take(response.consumedCapacity());
        return response;
    }

    private void take(List<ConsumedCapacity> consumed) {
        budget.take(consumed.stream()
                .map(ConsumedCapacity::capacityUnits)
                .mapToDouble(units -> Optional.ofNullable(units).orElse(0.0))
                .sum());
    }

    @Override
    public String serviceName() {
        return client.serviceName();
    }

    @Override
    public void close() {
        client.close();
    }
}
