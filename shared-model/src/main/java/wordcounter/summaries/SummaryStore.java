package wordcounter.summaries;

/** Where summaries are kept. */
public interface SummaryStore {

    /** The stored summary, read consistently; empty when there is none. */
    WordSummary read(String word);

    /**
     * Stores the summary under the next version, and moves the totals by the difference to the previous one, all or nothing.
     *
     * @param previous as it was read; when something else stands there now nothing is written
     * @throws RuntimeException when it is not known what became of it, or it can never succeed
     */
    WriteResult write(WordSummary previous, WordSummary next);

    enum WriteResult {
        WRITTEN,
        /** Another writer was there in between: read again. */
        VERSION_CHANGED,
        /** Other transactions were on the same items, or the table was throttled: try again. */
        CONTENDED
    }
}
