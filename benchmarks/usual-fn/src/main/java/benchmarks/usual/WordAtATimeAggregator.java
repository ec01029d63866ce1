package benchmarks.usual;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse.BatchItemFailure;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.Update;

/**
 * Merges counters into the same summaries as ours, but a word at a time: a GetItem and a transaction for each word of a batch, one after
 * the other. So did ours until 2026-11.
 *
 * <p>Each transaction writes the word's summary under its version, and moves one of 16 items of totals.
 */
public final class WordAtATimeAggregator implements RequestHandler<DynamodbEvent, StreamsEventResponse> {

    private static final int TOTALS_BUCKETS = 16;
    private static final int TOP_BUCKETS = 4;
    private static final int LONGEST_WAIT_MILLIS = 1000;
    private static final int MILLIS_TO_ANSWER = 9000;

    private final DynamoDbClient dynamoDb = DynamoDbClient.create();
    private final String table = System.getenv("SUMMARIES_TABLE");

    private record Tally(long counted, long multiplied) {

        Tally max(Tally other) {
            return new Tally(Math.max(counted, other.counted), Math.max(multiplied, other.multiplied));
        }
    }

    private record WordChange(String firstSequenceNumber, Map<String, Tally> byShard) {}

    @Override
    public StreamsEventResponse handleRequest(DynamodbEvent event, Context context) {
        Map<String, WordChange> changes = new LinkedHashMap<>();
        for (DynamodbStreamRecord streamRecord : event.getRecords()) {
            var image = streamRecord.getDynamodb().getNewImage();
            changes.computeIfAbsent(
                            required(image, "word").getS(),
                            word -> new WordChange(streamRecord.getDynamodb().getSequenceNumber(), new HashMap<>()))
                    .byShard()
                    .merge(
                            required(image, "shard").getN(),
                            new Tally(
                                    number(required(image, "counted")),
                                    image.containsKey("multiplied") ? number(required(image, "multiplied")) : 0),
                            Tally::max);
        }
        for (Map.Entry<String, WordChange> change : changes.entrySet()) {
            if (!merge(change.getKey(), change.getValue().byShard(), context)) {
                return new StreamsEventResponse(
                        List.of(new BatchItemFailure(change.getValue().firstSequenceNumber())));
            }
        }
        return new StreamsEventResponse(List.of());
    }

    private static <V> V required(Map<String, V> attributes, String name) {
        return Objects.requireNonNull(attributes.get(name), name);
    }

    private static long number(com.amazonaws.services.lambda.runtime.events.models.dynamodb.AttributeValue value) {
        return Long.parseLong(value.getN());
    }

    private boolean merge(String word, Map<String, Tally> byShard, Context context) {
        for (int attempt = 0; context.getRemainingTimeInMillis() > MILLIS_TO_ANSWER; attempt++) {
            Map<String, AttributeValue> stored = dynamoDb.getItem(request ->
                            request.tableName(table).key(key("word#" + word)).consistentRead(true))
                    .item();
            if (write(word, stored, byShard)) {
                return true;
            }
            try {
                Thread.sleep(
                        ThreadLocalRandom.current().nextInt(Math.min(LONGEST_WAIT_MILLIS, 50 << Math.min(attempt, 5))));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return false;
    }

    private boolean write(String word, Map<String, AttributeValue> stored, Map<String, Tally> byShard) {
        Map<String, Tally> seen = new HashMap<>(byShard);
        long before = 0;
        long version = 0;
        if (!stored.isEmpty()) {
            required(stored, "seen").m().forEach((shard, tally) -> seen.merge(shard, tally(tally), Tally::max));
            before = Long.parseLong(required(stored, "itemCount").n());
            version = Long.parseLong(required(stored, "version").n());
        }
        long after = seen.values().stream()
                .mapToLong(tally -> tally.counted() + 10 * tally.multiplied())
                .sum();
        if (after == before) {
            return true;
        }
        try {
            List<TransactWriteItem> actions = List.of(
                    action(putWord(word, seen, after, version)), action(moveTotals(word, after - before, version)));
            dynamoDb.transactWriteItems(request -> request.transactItems(actions));
            return true;
        } catch (TransactionCanceledException e) {
            return false;
        }
    }

    private static Tally tally(AttributeValue value) {
        return new Tally(
                Long.parseLong(required(value.m(), "counted").n()),
                Long.parseLong(required(value.m(), "multiplied").n()));
    }

    private Update putWord(String word, Map<String, Tally> seen, long itemCount, long version) {
        Map<String, AttributeValue> seenAttribute = new HashMap<>();
        seen.forEach((shard, tally) -> seenAttribute.put(
                shard,
                AttributeValue.fromM(Map.of(
                        "counted", number(tally.counted()),
                        "multiplied", number(tally.multiplied()),
                        "forgotten", number(0)))));
        Map<String, AttributeValue> values = new HashMap<>(Map.of(
                ":word", AttributeValue.fromS(word),
                ":seen", AttributeValue.fromM(seenAttribute),
                ":itemCount", number(itemCount),
                ":version", number(version + 1),
                ":topBucket", AttributeValue.fromS(Integer.toString(bucket(word, TOP_BUCKETS)))));
        if (version > 0) {
            values.put(":previous", number(version));
        }
        return Update.builder()
                .tableName(table)
                .key(key("word#" + word))
                .updateExpression("SET #word = :word, #seen = :seen, #itemCount = :itemCount, #version = :version,"
                        + " #topBucket = :topBucket")
                .conditionExpression(version == 0 ? "attribute_not_exists(#version)" : "#version = :previous")
                .expressionAttributeNames(Map.of(
                        "#word", "word",
                        "#seen", "seen",
                        "#itemCount", "itemCount",
                        "#version", "version",
                        "#topBucket", "topBucket"))
                .expressionAttributeValues(values)
                .build();
    }

    private Update moveTotals(String word, long counts, long version) {
        return Update.builder()
                .tableName(table)
                .key(key("totals#" + bucket(word, TOTALS_BUCKETS)))
                .updateExpression("ADD #itemCount :counts, #distinctWords :distinctWords")
                .expressionAttributeNames(Map.of("#itemCount", "itemCount", "#distinctWords", "distinctWords"))
                .expressionAttributeValues(
                        Map.of(":counts", number(counts), ":distinctWords", number(version == 0 ? 1 : 0)))
                .build();
    }

    private static int bucket(String word, int buckets) {
        return Math.floorMod(word.hashCode(), buckets);
    }

    private static Map<String, AttributeValue> key(String id) {
        return Map.of("id", AttributeValue.fromS(id));
    }

    private static TransactWriteItem action(Update update) {
        return TransactWriteItem.builder().update(update).build();
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }
}
