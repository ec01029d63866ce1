/**
 * The protocol that counts an event once: the ledger, the counters, how much is added, and who may write what under
 * which condition. {@link wordcounter.counts.EventCounter} is the class to call.
 *
 * <p>Only classes named DynamoDb..., and the layouts of the two items, know DynamoDB. Summaries of the counters are
 * made in {@code summaries}.
 */
package wordcounter.counts;
