package wordcounter.reconciliation;

import java.time.Duration;
import java.time.Instant;
import wordcounter.documents.Document;
import wordcounter.reconciliation.Reconciliation.Difference;

/**
 * Looks for documents that were left behind: a plan that nobody has carried out, and a change after which nobody has fetched the
 * document. Either becomes whole with the document's next change, or by a replay of the dead letter that is left of it.
 */
final class DocumentCheck {

    /** The longest that a change may take: 15 minutes of quiet, and five attempts that are 3 minutes apart. */
    static final Duration LONGEST = Duration.ofMinutes(30);

    private final Tables tables;
    private final Instant begun;

    /** @param begun when the check began: what was planned later may be under way */
    DocumentCheck(Tables tables, Instant begun) {
        this.tables = tables;
        this.begun = begun;
    }

    /** Looks until no document is left behind, or patience ends. */
    void compare(Polling polling, Differences differences) {
        while (true) {
            Differences found = new Differences();
            tables.unfinishedDocuments(
                    (id, document) -> compare(id, document, found),
                    id -> found.add(new Difference("document", id, "a document", "something else")));
            if (found.isEmpty() || !polling.again()) {
                differences.addAll(found);
                return;
            }
        }
    }

    private void compare(String id, Document document, Differences found) {
        document.plan()
                .filter(plan -> plan.plannedAt().isBefore(begun))
                .ifPresent(plan -> found.add(new Difference(
                        "document", id, "its event " + plan.eventId() + " counted", "planned " + plan.plannedAt())));
        if (document.changedAt().plus(LONGEST).isBefore(begun)) {
            found.add(new Difference("document", id, "fetched since", "changed " + document.changedAt()));
        }
    }
}
