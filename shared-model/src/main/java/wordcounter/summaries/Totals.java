package wordcounter.summaries;

/**
 * What all words make together.
 *
 * @param count the sum of their counts
 * @param distinctWords how many different words have a count
 */
public record Totals(long count, long distinctWords) {}
