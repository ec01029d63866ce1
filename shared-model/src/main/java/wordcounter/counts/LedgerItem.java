package wordcounter.counts;

import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import wordcounter.dynamodb.StoredItem;

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

    /** The names in the expressions below. */
    public static final Map<String, String> NAMES = Stream.of(
                    EVENT_ID, FINGERPRINT, CHUNK_SIZE, CHUNKS, SHARD, COUNTED, MULTIPLIED, ACCEPTED_AT)
            .collect(Collectors.toUnmodifiableMap(name -> "#" + name, name -> name));

    /** A projection expression: what {@link #parse} reads. */
    public static final String PROJECTION = String.join(", ", NAMES.keySet());

    /** A filter expression: entries of which a chunk lacks its +1 or its +10, and items that are no entries. */
    public static final String UNFINISHED = "attribute_not_exists(#chunks) OR attribute_not_exists(#counted)"
            + " OR attribute_not_exists(#multiplied) OR size(#counted) < #chunks OR size(#multiplied) < #chunks";

    private LedgerItem() {}

    public static LedgerEntry parse(Map<String, AttributeValue> attributes) {
        StoredItem item = new StoredItem("a ledger item", attributes);
        return new LedgerEntry(
                item.requiredText(EVENT_ID),
                item.requiredText(FINGERPRINT),
                new ChunkPlan(number(item, CHUNK_SIZE), number(item, CHUNKS), number(item, SHARD)),
                item.optionalNumbers(COUNTED),
                item.optionalNumbers(MULTIPLIED),
                Instant.parse(item.requiredText(ACCEPTED_AT)));
    }

    private static int number(StoredItem item, String name) {
        return Math.toIntExact(item.requiredNumber(name));
    }
}
