/**
 * What the person who started the runner reads: lines with the name of their source in front.
 *
 * <p>Nothing here decides what is worth a line.
 */
package localrunner.console;
