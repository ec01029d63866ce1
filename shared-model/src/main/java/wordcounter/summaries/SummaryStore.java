package wordcounter.summaries;

/** Keeps the words' summaries, and the totals with them. */
public interface SummaryStore {

    /** The stored summary, read consistently; empty when there is none. */
    WordSummary read(String word);

    /**
     * Stores the summary under the next version, and moves the totals by the difference to the previous one, all or
     * nothing.
     *
     * @param previous as it was read; when something else stands there now nothing is written
     * @throws RuntimeException when it is not known what became of it, or it can never succeed
     */
    WriteResult write(WordSummary previous, WordSummary next);

    /** What became of a write. */
    enum WriteResult {
        WRITTEN,
        /** Nothing is written, since another writer was faster. Read again. */
        VERSION_CHANGED,
        /**
         * Nothing is written, since other transactions were on the same items or the table was throttled. Try again.
         */
        CONTENDED
    }
}
