/**
 * Lambda's mappings from a table's stream to a function: shards, batches, retries, and what is given up.
 *
 * <p>How a stream is read from DynamoDB Local is in {@code dynamodb}, how a function runs in {@code functions}.
 */
package localrunner.streams;
