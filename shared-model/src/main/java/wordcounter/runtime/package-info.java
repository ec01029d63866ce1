/**
 * What a function needs to run, whatever it does: settings, SDK clients, deadlines, retries, the form of a log line,
 * and the priming of SnapStart.
 *
 * <p>Nothing here knows a word, a published event or a table. Which fields a log line has beside time, level, message
 * and function is said by the class that writes it.
 */
package wordcounter.runtime;
