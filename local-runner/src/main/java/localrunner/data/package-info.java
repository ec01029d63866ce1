/**
 * Shows people what is in the application's tables, queues, buckets and parameters, and takes single things away.
 *
 * <p>Looking changes nothing: no message is received, no metric counts the reads, no fault strikes and no permission is
 * asked for, since a person looks and not a function. What sends and repeats events is in {@code act}.
 */
package localrunner.data;
