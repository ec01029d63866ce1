/**
 * The one way in for a text, wherever it comes from: it becomes an event with an id, is published, and then counted.
 *
 * <p>What a request of HTTP or of Slack looks like is not known here.
 */
package wordcounter.intake;
