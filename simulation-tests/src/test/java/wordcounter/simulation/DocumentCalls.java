package wordcounter.simulation;

import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.UnaryOperator;
import wordcounter.documents.Document;
import wordcounter.documents.Document.Plan;
import wordcounter.documents.Document.Settled;
import wordcounter.documents.DocumentId;
import wordcounter.documents.Documents;
import wordcounter.testing.InMemoryDocuments;

/** The calls that a running handler makes to the table of documents. */
class DocumentCalls implements Documents {

    private final Calls calls;
    private final InMemoryDocuments table;

    DocumentCalls(Calls calls, InMemoryDocuments table) {
        this.calls = calls;
        this.table = table;
    }

    /** Writes an item under no condition, as the product never does. */
    final boolean overwrite(String what, DocumentId id, UnaryOperator<Document> change) {
        return calls.make(Operation.WRITE_DOCUMENT, what, () -> {
            table.change(id, change);
            return true;
        });
    }

    @Override
    public Optional<Document> read(DocumentId id) {
        return calls.make(Operation.READ_DOCUMENT, id, () -> table.read(id));
    }

    @Override
    public void mark(DocumentId id, Instant changedAt) {
        String _ = calls.make(Operation.WRITE_DOCUMENT, "marks " + id, () -> {
            table.mark(id, changedAt);
            return "";
        });
    }

    @Override
    public boolean plan(DocumentId id, Document document, Plan plan, int fetches) {
        return calls.make(
                Operation.WRITE_DOCUMENT,
                "plans " + plan.added() + " for " + id + " at revision " + document.revision(),
                () -> table.plan(id, document, plan, fetches));
    }

    @Override
    public boolean advance(DocumentId id, Document document, Plan plan, SortedMap<String, Integer> counted) {
        return calls.make(
                Operation.WRITE_DOCUMENT,
                "advances " + id + " from revision " + document.revision(),
                () -> table.advance(id, document, plan, counted));
    }

    @Override
    public boolean settle(DocumentId id, Document document, Settled found, Optional<Instant> countedAt, int fetches) {
        return calls.make(
                Operation.WRITE_DOCUMENT,
                "settles " + id + " as " + found.state(),
                () -> table.settle(id, document, found, countedAt, fetches));
    }
}
