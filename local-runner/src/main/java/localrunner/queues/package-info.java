/**
 * Lambda's event source mappings for SQS queues: messages are received in batches, handed to a function, and deleted
 * when it has done with them.
 *
 * <p>What a queue itself does, such as the redrive to its dead-letter queue, is in {@code sqs}.
 */
package localrunner.queues;
