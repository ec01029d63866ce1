/**
 * Documents that are kept elsewhere: what is known of one, how the table lays it out, and the messages about one that wait in a queue.
 *
 * <p>How a document's new words come to count, once, is in the function that does it. Here is what others read too: the API, the
 * replay of dead letters and the operator's commands.
 */
package wordcounter.documents;
