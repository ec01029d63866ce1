package wordcounter.retriever;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import wordcounter.documents.Document;
import wordcounter.documents.DocumentId;
import wordcounter.documents.DocumentItem;
import wordcounter.dynamodb.TimedReads;

/** Reads the table of documents from DynamoDB, laid out as {@link DocumentItem} says. Thread-safe. */
final class DynamoDbDocumentReads implements DocumentReads {

    private final TimedReads reads;
    private final String table;

    DynamoDbDocumentReads(TimedReads reads, String table) {
        this.reads = reads;
        this.table = table;
    }

    @Override
    public Optional<Document> find(DocumentId id, Instant deadline) {
        Map<String, AttributeValue> item = reads.getItem(
                request -> request.tableName(table).key(DocumentItem.key(id)).consistentRead(true), deadline);
        return item.isEmpty() ? Optional.empty() : Optional.of(DocumentItem.parse(item));
    }
}
