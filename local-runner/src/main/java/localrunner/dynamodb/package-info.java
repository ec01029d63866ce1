/**
 * DynamoDB Local behind the edge port, with the application's ARNs, and the streams of its tables.
 *
 * <p>How a function is invoked with a stream's records is in {@code streams}.
 */
package localrunner.dynamodb;
