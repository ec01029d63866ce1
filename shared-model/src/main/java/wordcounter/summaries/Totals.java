package wordcounter.summaries;

/** Of all words. */
public record Totals(long count, long distinctWords) {}
