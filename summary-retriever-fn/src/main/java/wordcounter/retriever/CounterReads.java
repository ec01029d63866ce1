package wordcounter.retriever;

/** What can be asked of the counters themselves. */
@FunctionalInterface
interface CounterReads {

    /** The sum over the word's shards as it is now; 0 for a word that was never counted or was forgotten. */
    long countOf(String word);
}
