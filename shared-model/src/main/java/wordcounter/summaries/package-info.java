/**
 * A word's count as it is shown, the totals and the most frequent words: merged from the counters' values, so that
 * repeated and late records change nothing.
 *
 * <p>DynamoDB is known to the classes that are named for it and to {@link wordcounter.summaries.SeenAttribute} only.
 * Counters are read here and never written.
 */
package wordcounter.summaries;
