/**
 * The forms in which dead letters are written and replayed: the item that a handler parks, and the request and the
 * answer of a replay, which dead-letter-replay-fn and {@code ./words replay} share.
 *
 * <p>Why a handler parks something is decided in that handler. What a replay decides about a letter, and how it hands
 * the letter over, is in dead-letter-replay-fn.
 */
package wordcounter.deadletters;
