package wordcounter.retriever;

import java.time.Instant;
import java.util.Optional;
import wordcounter.documents.Document;
import wordcounter.documents.DocumentId;

/** Reads what is known of a document. */
@FunctionalInterface
interface DocumentReads {

    /** Empty when nobody has heard of it. */
    Optional<Document> find(DocumentId id, Instant deadline);
}
