package wordcounter.counts;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The layout of the EventLedger table: one item per event. */
public final class LedgerItem {

    /** Partition key. */
    public static final String EVENT_ID = "eventId";

    static final String FINGERPRINT = "fingerprint";
    static final String CHUNK_SIZE = "chunkSize";
    static final String CHUNKS = "chunks";
    static final String SHARD = "shard";
    static final String COUNTED = "counted";
    static final String MULTIPLIED = "multiplied";
    static final String ACCEPTED_AT = "acceptedAt";

    /** Time to live, in seconds since 1970. */
    static final String EXPIRES_AT = "expiresAt";

    private LedgerItem() {}

    public static LedgerEntry parse(Map<String, AttributeValue> item) {
        return new LedgerEntry(
                required(item, EVENT_ID).s(),
                required(item, FINGERPRINT).s(),
                new ChunkPlan(number(item, CHUNK_SIZE), number(item, CHUNKS), number(item, SHARD)),
                optionalNumbers(item, COUNTED),
                optionalNumbers(item, MULTIPLIED),
                Instant.parse(required(item, ACCEPTED_AT).s()));
    }

    private static AttributeValue required(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        if (value == null) {
            throw new IllegalStateException(
                    "a ledger item has no " + name + ": the table was written by something else");
        }
        return value;
    }

    private static int number(Map<String, AttributeValue> item, String name) {
        return Integer.parseInt(required(item, name).n());
    }

    private static Set<Integer> optionalNumbers(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        return value == null
                ? Set.of()
                : value.ns().stream().map(Integer::valueOf).collect(Collectors.toSet());
    }
}
