package wordcounter.counts;

/** Writes what counting needs, a chunk at a time. */
public interface CountTransactions {

    /**
     * Applies the chunk in one transaction, or nothing of it.
     *
     * @throws RuntimeException when it is not known what became of it, or it can never succeed
     */
    ChunkResult apply(ChunkWrite write);
}
