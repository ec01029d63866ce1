/**
 * The function that counts the texts that wait in the queue of {@code POST /queued/words}.
 *
 * <p>API Gateway writes into the queue itself, so nothing here answers a client. What a message looks like is in {@code
 * wordcounter.queue}; how an event is counted is in {@code wordcounter.counts}.
 */
package wordcounter.queued;
