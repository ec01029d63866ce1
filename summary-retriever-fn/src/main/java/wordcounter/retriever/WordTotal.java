package wordcounter.retriever;

/** A word and its count. */
record WordTotal(String word, long count) {}
