package wordcounter.reconciliation;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/**
 * A client of DynamoDB whose single reads wait while the table is throttled or others write, see {@link PatientCalls}. So that also
 * holds for every page of a scan, and for the code that commands share with the functions, which expects its caller to try again.
 *
 * <p>Transactions, and writes, are made once: whoever makes them looks at what is there before the next try. Thread-safe.
 */
public final class PatientDynamoDb implements DynamoDbClient {

    private final DynamoDbClient client;
    private final PatientCalls calls;

    public PatientDynamoDb(DynamoDbClient client, PatientCalls calls) {
        this.client = client;
        this.calls = calls;
    }

    @Override
    public GetItemResponse getItem(GetItemRequest request) {
        return calls.call(() -> client.getItem(request));
    }

    @Override
    public BatchGetItemResponse batchGetItem(BatchGetItemRequest request) {
        return calls.call(() -> client.batchGetItem(request));
    }

    @Override
    public ScanResponse scan(ScanRequest request) {
        return calls.call(() -> client.scan(request));
    }

    @Override
    public QueryResponse query(QueryRequest request) {
        return calls.call(() -> client.query(request));
    }

    @Override
    public TransactGetItemsResponse transactGetItems(TransactGetItemsRequest request) {
        return client.transactGetItems(request);
    }

    @Override
    public TransactWriteItemsResponse transactWriteItems(TransactWriteItemsRequest request) {
        return client.transactWriteItems(request);
    }

    @Override
    public UpdateItemResponse updateItem(UpdateItemRequest request) {
        return client.updateItem(request);
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
