/**
 * The reader of the counters' stream: it merges each batch into the summaries, and answers which record was the first
 * that it could not merge.
 *
 * <p>How a word is merged is in {@code wordcounter.summaries}. Events are not known here: a counter is the sum of
 * many of them.
 */
package wordcounter.aggregator;
