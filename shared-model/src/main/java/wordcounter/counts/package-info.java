/**
 * The protocol that counts an event once: the ledger, the counters, and who may write what under which condition.
 * {@link wordcounter.counts.EventCounter} is its way in.
 *
 * <p>DynamoDB is known to the classes that are named for it and to the two items' layouts only. What is shown of the
 * counters, but for a word's sum, is the business of {@code summaries}.
 */
package wordcounter.counts;
