package wordcounter.counts;

import java.util.Optional;

/** What became of a {@link ChunkWrite}. */
public sealed interface ChunkResult {

    /** The whole chunk is written. */
    record Applied() implements ChunkResult {}

    /**
     * Nothing is written, since the ledger's condition did not hold.
     *
     * @param existing the entry that stands there, if any
     */
    record Refused(Optional<LedgerEntry> existing) implements ChunkResult {}

    /**
     * Nothing is written, since other transactions were on the same items or the table was throttled. It may succeed
     * later.
     */
    record Contended() implements ChunkResult {}
}
