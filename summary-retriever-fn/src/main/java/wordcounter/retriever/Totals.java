package wordcounter.retriever;

/** Of all words. */
record Totals(long count, long distinctWords) {}
