package wordcounter.summaries;

/** A word and its count. */
public record WordTotal(String word, long count) {}
