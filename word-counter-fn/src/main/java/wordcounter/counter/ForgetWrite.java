package wordcounter.counter;

/** Writes that a counter is forgotten. */
@FunctionalInterface
interface ForgetWrite {

    /**
     * Notes on one of the word's counters that all of it up to now is forgotten.
     *
     * @return false when other transactions were on it, or the table was throttled: try again
     */
    boolean apply(String word, int shard);
}
