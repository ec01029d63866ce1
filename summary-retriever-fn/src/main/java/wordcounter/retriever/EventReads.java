package wordcounter.retriever;

import java.util.Optional;
import wordcounter.counts.LedgerEntry;

/** What can be asked of the ledger. */
@FunctionalInterface
interface EventReads {

    /** Empty when nothing of the event is counted yet, or it is forgotten. */
    Optional<LedgerEntry> find(String eventId);
}
