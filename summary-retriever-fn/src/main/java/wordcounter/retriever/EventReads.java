package wordcounter.retriever;

import java.time.Instant;
import java.util.Optional;
import wordcounter.counts.LedgerEntry;

/** Reads the ledger. */
@FunctionalInterface
interface EventReads {

    /**
     * The event's entry; empty when nothing of it is counted yet, or the ledger has forgotten it.
     *
     * @throws wordcounter.runtime.DeadlineExceededException when it could not be read by then
     */
    Optional<LedgerEntry> find(String eventId, Instant deadline);
}
