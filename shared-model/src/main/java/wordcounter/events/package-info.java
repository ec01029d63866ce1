/**
 * The event that is published to the topic, as JSON: what one function writes and others read.
 *
 * <p>How an event gets to the topic, and what is done about it, is not known here; nor is AWS.
 */
package wordcounter.events;
