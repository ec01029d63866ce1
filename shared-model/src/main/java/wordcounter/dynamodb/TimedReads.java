package wordcounter.dynamodb;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import wordcounter.runtime.Backoff;
import wordcounter.runtime.DeadlineExceededException;

/**
 * Reads from DynamoDB, and gives up at a deadline. What DynamoDB refuses or leaves unread because a table is throttled
 * is asked for again after a wait with full jitter; asked for again at once, it would be refused again (DynamoDB API
 * reference, BatchGetItem).
 *
 * <p>No call is begun after the deadline. Each method throws a {@link DeadlineExceededException} when not everything
 * was read by then. Thread-safe.
 */
public final class TimedReads {

    /** What one BatchGetItem takes. */
    private static final int MAX_KEYS = 100;

    private final DynamoDbClient dynamoDb;
    private final Backoff backoff;
    private final Clock clock;

    public TimedReads(DynamoDbClient dynamoDb, Backoff backoff, Clock clock) {
        this.dynamoDb = dynamoDb;
        this.backoff = backoff;
        this.clock = clock;
    }

    /** One item; empty when there is none. */
    public Map<String, AttributeValue> getItem(Consumer<GetItemRequest.Builder> request, Instant deadline) {
        return read(() -> dynamoDb.getItem(request), deadline).item();
    }

    /** One page of a query. */
    public QueryResponse query(Consumer<QueryRequest.Builder> request, Instant deadline) {
        return read(() -> dynamoDb.query(request), deadline);
    }

    /** One page of a scan. */
    public ScanResponse scan(Consumer<ScanRequest.Builder> request, Instant deadline) {
        return read(() -> dynamoDb.scan(request), deadline);
    }

    /** The items of any number of keys, read consistently, in no order; those that do not exist are left out. */
    public List<Map<String, AttributeValue>> getItems(
            String table, String keyName, List<String> keys, Instant deadline) {
        List<Map<String, AttributeValue>> items = new ArrayList<>();
        for (int start = 0; start < keys.size(); start += MAX_KEYS) {
            List<Map<String, AttributeValue>> some =
                    keys.subList(start, Math.min(start + MAX_KEYS, keys.size())).stream()
                            .map(key -> Map.of(keyName, AttributeValue.fromS(key)))
                            .toList();
            items.addAll(getBatch(table, some, deadline));
        }
        return items;
    }

    private List<Map<String, AttributeValue>> getBatch(
            String table, List<Map<String, AttributeValue>> keys, Instant deadline) {
        List<Map<String, AttributeValue>> items = new ArrayList<>();
        List<Map<String, AttributeValue>> unread = new ArrayList<>(keys);
        retry(
                () -> {
                    Map<String, KeysAndAttributes> wanted = Map.of(
                            table,
                            KeysAndAttributes.builder()
                                    .keys(List.copyOf(unread))
                                    .consistentRead(true)
                                    .build());
                    BatchGetItemResponse response = dynamoDb.batchGetItem(request -> request.requestItems(wanted));
                    items.addAll(response.responses().getOrDefault(table, List.of()));
                    unread.clear();
                    Optional.ofNullable(response.unprocessedKeys().get(table))
                            .ifPresent(left -> unread.addAll(left.keys()));
                    return unread.isEmpty() ? Optional.of(items) : Optional.empty();
                },
                deadline);
        return items;
    }

    private <T> T read(Supplier<T> call, Instant deadline) {
        return retry(() -> Optional.of(call.get()), deadline);
    }

    /** @param call empty when there is more to be read */
    private <T> T retry(Supplier<Optional<T>> call, Instant deadline) {
        Optional<T> answer = clock.instant().isBefore(deadline)
                ? backoff.retryWhile(Optional::isEmpty, () -> unlessRefused(call), deadline)
                : Optional.empty();
        return answer.orElseThrow(() -> new DeadlineExceededException("DynamoDB did not hand out everything"));
    }

    private static <T> Optional<T> unlessRefused(Supplier<Optional<T>> call) {
        try {
            return call.get();
        } catch (DynamoDbException e) {
            if (Contention.isCauseOf(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
