package wordcounter.counts;

import java.util.Optional;

/** What became of a {@link ChunkWrite}. */
public sealed interface ChunkResult {

    /** All of it is done. */
    record Applied() implements ChunkResult {}

    /**
     * Nothing is done: the ledger's condition did not hold.
     *
     * @param existing the entry that stands there, if any
     */
    record Refused(Optional<LedgerEntry> existing) implements ChunkResult {}

    /** Nothing is done: other transactions were on the same items, or the table was throttled. Worth another try. */
    record Contended() implements ChunkResult {}
}
