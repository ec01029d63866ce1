/**
 * DynamoDB Local behind the edge port, with the application's ARNs, and the streams of its tables.
 *
 * <p>What a function gets of a stream stands in {@code streams}.
 */
package localrunner.dynamodb;
