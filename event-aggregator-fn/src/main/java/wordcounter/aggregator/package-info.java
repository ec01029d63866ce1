/**
 * The reader of the counters' stream: it merges each batch into the summaries, and says from which record on to send
 * again.
 *
 * <p>How a word is merged is known in {@code wordcounter.summaries}. Events are not known here: a counter has what many
 * of them added.
 */
package wordcounter.aggregator;
