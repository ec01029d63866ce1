/**
 * What a function needs to run, whatever it does: settings, SDK clients, log lines, deadlines, retries and the priming
 * of SnapStart.
 *
 * <p>Nothing here knows a word, an event or a table.
 */
package wordcounter.runtime;
