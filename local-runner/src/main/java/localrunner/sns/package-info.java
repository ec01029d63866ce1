/**
 * SNS behind the edge port: topics of the template, messages, and their delivery to functions with SNS's retries.
 *
 * <p>Retries of a function that took a message and failed are in {@code invoke}.
 */
package localrunner.sns;
