package benchmarks.usual;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Keeps one number a word: what a batch adds to a word is one UpdateItem. No totals, no order by count, and a batch that comes twice
 * counts twice.
 */
public final class OneNumberAggregator implements RequestHandler<DynamodbEvent, StreamsEventResponse> {

    private final DynamoDbClient dynamoDb = DynamoDbClient.create();
    private final String table = System.getenv("SUMMARIES_TABLE");

    @Override
    public StreamsEventResponse handleRequest(DynamodbEvent event, Context context) {
        Map<String, Long> added = new TreeMap<>();
        for (DynamodbStreamRecord streamRecord : event.getRecords()) {
            var before = streamRecord.getDynamodb().getOldImage();
            var after = streamRecord.getDynamodb().getNewImage();
            added.merge(
                    after.getOrDefault("word", new AttributeValue("")).getS(),
                    count(after) - (before == null ? 0 : count(before)),
                    Long::sum);
        }
        added.forEach((word, count) -> dynamoDb.updateItem(update -> update.tableName(table)
                .key(Map.of("id", software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS("word#" + word)))
                .updateExpression("ADD itemCount :count")
                .expressionAttributeValues(Map.of(
                        ":count",
                        software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN(Long.toString(count))))));
        return new StreamsEventResponse(List.of());
    }

    private static long count(Map<String, AttributeValue> image) {
        AttributeValue count = image.get("count");
        return count == null ? 0 : Long.parseLong(count.getN());
    }
}
