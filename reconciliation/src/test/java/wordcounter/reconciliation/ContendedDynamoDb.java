package wordcounter.reconciliation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.RequestLimitExceededException;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.ThrottlingException;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/**
 * DynamoDB with one item in every table, that refuses calls as it is told to, before it answers one. A filter keeps one more item
 * back at each page of a scan. DynamoDB Local neither throttles nor conflicts.
 */
final class ContendedDynamoDb implements DynamoDbClient {

    private final Map<String, AttributeValue> item;
    private final Deque<AwsServiceException> refusals = new ArrayDeque<>();
    private final List<String> answered = new ArrayList<>();

    ContendedDynamoDb(Map<String, AttributeValue> item) {
        this.item = Map.copyOf(item);
    }

    /** Every kind of refusal that passes. */
    static List<AwsServiceException> passing() {
        return List.of(
                ThrottlingException.builder().build(),
                ProvisionedThroughputExceededException.builder().build(),
                RequestLimitExceededException.builder().build(),
                TransactionConflictException.builder().build(),
                cancelled("TransactionConflict", "None"),
                cancelled("None", "ThrottlingError"),
                cancelled("ProvisionedThroughputExceeded", "TransactionConflict"),
                throttledBy("Throttling"));
    }

    /** Refusals after which the same call is refused again. */
    static List<AwsServiceException> lasting() {
        return List.of(
                ConditionalCheckFailedException.builder().build(),
                cancelled("ValidationError", "None"),
                cancelled("AccessDenied", "TransactionConflict"),
                cancelled(),
                throttledBy("AccessDeniedException"));
    }

    private static AwsServiceException throttledBy(String code) {
        return DynamoDbException.builder()
                .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
                .statusCode(400)
                .build();
    }

    private static AwsServiceException cancelled(String... codes) {
        return TransactionCanceledException.builder()
                .cancellationReasons(List.of(codes).stream()
                        .map(code -> CancellationReason.builder().code(code).build())
                        .toList())
                .build();
    }

    /** The next calls are refused, whatever they ask for. */
    void refuse(List<AwsServiceException> next) {
        refusals.addAll(next);
    }

    /** The operations that were answered. */
    List<String> answered() {
        return answered;
    }

    private <T> T answer(String operation, Supplier<T> answer) {
        if (!refusals.isEmpty()) {
            throw refusals.remove();
        }
        answered.add(operation);
        return answer.get();
    }

    @Override
    public GetItemResponse getItem(GetItemRequest request) {
        return answer("GetItem", () -> GetItemResponse.builder().item(item).build());
    }

    @Override
    public BatchGetItemResponse batchGetItem(BatchGetItemRequest request) {
        return answer(
                "BatchGetItem",
                () -> BatchGetItemResponse.builder()
                        .responses(Map.of(
                                request.requestItems().keySet().iterator().next(), List.of(item)))
                        .build());
    }

    @Override
    public ScanResponse scan(ScanRequest request) {
        return answer(
                "Scan",
                () -> ScanResponse.builder()
                        .items(List.of(item))
                        .scannedCount(request.filterExpression() == null ? 1 : 2)
                        .lastEvaluatedKey(request.hasExclusiveStartKey() ? Map.of() : item)
                        .build());
    }

    @Override
    public QueryResponse query(QueryRequest request) {
        return answer(
                "Query", () -> QueryResponse.builder().items(List.of(item)).build());
    }

    @Override
    public TransactGetItemsResponse transactGetItems(TransactGetItemsRequest request) {
        return answer(
                "TransactGetItems",
                () -> TransactGetItemsResponse.builder()
                        .responses(request.transactItems().stream()
                                .map(_ -> ItemResponse.builder().item(item).build())
                                .toList())
                        .build());
    }

    @Override
    public UpdateItemResponse updateItem(UpdateItemRequest request) {
        return answer("UpdateItem", () -> UpdateItemResponse.builder().build());
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        // nothing to close
    }
}
