/**
 * The requests that API Gateway puts into a queue, without a function in front: the form in which they wait there, in the
 * dead-letter queue too.
 *
 * <p>What becomes of a message is decided in the function that the queue feeds; {@link wordcounter.queue.QueueBatch} carries it out, the
 * same for each function. How often a message is tried is in the template.
 */
package wordcounter.queue;
