/**
 * {@code ./words}, the command line of whoever operates a word counter: one class per command, and below it a class that does the
 * work and can be tested without options and without AWS.
 *
 * <p>What counts, merges and replays is in shared-model and the functions; here it is called and compared, never written again.
 */
package wordcounter.operator;
