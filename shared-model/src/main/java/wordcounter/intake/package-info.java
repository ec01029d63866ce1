/**
 * Takes a text in, by whichever way it comes: it becomes an event with an id, is published, and then counted.
 *
 * <p>What a request over HTTP or from Slack looks like is not known here.
 */
package wordcounter.intake;
