/**
 * What goes into the dead-letter queue and how it gets out: what handlers park, and the request and answer of a replay, which
 * dead-letter-replay-fn and {@code ./words replay} share.
 *
 * <p>What a replay decides about a letter, and how it is handed over, is dead-letter-replay-fn's.
 */
package wordcounter.deadletters;
