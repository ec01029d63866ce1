package wordcounter.counts;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import wordcounter.json.InvalidJsonException;

/** Counters by a consistent Scan. An item that is no counter is passed over: nothing here wrote it. Thread-safe. */
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

    /** Empty where the stream's record would be parked. */
    private static Optional<CounterValues> counter(Map<String, AttributeValue> item) {
        try {
            return Optional.of(CounterValues.of(item));
        } catch (InvalidJsonException e) {
            return Optional.empty();
        }
    }
}
