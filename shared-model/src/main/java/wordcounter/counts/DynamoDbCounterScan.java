package wordcounter.counts;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import wordcounter.json.InvalidJsonException;

/**
 * Reads all counters with a consistent Scan. It passes over an item that is no counter: nothing of ours has written it.
 * Thread-safe.
 */
public final class DynamoDbCounterScan implements CounterScan {

    private final DynamoDbClient dynamoDb;
    private final String table;

    public DynamoDbCounterScan(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    @Override
    public void read(Consumer<List<CounterValues>> page) {
        for (ScanResponse response :
                dynamoDb.scanPaginator(request -> request.tableName(table).consistentRead(true))) {
            page.accept(response.items().stream()
                    .flatMap(item -> counter(item).stream())
                    .toList());
        }
    }

    /** The item's counter; empty when it is none, whose stream record the aggregator parks. */
    private static Optional<CounterValues> counter(Map<String, AttributeValue> item) {
        try {
            return Optional.of(CounterValues.of(item));
        } catch (InvalidJsonException e) {
            return Optional.empty();
        }
    }
}
