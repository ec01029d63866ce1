/**
 * The function that counts the new words of documents that are kept elsewhere, when they have been quiet for a while.
 *
 * <p>A message says only that a document has changed. The document is fetched once for many changes, what is to be counted is written
 * down before it is counted, and whoever comes finishes what somebody else has begun. What a document and the messages about it look
 * like is in {@code wordcounter.documents}; how an event is counted is in {@code wordcounter.counts}.
 */
package wordcounter.debounce;
