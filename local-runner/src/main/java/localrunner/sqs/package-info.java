/**
 * ElasticMQ behind the edge port, with the application's queues and AWS's limits and errors.
 *
 * <p>Other services put messages on queues by {@link localrunner.sqs.QueueSender} and take them from there by {@link
 * localrunner.sqs.QueueReceiver}; they see no more of this.
 */
package localrunner.sqs;
