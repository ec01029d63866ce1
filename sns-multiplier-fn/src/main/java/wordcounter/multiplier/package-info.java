/**
 * The subscriber that adds 10 per occurrence of a word, and the 1 where the publisher died before it.
 *
 * <p>How that is done exactly once is the protocol's, in {@code wordcounter.counts}; here is only what becomes of a
 * message.
 */
package wordcounter.multiplier;
