/**
 * {@code ./words}, the command line of whoever operates a word counter: one class per command, and below it a class
 * that does the work and can be tested without options and without AWS.
 *
 * <p>Counting, merging and replaying are done by shared-model, reconciliation and the functions; the commands call them and do not
 * write them a second time.
 */
package wordcounter.operator;
