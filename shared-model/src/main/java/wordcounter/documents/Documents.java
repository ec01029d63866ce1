package wordcounter.documents;

import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import wordcounter.documents.Document.Plan;
import wordcounter.documents.Document.Settled;

/** The table of documents. Its writes have conditions, so two processes that are at one document never undo each other's. */
public interface Documents {

    /** What is known of the document, as of now; empty when nobody has heard of it. */
    Optional<Document> read(DocumentId id);

    /** Notes a change. The latest one stays, whatever order they come in. */
    void mark(DocumentId id, Instant changedAt);

    /**
     * Writes what is to be counted.
     *
     * @param document as it was read
     * @param fetches how often the content was fetched since that was noted last; so below
     * @return false when somebody else was first: there is a plan, or the revision is another
     */
    boolean plan(DocumentId id, Document document, Plan plan, int fetches);

    /**
     * Takes the plan out, when it is carried out or never will be. The revision is the next.
     *
     * @param document as it was read with the plan
     * @param counted the words that count from now on
     * @return false when somebody else has done it
     */
    boolean advance(DocumentId id, Document document, Plan plan, SortedMap<String, Integer> counted);

    /**
     * Notes what was found when nothing is left to be counted.
     *
     * @param document as it was read
     * @param countedAt when its words were known to count; not changed when empty
     * @return false when somebody else has counted or settled something meanwhile
     */
    boolean settle(DocumentId id, Document document, Settled found, Optional<Instant> countedAt, int fetches);
}
