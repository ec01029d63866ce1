package wordcounter.testing;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.UnaryOperator;
import wordcounter.documents.Document;
import wordcounter.documents.Document.Plan;
import wordcounter.documents.Document.Settled;
import wordcounter.documents.DocumentId;
import wordcounter.documents.Documents;

/** The table of documents in memory. {@link DocumentsContract} holds it to what the real one does. */
public final class InMemoryDocuments implements Documents {

    private final Map<DocumentId, Document> documents = new HashMap<>();

    @Override
    public Optional<Document> read(DocumentId id) {
        return Optional.ofNullable(documents.get(id));
    }

    public Map<DocumentId, Document> all() {
        return Map.copyOf(documents);
    }

    /** Writes an item as one would who keeps to no condition. */
    public void change(DocumentId id, UnaryOperator<Document> change) {
        documents.put(id, change.apply(documents.getOrDefault(id, Document.NEW)));
    }

    @Override
    public void mark(DocumentId id, Instant changedAt) {
        Document document = documents.getOrDefault(id, Document.NEW);
        documents.put(
                id,
                new Document(
                        document.revision(),
                        changedAt.isAfter(document.changedAt()) ? changedAt : document.changedAt(),
                        document.changes() + 1,
                        document.fetches(),
                        document.settled(),
                        document.countedAt(),
                        document.counted(),
                        document.plan()));
    }

    @Override
    public boolean plan(DocumentId id, Document asRead, Plan plan, int fetches) {
        Document document = documents.getOrDefault(id, Document.NEW);
        if (document.revision() != asRead.revision() || document.plan().isPresent()) {
            return false;
        }
        documents.put(
                id,
                new Document(
                        document.revision(),
                        document.changedAt(),
                        document.changes(),
                        document.fetches() + fetches,
                        document.settled(),
                        document.countedAt(),
                        document.counted(),
                        Optional.of(plan)));
        return true;
    }

    @Override
    public boolean advance(DocumentId id, Document asRead, Plan plan, SortedMap<String, Integer> counted) {
        Document document = documents.getOrDefault(id, Document.NEW);
        boolean isSamePlan = document.plan()
                .filter(other -> other.eventId().equals(plan.eventId()))
                .isPresent();
        if (document.revision() != asRead.revision() || !isSamePlan) {
            return false;
        }
        documents.put(
                id,
                new Document(
                        document.revision() + 1,
                        document.changedAt(),
                        document.changes(),
                        document.fetches(),
                        document.settled(),
                        document.countedAt(),
                        counted,
                        Optional.empty()));
        return true;
    }

    @Override
    public boolean settle(DocumentId id, Document asRead, Settled found, Optional<Instant> countedAt, int fetches) {
        Document document = documents.getOrDefault(id, Document.NEW);
        boolean isSettledAsRead =
                document.settled().map(Settled::change).equals(asRead.settled().map(Settled::change));
        if (document.revision() != asRead.revision() || document.plan().isPresent() || !isSettledAsRead) {
            return false;
        }
        documents.put(
                id,
                new Document(
                        document.revision(),
                        document.changedAt(),
                        document.changes(),
                        document.fetches() + fetches,
                        Optional.of(found),
                        countedAt.or(document::countedAt),
                        document.counted(),
                        document.plan()));
        return true;
    }
}
