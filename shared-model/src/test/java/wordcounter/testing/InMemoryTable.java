package wordcounter.testing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/**
 * A table that can be read, and throttled when a test wants it: then calls are refused, or some keys of a batch are
 * left unread. It has a partition key only; a query finds nothing.
 */
public final class InMemoryTable implements DynamoDbClient {

    private static final String SHOWN_WORDS = "begins_with(#id, :prefix) AND #itemCount > :none";

    private final String keyName;
    private final Map<String, Map<String, AttributeValue>> items = new TreeMap<>();
    private final List<Integer> batchSizes = new ArrayList<>();
    private int refusals;
    private int roundsWithUnread;
    private int readAtOnce = Integer.MAX_VALUE;
    private int calls;
    private int itemsRead;

    public InMemoryTable(String keyName) {
        this.keyName = keyName;
    }

    public InMemoryTable put(Map<String, AttributeValue> item) {
        items.put(Objects.requireNonNull(item.get(keyName)).s(), item);
        return this;
    }

    /** The next calls are refused. */
    public void refuse(int calls) {
        refusals = calls;
    }

    /** The next batches are read in part only. */
    public void leaveUnread(int rounds, int readAtOnce) {
        roundsWithUnread = rounds;
        this.readAtOnce = readAtOnce;
    }

    /** How many keys each batch asked for, the refused ones too. */
    public List<Integer> batchSizes() {
        return List.copyOf(batchSizes);
    }

    public int calls() {
        return calls;
    }

    /** How many items were read, and would be paid for: a scan also reads those that its filter leaves out. */
    public int itemsRead() {
        return itemsRead;
    }

    @Override
    public GetItemResponse getItem(GetItemRequest request) {
        call();
        itemsRead++;
        return GetItemResponse.builder()
                .item(items.get(
                        Objects.requireNonNull(request.key().get(keyName)).s()))
                .build();
    }

    @Override
    public BatchGetItemResponse batchGetItem(BatchGetItemRequest request) {
        Map.Entry<String, KeysAndAttributes> only =
                request.requestItems().entrySet().iterator().next();
        List<Map<String, AttributeValue>> keys = only.getValue().keys();
        if (keys.isEmpty() || keys.size() > 100) {
            throw new IllegalArgumentException("DynamoDB takes 1 to 100 keys, not " + keys.size());
        }
        batchSizes.add(keys.size());
        call();
        int read = roundsWithUnread-- > 0 ? Math.min(readAtOnce, keys.size()) : keys.size();
        itemsRead += read;
        List<Map<String, AttributeValue>> found = new ArrayList<>();
        for (Map<String, AttributeValue> key : keys.subList(0, read)) {
            Map<String, AttributeValue> item =
                    items.get(Objects.requireNonNull(key.get(keyName)).s());
            if (item != null) {
                found.add(item);
            }
        }
        Map<String, KeysAndAttributes> unread = new HashMap<>();
        if (read < keys.size()) {
            unread.put(
                    only.getKey(),
                    only.getValue().toBuilder()
                            .keys(keys.subList(read, keys.size()))
                            .build());
        }
        return BatchGetItemResponse.builder()
                .responses(Map.of(only.getKey(), found))
                .unprocessedKeys(unread)
                .build();
    }

    @Override
    public ScanResponse scan(ScanRequest request) {
        call();
        if (!SHOWN_WORDS.equals(request.filterExpression())) {
            throw new UnsupportedOperationException("filter " + request.filterExpression());
        }
        String after = request.hasExclusiveStartKey()
                ? Objects.requireNonNull(request.exclusiveStartKey().get(keyName))
                        .s()
                : "";
        List<String> keys =
                items.keySet().stream().filter(key -> key.compareTo(after) > 0).toList();
        List<String> page = keys.subList(0, Math.min(request.limit(), keys.size()));
        itemsRead += page.size();
        ScanResponse.Builder response = ScanResponse.builder()
                .items(page.stream()
                        .filter(key -> key.startsWith("word#"))
                        .map(key -> Objects.requireNonNull(items.get(key)))
                        .filter(item -> number(item, "itemCount") > 0)
                        .toList());
        if (page.size() < keys.size()) {
            response.lastEvaluatedKey(Map.of(keyName, AttributeValue.fromS(page.getLast())));
        }
        return response.build();
    }

    @Override
    public QueryResponse query(QueryRequest request) {
        call();
        return QueryResponse.builder().items(List.of()).build();
    }

    private void call() {
        calls++;
        if (refusals > 0) {
            refusals--;
            throw ProvisionedThroughputExceededException.builder()
                    .message("throttled")
                    .build();
        }
    }

    private static long number(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        return value == null ? 0 : Long.parseLong(value.n());
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        // there is nothing open
    }
}
