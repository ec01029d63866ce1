package wordcounter.retriever;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import wordcounter.counts.LedgerEntry;
import wordcounter.counts.LedgerItem;
import wordcounter.dynamodb.TimedReads;

/** Reads the ledger from DynamoDB, laid out as {@link LedgerItem} says. Thread-safe. */
final class DynamoDbEventReads implements EventReads {

    private final TimedReads reads;
    private final String table;

    DynamoDbEventReads(TimedReads reads, String table) {
        this.reads = reads;
        this.table = table;
    }

    @Override
    public Optional<LedgerEntry> find(String eventId, Instant deadline) {
        Map<String, AttributeValue> item = reads.getItem(
                request -> request.tableName(table)
                        .key(Map.of(LedgerItem.EVENT_ID, AttributeValue.fromS(eventId)))
                        .consistentRead(true),
                deadline);
        return item.isEmpty() ? Optional.empty() : Optional.of(LedgerItem.parse(item));
    }
}
