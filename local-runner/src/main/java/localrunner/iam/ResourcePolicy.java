package localrunner.iam;

/**
 * The policy of a queue, a topic, a table or a bucket.
 *
 * @param resourceArn what it is attached to
 */
public record ResourcePolicy(String resourceArn, Policy policy) {}
