/**
 * SNS behind the edge port: topics of the template, messages, and their delivery to functions with SNS's retries.
 *
 * <p>What a function does with a message is not SNS's business, and its retries stand in {@code invoke}.
 */
package localrunner.sns;
